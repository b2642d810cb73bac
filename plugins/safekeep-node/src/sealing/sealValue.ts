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
import { SECRET_SIZE_LIMIT } from '@safekeep/backstage-plugin-safekeep-common';
import {
  constants,
  createCipheriv,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { ParsedSealingCertificate } from './certificate';

export { SECRET_SIZE_LIMIT };

/** @public */
export interface SealValueOptions {
  certificate: ParsedSealingCertificate;
  /** From {@link sealingLabel}. */
  label: string;
  /** Bytes, not text: whatever they are, even none, comes out of the cluster unchanged. */
  value: Uint8Array;
}

/**
 * Seals one value so that only the cluster of the certificate can open it, in
 * the format of kubeseal: the length of the wrapped session key, the session
 * key wrapped with RSA-OAEP, and the value encrypted with AES-256-GCM.
 *
 * @remarks
 * The nonce is all zeros and not stored. That is safe only because each value
 * has a session key of its own.
 *
 * @public
 */
export function sealValue(options: SealValueOptions): string {
  const { certificate, label, value } = options;
  if (value.length > SECRET_SIZE_LIMIT) {
    throw new InputError(
      `A value of ${value.length} bytes cannot be sealed: a Secret holds at most ${SECRET_SIZE_LIMIT} bytes`,
    );
  }
  const sessionKey = randomBytes(32);
  try {
    const wrapped = publicEncrypt(
      {
        key: certificate.publicKey,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
        oaepLabel: Buffer.from(label),
      },
      sessionKey,
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(wrapped.length);
    const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
    return Buffer.concat([
      length,
      wrapped,
      cipher.update(value),
      cipher.final(),
      cipher.getAuthTag(),
    ]).toString('base64');
  } finally {
    sessionKey.fill(0);
  }
}
