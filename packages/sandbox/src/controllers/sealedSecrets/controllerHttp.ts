/*
 * Copyright 2026 The Safekeep Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import {
  ProxiedRequest,
  ProxiedResponse,
} from '../../kubernetes/proxy/ServiceProxy';
import { SealingKeys } from '../../unsealing/SealingKeys';
import { unsealData, UnsealError } from '../../unsealing/unsealSecret';
import { RateLimit } from './RateLimit';
import { reseal } from './reseal';

const QUOTA = { perSecond: 2, burst: 2 };
const TOO_MANY: ProxiedResponse = {
  status: 429,
  headers: { 'retry-after': '1' },
  body: 'limit exceeded\n',
};

/** What the controller answers on port 8080: its newest certificate, whether it could open something, and that sealed anew. */
export function createControllerHttp(
  keys: SealingKeys,
): (request: ProxiedRequest) => ProxiedResponse {
  // Of each path its own. The controller limits both since 0.39.
  const limits = {
    verify: RateLimit.create(QUOTA),
    rotate: RateLimit.create(QUOTA),
  };
  return request => {
    switch (`${request.method} ${request.path}`) {
      case 'GET healthz':
        return { status: 200, body: 'ok\n' };
      case 'GET v1/cert.pem':
        return {
          status: 200,
          contentType: 'application/x-pem-file',
          body: keys.newest.certificate,
        };
      case 'POST v1/verify':
        return limits.verify.allows()
          ? { status: verify(request.body.toString('utf8'), keys) }
          : TOO_MANY;
      case 'POST v1/rotate':
        return limits.rotate.allows()
          ? rotate(request.body.toString('utf8'), keys)
          : TOO_MANY;
      default:
        return { status: 404, body: '404 page not found\n' };
    }
  };
}

/** The SealedSecret sealed anew; 500 with an empty body for everything that does not work. */
function rotate(text: string, keys: SealingKeys): ProxiedResponse {
  try {
    const [document] = parseAllDocuments(text);
    const object: unknown = document?.toJS();
    return isSealedSecret(object)
      ? { status: 200, body: JSON.stringify(reseal(object, keys)) }
      : { status: 500 };
  } catch {
    return { status: 500 };
  }
}

/** 200 when every value opens, 409 when one does not, 500 for anything but one SealedSecret. */
function verify(text: string, keys: SealingKeys): number {
  const documents = parseAllDocuments(text);
  const [document] = documents;
  if (!document || documents.length > 1 || document.errors.length > 0) {
    return 500;
  }
  const object: unknown = document.toJS();
  if (!isSealedSecret(object)) {
    return 500;
  }
  try {
    unsealData(object, keys);
    return 200;
  } catch (error) {
    if (error instanceof UnsealError) {
      return 409;
    }
    throw error;
  }
}

function isSealedSecret(object: unknown): object is KubernetesObject {
  return (
    isRecord(object) &&
    object.kind === 'SealedSecret' &&
    object.apiVersion === 'bitnami.com/v1alpha1' &&
    isRecord(object.metadata)
  );
}
