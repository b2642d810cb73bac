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
import { isDeepStrictEqual } from 'node:util';
import { assertCiphertext } from '../sealing/ciphertext';
import { assertCanChange } from './assertCanChange';
import { assertClusterHolds } from './assertClusterHolds';
import { encryptedDataChecksum } from './checksum';
import { composedAnnotation, partsOf } from './composedKeys';
import { linkedKeyGroups } from './linkedKeys';
import { renderLinkedKeys, renderSealedKeys } from './sealedSecretAnnotations';
import {
  findSealedSecret,
  recordOf,
  SealedSecretObject,
} from './sealedSecretObjects';
import { mergeEntries } from './yaml/mergeEntries';

export interface RestoreKeysOptions {
  /** Where the file is, for errors. */
  path: string;
  namespace: string;
  name: string;
  /** The SealedSecret as it was. */
  earlier: SealedSecretObject;
  earlierPath: string;
  keys: string[];
  includeLinked: boolean;
  now: Date;
}

export interface RestoreKeysResult {
  text: string;
  /** All ciphertexts after the change, by key. */
  encryptedData: Record<string, string>;
  restoredKeys: string[];
  /** Those asked for that are as they were already. */
  unchangedKeys: string[];
  /** Those restored that the SealedSecret had no more. */
  returnedKeys: string[];
  /** Fingerprints of the certificates that the restored values are sealed with, as far as recorded. */
  certificates: string[];
  needsServerSideApply: boolean;
  /** Annotations of the Secret that is made of it. */
  templateAnnotations: Record<string, string>;
}

/**
 * Puts ciphertexts of an earlier state of the same SealedSecret where the
 * present ones stand, and records that these values changed now. All else stays
 * byte for byte.
 */
export function restoreKeysInManifest(
  text: string,
  options: RestoreKeysOptions,
): RestoreKeysResult {
  const { path, namespace, name, earlier } = options;
  const secret = findSealedSecret(text, { path, namespace, name });
  assertCanChange(secret, options);
  assertSameValuesOpen(secret, options);
  const asked = keysToRestore(secret, options);
  const isSame = (key: string) =>
    secret.encryptedData[key] === earlier.encryptedData[key];
  const unchangedKeys = asked.filter(isSame);
  const restoredKeys = asked.filter(key => !isSame(key));
  if (restoredKeys.length === 0) {
    throw new InputError(
      `There is nothing to restore: ${asked.join(', ')} of ${path} ${
        asked.length > 1 ? 'are' : 'is'
      } as in the earlier commit already`,
    );
  }
  const restored = Object.fromEntries(
    restoredKeys.map(key => [key, earlier.encryptedData[key]]),
  );
  for (const [key, ciphertext] of Object.entries(restored)) {
    assertCiphertext(ciphertext, {
      what: `${options.earlierPath} of the earlier commit: key ${key}`,
    });
  }
  const encryptedData = { ...secret.encryptedData, ...restored };
  const { position } = secret;
  let edited = mergeEntries(text, {
    path,
    position,
    mapping: ['spec', 'encryptedData'],
    entries: restored,
  });
  edited = mergeEntries(edited, {
    path,
    position,
    mapping: ['metadata', 'annotations'],
    entries: annotationsAfter(secret, restoredKeys, options),
  });
  const { needsServerSideApply } = assertClusterHolds({
    text: edited,
    path,
    namespace,
    name,
    encryptedData,
  });
  const certificates = restoredKeys.flatMap(key => {
    const { certificate } = recordOf(earlier, key) ?? {};
    return certificate === undefined ? [] : [certificate];
  });
  return {
    text: edited,
    encryptedData,
    restoredKeys,
    unchangedKeys,
    returnedKeys: restoredKeys.filter(
      key => !Object.hasOwn(secret.encryptedData, key),
    ),
    certificates: [...new Set(certificates)],
    needsServerSideApply,
    templateAnnotations: secret.templateAnnotations,
  };
}

/** Refuses what would not open, and what would bring no other value. */
function assertSameValuesOpen(
  secret: SealedSecretObject,
  { path, namespace, name, earlier }: RestoreKeysOptions,
): void {
  const place = `${path}, line ${secret.line}: SealedSecret ${namespace}/${name}`;
  if (secret.scope !== earlier.scope) {
    throw new InputError(
      `${place} is sealed ${secret.scope}, and was ${earlier.scope} in the earlier commit: the earlier values would not open. Seal them anew, or revert the whole file`,
    );
  }
  if (
    secret.earlierChecksums.includes(
      encryptedDataChecksum(earlier.encryptedData),
    )
  ) {
    throw new InputError(
      `${place} has only been re-encrypted since the earlier commit: its values are those of then`,
    );
  }
}

/** The keys asked for, with those that shared their value then and do now. */
function keysToRestore(
  secret: SealedSecretObject,
  { keys, earlier, earlierPath, includeLinked }: RestoreKeysOptions,
): string[] {
  if (keys.length === 0) {
    throw new InputError('There is no key to restore: name at least one');
  }
  const present = Object.keys(earlier.encryptedData);
  const unknown = keys.filter(key => !present.includes(key));
  if (unknown.length > 0) {
    throw new InputError(
      `${earlierPath} had no key ${unknown.join(
        ', ',
      )} in the earlier commit: it had ${present.join(', ')}`,
    );
  }
  const groups = includeLinked
    ? linkedKeyGroups(present, earlier.linkedKeys)
    : [];
  const now = Object.keys(secret.encryptedData);
  const linked = keys.flatMap(
    key => groups.find(group => group.includes(key)) ?? [],
  );
  // A key that was removed since comes back only when it is asked for.
  return [...new Set([...keys, ...linked.filter(key => now.includes(key))])];
}

/**
 * The ciphertext is that of then, and the value of the Secret changes now. Two
 * restored keys are linked if they were then, two others if they are now; of
 * one of each nothing is known.
 */
function annotationsAfter(
  secret: SealedSecretObject,
  restored: string[],
  { earlier, now }: RestoreKeysOptions,
): Record<string, string> {
  const records = new Map(
    Object.entries(secret.sealedKeys).filter(
      ([key]) =>
        Object.hasOwn(secret.encryptedData, key) && !restored.includes(key),
    ),
  );
  for (const key of restored) {
    const record = recordOf(earlier, key);
    if (record) {
      records.set(key, { ...record, rotatedAt: now.toISOString() });
    }
  }
  const present = Object.keys(secret.encryptedData);
  const groups = [
    ...linkedKeyGroups(
      present.filter(key => !restored.includes(key)),
      secret.linkedKeys,
    ),
    ...linkedKeyGroups(restored, earlier.linkedKeys),
  ];
  const sorted = (links: string[][]) => links.map(group => [...group].sort());
  // What the names tell by convention need not be written down.
  const isTold =
    secret.linkedKeys === undefined &&
    earlier.linkedKeys === undefined &&
    isDeepStrictEqual(
      sorted(
        linkedKeyGroups([...new Set([...present, ...restored])], undefined),
      ),
      sorted(groups),
    );
  const hasRecords =
    records.size > 0 || Object.keys(secret.sealedKeys).length > 0;
  return {
    ...(hasRecords && { [ANNOTATION_SEALED_KEYS]: renderSealedKeys(records) }),
    ...(!isTold && { [ANNOTATION_LINKED_KEYS]: renderLinkedKeys(groups) }),
    ...composedAnnotation(secret.composedKeys, {
      ...secret.composedKeys,
      ...Object.fromEntries(
        restored.map(key => [key, partsOf(earlier.composedKeys, key)]),
      ),
    }),
  };
}
