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

import { ANNOTATION_CHECKSUM_PREFIX } from '@safekeep/backstage-plugin-safekeep-common';
import { createHash } from 'node:crypto';

/**
 * The checksum of a SealedSecret's encrypted data, as pod templates carry it:
 * SHA-256 over the keys in order of their code units, each with its ciphertext.
 *
 * @public
 */
export function encryptedDataChecksum(
  encryptedData: Record<string, string>,
): string {
  const hash = createHash('sha256');
  for (const key of Object.keys(encryptedData).sort()) {
    hash.update(`${key}\0${encryptedData[key]}\n`);
  }
  return hash.digest('hex');
}

/**
 * The name of the pod template annotation that carries a secret's checksum. The
 * part behind the slash may have 63 characters; a longer secret name is cut
 * and completed by its hash.
 *
 * @public
 */
export function checksumAnnotation(secret: string): string {
  if (secret.length <= 63) {
    return `${ANNOTATION_CHECKSUM_PREFIX}${secret}`;
  }
  const hash = createHash('sha256').update(secret).digest('hex').slice(0, 16);
  const start = secret.slice(0, 46).replace(/[^a-z0-9]+$/, '');
  return `${ANNOTATION_CHECKSUM_PREFIX}${start}-${hash}`;
}
