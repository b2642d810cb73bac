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

import { InputError } from '@backstage/errors';
import {
  ANNOTATION_LINKED_KEYS,
  ANNOTATION_SEALED_KEYS,
} from '@safekeep/backstage-plugin-safekeep-common';
import { assertCanChange } from './assertCanChange';
import { assertKeyName } from './assertKeyName';
import { linkedKeyGroups } from './linkedKeys';
import { renderLinkedKeys, renderSealedKeys } from './sealedSecretAnnotations';
import { findSealedSecret, recordOf } from './sealedSecretObjects';
import { mergeEntries } from './yaml/mergeEntries';

/**
 * Gives keys of a SealedSecret the values of others of its keys, by their
 * ciphertext: a value is sealed for a namespace and a name, not for a key, so
 * that nobody has to know it. What is recorded of a value comes with it, and a
 * key that had one value with others has it no more.
 *
 * @param copies - the key to write to the key to read
 */
export function copyCiphertexts(
  text: string,
  options: {
    path: string;
    namespace: string;
    name: string;
    copies: ReadonlyMap<string, string>;
  },
): { text: string; encryptedData: Record<string, string> } {
  const { path, copies } = options;
  const secret = findSealedSecret(text, options);
  const { position } = secret;
  assertCanChange(secret, options);
  const entries: Record<string, string> = {};
  const records = new Map(Object.entries(secret.sealedKeys));
  for (const [to, from] of copies) {
    assertKeyName(to);
    if (!Object.hasOwn(secret.encryptedData, from)) {
      throw new InputError(
        `${path}, line ${secret.line}: SealedSecret ${options.namespace}/${options.name} has no key ${from}`,
      );
    }
    entries[to] = secret.encryptedData[from];
    const record = recordOf(secret, from);
    if (record) {
      records.set(to, record);
    } else {
      records.delete(to);
    }
  }
  const present = Object.keys(secret.encryptedData);
  const before = linkedKeyGroups(present, secret.linkedKeys);
  const after = before
    .map(group => group.filter(key => !copies.has(key)))
    .filter(group => group.length > 1);
  const isUnlinked = JSON.stringify(before) !== JSON.stringify(after);
  let edited = mergeEntries(text, {
    path,
    position,
    mapping: ['spec', 'encryptedData'],
    entries,
  });
  edited = mergeEntries(edited, {
    path,
    position,
    mapping: ['metadata', 'annotations'],
    entries: {
      ...(records.size > 0 && {
        [ANNOTATION_SEALED_KEYS]: renderSealedKeys(records),
      }),
      ...(isUnlinked && { [ANNOTATION_LINKED_KEYS]: renderLinkedKeys(after) }),
    },
  });
  return {
    text: edited,
    encryptedData: { ...secret.encryptedData, ...entries },
  };
}
