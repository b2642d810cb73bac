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

import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { SealingKeyPair } from './sealingKeyPair';

/** Opens a sealed value as the controller does, by the format alone. */
export function unseal(
  sealed: string,
  keyPair: SealingKeyPair,
  label: string,
): Buffer {
  const blob = Buffer.from(sealed, 'base64');
  const keyLength = blob[0] * 256 + blob[1];
  const sessionKey = privateDecrypt(
    {
      key: keyPair.privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
    },
    blob.subarray(2, 2 + keyLength),
  );
  const decipher = createDecipheriv(
    'aes-256-gcm',
    sessionKey,
    Buffer.from('000000000000000000000000', 'hex'),
  );
  decipher.setAuthTag(blob.subarray(blob.length - 16));
  return Buffer.concat([
    decipher.update(blob.subarray(2 + keyLength, blob.length - 16)),
    decipher.final(),
  ]);
}
