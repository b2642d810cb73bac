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

import { ConflictError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import { assertCiphertext } from './ciphertext';
import { sealingLabel, SealingTarget } from './scope';

const API_VERSION = 'bitnami.com/v1alpha1';
const PREFIX = 'sealedsecrets.bitnami.com';

/**
 * Ciphertexts that the controller shall open and seal anew.
 *
 * @public
 */
export interface ReencryptionTarget extends SealingTarget {
  encryptedData: Record<string, string>;
}

/**
 * What to post to the controller's `/v1/rotate`: the least that it needs to open
 * these values.
 *
 * @remarks
 * The controller loses the template's data, labels and annotations, and before
 * 0.40 renders the template with the opened values in it. So it is given none.
 * Controllers before 0.36 read the scope of what they seal from the template.
 *
 * @public
 */
export function renderRotateRequest(target: ReencryptionTarget): string {
  sealingLabel(target);
  const { scope, namespace, name, encryptedData } = target;
  const metadata = {
    name,
    namespace,
    ...(scope !== 'strict' && {
      annotations: { [`${PREFIX}/${scope}`]: 'true' },
    }),
  };
  return JSON.stringify({
    apiVersion: API_VERSION,
    kind: 'SealedSecret',
    metadata,
    spec: { template: { metadata }, encryptedData },
  });
}

/**
 * The new ciphertexts of the controller's answer: those that were asked for and
 * nothing else.
 *
 * @throws ConflictError for an answer that is not what was asked for; none of it
 *   is repeated.
 *
 * @public
 */
export function readRotateAnswer(
  answer: string,
  target: ReencryptionTarget,
): Record<string, string> {
  const object = parse(answer);
  const metadata = objectAt(object, 'metadata');
  const annotations = objectAt(metadata, 'annotations');
  const scope = (['cluster-wide', 'namespace-wide'] as const).find(
    each => annotations[`${PREFIX}/${each}`] === 'true',
  );
  if (
    // The controller does not say it: it answers with Go's struct as it is.
    (object.kind !== undefined && object.kind !== 'SealedSecret') ||
    metadata.name !== target.name ||
    metadata.namespace !== target.namespace ||
    (scope ?? 'strict') !== target.scope
  ) {
    throw unexpected(target, 'is not for what was asked');
  }
  const sealed = objectAt(objectAt(object, 'spec'), 'encryptedData');
  return Object.fromEntries(
    Object.entries(target.encryptedData).map(([key, before]) => {
      const ciphertext = Object.hasOwn(sealed, key) ? sealed[key] : undefined;
      if (typeof ciphertext !== 'string') {
        throw unexpected(target, `has no key ${key}`);
      }
      if (ciphertext === before) {
        throw unexpected(target, `has key ${key} as it was`);
      }
      try {
        assertCiphertext(ciphertext, { what: key });
      } catch {
        throw unexpected(target, `has no ciphertext for key ${key}`);
      }
      return [key, ciphertext];
    }),
  );
}

/**
 * Why the controller may have been unable to open a SealedSecret: it answers 500
 * with an empty body for everything.
 *
 * @public
 */
export function explainRotateRefusal(target: SealingTarget): string {
  const { namespace, name, scope } = target;
  return `The controller cannot re-encrypt SealedSecret ${namespace}/${name}, and does not say why; its log does. Possible causes: a value was sealed for another name, namespace or cluster, or for another scope than ${scope}; the private key is gone, or was restored without restarting the controller; two controllers run. Seal what it cannot open again for ${namespace}/${name}`;
}

function parse(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch {
    // The parser's own message quotes the text.
    return {};
  }
}

function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(Object.hasOwn(object, key) ? object[key] : undefined);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

function unexpected(target: SealingTarget, what: string): ConflictError {
  return new ConflictError(
    `The controller’s answer for SealedSecret ${target.namespace}/${target.name} ${what}: nothing of it is used`,
  );
}
