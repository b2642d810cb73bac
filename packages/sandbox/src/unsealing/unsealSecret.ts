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

import { isRecord, recordAt } from '../kubernetes/json/isRecord';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { decodeBase64 } from './decodeBase64';
import { SealingKeys } from './SealingKeys';
import { unsealValue } from './unsealValue';

const PREFIX = 'sealedsecrets.bitnami.com';

/** Failures of one SealedSecret, worded as the controller words them. */
export class UnsealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsealError';
  }
}

/** The scope's label: `namespace/name`, `namespace`, or nothing. Read from the object's own metadata. */
export function labelOf(sealedSecret: KubernetesObject): string {
  const { annotations = {}, namespace = '', name } = sealedSecret.metadata;
  if (annotations[`${PREFIX}/cluster-wide`] === 'true') {
    return '';
  }
  return annotations[`${PREFIX}/namespace-wide`] === 'true'
    ? namespace
    : `${namespace}/${name}`;
}

/** Opens every value, or throws an error that names each key that no key pair opens. */
export function unsealData(
  sealedSecret: KubernetesObject,
  keys: SealingKeys,
): Map<string, Buffer> {
  const label = labelOf(sealedSecret);
  const spec = recordAt(sealedSecret, 'spec');
  if (isRecord(spec.data) || typeof spec.data === 'string') {
    throw new UnsealError(
      isRecord(spec.encryptedData)
        ? "cannot use the field 'encryptedData' and the deprecated field 'data' at the same time"
        : "using deprecated 'data' field, use 'encryptedData' or flip the feature flag",
    );
  }
  const opened = new Map<string, Buffer>();
  const failures: string[] = [];
  const unopened: string[] = [];
  for (const [key, value] of Object.entries(recordAt(spec, 'encryptedData'))) {
    // What is not text is empty to the real controller.
    const sealed = decodeBase64(typeof value === 'string' ? value : '');
    if ('illegalAt' in sealed) {
      failures.push(
        `illegal base64 data at input byte ${sealed.illegalAt} (${key})`,
      );
      continue;
    }
    const plain = keys.all
      .map(
        ({ privateKey }) =>
          () =>
            unsealValue(sealed.bytes, { privateKey, label }),
      )
      .reduce<Buffer | undefined>((found, open) => found ?? open(), undefined);
    if (plain) {
      opened.set(key, plain);
    } else {
      unopened.push(key);
    }
  }
  if (unopened.length > 0) {
    failures.push(
      `no key could decrypt secret (${unopened.sort().join(', ')})`,
    );
  }
  if (failures.length > 0) {
    throw new UnsealError(failures.join('\n'));
  }
  return opened;
}
