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

const SESSION_KEY_BYTES = 32;
const TAG_BYTES = 16;
const LENGTH_BYTES = 2;

/**
 * Opens one sealed value: the length of the RSA part in two bytes, the session
 * key by RSA-OAEP with SHA-256 and the scope as its label, then AES-256-GCM
 * with a nonce of zeros and the tag at its end. Undefined when this key, or
 * this label, does not open it.
 */
export function unsealValue(
  sealed: Buffer,
  options: { privateKey: KeyObject; label: string },
): Buffer | undefined {
  if (sealed.length < LENGTH_BYTES) {
    return undefined;
  }
  const end = LENGTH_BYTES + sealed.readUInt16BE(0);
  if (sealed.length < end + TAG_BYTES) {
    return undefined;
  }
  try {
    const sessionKey = privateDecrypt(
      {
        key: options.privateKey,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
        oaepLabel: Buffer.from(options.label, 'utf8'),
      },
      sealed.subarray(LENGTH_BYTES, end),
    );
    if (sessionKey.length !== SESSION_KEY_BYTES) {
      return undefined;
    }
    const decipher = createDecipheriv(
      'aes-256-gcm',
      sessionKey,
      Buffer.alloc(12),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([
      decipher.update(sealed.subarray(end, sealed.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    // OpenSSL's own words say nothing that "this key does not open it" doesn't.
    return undefined;
  }
}
