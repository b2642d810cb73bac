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
import { SealingKeys } from './SealingKeys';
import { unsealValue } from './unsealValue';

const PREFIX = 'sealedsecrets.bitnami.com';
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

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
    if (typeof value !== 'string') {
      // The real controller drops what is not text without a word.
      continue;
    }
    const at = firstIllegalByte(value);
    if (at !== undefined) {
      failures.push(`illegal base64 data at input byte ${at} (${key})`);
      continue;
    }
    const sealed = Buffer.from(value, 'base64');
    const plain = keys.all
      .map(
        ({ privateKey }) =>
          () =>
            unsealValue(sealed, { privateKey, label }),
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

function firstIllegalByte(text: string): number | undefined {
  // Line ends are skipped by Go's decoder, every other stray byte is refused.
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 === 0 && BASE64.test(compact)) {
    return undefined;
  }
  const illegal = text.search(/[^A-Za-z0-9+/=\r\n]/);
  return illegal >= 0 ? illegal : Math.floor(compact.length / 4) * 4;
}
