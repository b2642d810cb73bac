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

import { isDeepStrictEqual } from 'node:util';
import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ApiStatusError } from '../../kubernetes/status/ApiStatusError';
import { ControllerContext, controllerOf } from '../ControllerContext';

const PREFIX = 'sealedsecrets.bitnami.com';
/** The name of the real one's program, as its requests say it. */
const FIELD_MANAGER = 'controller';

/** What the event says and what the condition says; they differ. */
export interface WriteRefusal {
  event: string;
  condition: string;
  /** Trying again cannot help. */
  final?: boolean;
}

/** Creates the Secret, or updates one that is the SealedSecret's own or says that it may be. */
export function writeSecret(
  context: ControllerContext,
  sealedSecret: KubernetesObject,
  secret: KubernetesObject,
): WriteRefusal | undefined {
  try {
    const { namespace, name } = secret.metadata;
    // One that it has just made must say so too, or have it for its owner.
    const existing =
      context.get('Secret', { namespace, name }) ??
      context.create(secret, FIELD_MANAGER);
    const owned = controllerOf(existing)?.uid === sealedSecret.metadata.uid;
    if (!owned && !says(existing, 'managed') && !says(existing, 'patch')) {
      const message = `Resource "${name}" already exists and is not managed by SealedSecret`;
      return { event: message, condition: `failed update: ${message}` };
    }
    const merged = says(existing, 'patch')
      ? patched(existing, secret)
      : replaced(existing, secret);
    if (!isDeepStrictEqual(existing, merged)) {
      context.update(merged, FIELD_MANAGER);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiStatusError)) {
      throw error;
    }
    const { message } = error;
    const immutable = message.endsWith(
      'field is immutable when `immutable` is set',
    );
    const { namespace, name } = sealedSecret.metadata;
    return {
      event: immutable
        ? `Error updating ${namespace}/${name}: the target Secret is immutable. Once a Secret is marked as immutable, it is not possible to revert this change nor to mutate the contents of the data field. You can only delete and recreate the Secret.`
        : message,
      condition: message,
      final: immutable,
    };
  }
}

export function says(secret: KubernetesObject, annotation: string): boolean {
  return secret.metadata.annotations?.[`${PREFIX}/${annotation}`] === 'true';
}

/** `patch`: adds and overwrites, never removes; takes ownership only when `managed` too. */
function patched(
  existing: KubernetesObject,
  secret: KubernetesObject,
): KubernetesObject {
  const { metadata } = existing;
  return {
    ...existing,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...secret.metadata.labels },
      annotations: { ...metadata.annotations, ...secret.metadata.annotations },
      ...(says(existing, 'managed')
        ? { ownerReferences: secret.metadata.ownerReferences }
        : {}),
    },
    type: secret.type,
    data: { ...recordAt(existing, 'data'), ...recordAt(secret, 'data') },
  };
}

/** Everything but `immutable`, which is set at creation only. */
function replaced(
  existing: KubernetesObject,
  secret: KubernetesObject,
): KubernetesObject {
  const { labels, annotations, ownerReferences } = secret.metadata;
  return {
    ...existing,
    metadata: { ...existing.metadata, labels, annotations, ownerReferences },
    type: secret.type,
    data: secret.data,
  };
}
