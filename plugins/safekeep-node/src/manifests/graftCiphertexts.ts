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
  ANNOTATION_REENCRYPTED,
  ANNOTATION_SEALED_KEYS,
  SealedKeyRecord,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ParsedSealingCertificate, sealingLabel } from '../sealing';
import { assertCiphertext } from '../sealing/ciphertext';
import { assertClusterHolds } from './assertClusterHolds';
import { encryptedDataChecksum } from './checksum';
import {
  renderReencryption,
  renderSealedKeys,
} from './sealedSecretAnnotations';
import { SealedSecretObject } from './sealedSecretObjects';
import { mergeEntries } from './yaml/mergeEntries';

export interface GraftCiphertextsOptions {
  text: string;
  path: string;
  /** As the text has it. */
  secret: SealedSecretObject;
  namespace: string;
  /** New ciphertexts of the values that are there, by key. */
  ciphertexts: Record<string, string>;
  /** What they were made with. */
  certificate: ParsedSealingCertificate;
  now: Date;
}

/**
 * Puts new ciphertexts of the same values where the earlier ones stand, and
 * records them. Template, labels, comments and all else stay byte for byte; a
 * key that is not there is never added.
 */
export function graftCiphertexts(options: GraftCiphertextsOptions): {
  text: string;
  needsServerSideApply: boolean;
} {
  const { path, secret, namespace, ciphertexts, certificate } = options;
  const what = `${path}: SealedSecret ${namespace}/${secret.name}`;
  for (const [key, ciphertext] of Object.entries(ciphertexts)) {
    if (!Object.hasOwn(secret.encryptedData, key)) {
      throw new InputError(
        `${what} has no key ${key}, and re-encrypting adds none`,
      );
    }
    assertCiphertext(ciphertext, {
      what: `${what}, key ${key}: the new ciphertext`,
      certificate,
    });
  }
  const encryptedData = { ...secret.encryptedData, ...ciphertexts };
  const { position } = secret;
  let text = mergeEntries(options.text, {
    path,
    position,
    mapping: ['spec', 'encryptedData'],
    entries: ciphertexts,
  });
  text = mergeEntries(text, {
    path,
    position,
    mapping: ['metadata', 'annotations'],
    entries: {
      [ANNOTATION_SEALED_KEYS]: renderSealedKeys(recordsAfter(options)),
      [ANNOTATION_REENCRYPTED]: renderReencryption({
        checksum: encryptedDataChecksum(encryptedData),
        from: [
          encryptedDataChecksum(secret.encryptedData),
          ...secret.earlierChecksums,
        ],
      }),
    },
  });
  const { needsServerSideApply } = assertClusterHolds({
    text,
    path,
    namespace: secret.namespace ?? namespace,
    name: secret.name,
    encryptedData,
  });
  return { text, needsServerSideApply };
}

/** The ciphertext is new; when the value last changed stays as it was. */
function recordsAfter({
  secret,
  namespace,
  ciphertexts,
  certificate,
  now,
}: GraftCiphertextsOptions): Map<string, SealedKeyRecord> {
  const records = new Map(
    Object.entries(secret.sealedKeys).filter(([key]) =>
      Object.hasOwn(secret.encryptedData, key),
    ),
  );
  const label = sealingLabel({
    scope: secret.scope,
    namespace: secret.namespace ?? namespace,
    name: secret.name,
  });
  for (const key of Object.keys(ciphertexts)) {
    const { rotatedAt } = records.get(key) ?? {};
    records.set(key, {
      sealedAt: now.toISOString(),
      ...(rotatedAt && { rotatedAt }),
      certificate: certificate.fingerprint,
      label,
    });
  }
  return records;
}
