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

import {
  constants,
  createDecipheriv,
  KeyObject,
  privateDecrypt,
} from 'node:crypto';

/**
 * Opens a sealed value as the sealed-secrets controller does: two bytes of
 * length, the session key by RSA-OAEP with the scope as its label, then
 * AES-256-GCM with a nonce of zeros and its tag at the end.
 */
export function openSealed(
  sealed: string,
  privateKey: KeyObject,
  label: string,
): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  const keyEnd = 2 + bytes.readUInt16BE(0);
  const tagStart = bytes.length - 16;
  const sessionKey = privateDecrypt(
    {
      key: privateKey,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
    },
    bytes.subarray(2, keyEnd),
  );
  const decipher = createDecipheriv(
    'aes-256-gcm',
    sessionKey,
    Buffer.alloc(12),
  ).setAuthTag(bytes.subarray(tagStart));
  return Buffer.concat([
    decipher.update(bytes.subarray(keyEnd, tagStart)),
    decipher.final(),
  ]);
}
