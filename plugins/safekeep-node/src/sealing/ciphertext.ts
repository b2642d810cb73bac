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
import { CiphertextDamage } from '@safekeep/backstage-plugin-safekeep-common';
import { ParsedSealingCertificate } from './certificate';

const LENGTH_BYTES = 2;
const TAG_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Of RSA keys from 1024 to 16384 bits: how long the wrapped session key is. */
const WRAPPED_LENGTHS = new Set([128, 256, 384, 512, 1024, 2048]);

/** Line ends between the digits are skipped, as the controller does. */
function readDigits(text: string): string | undefined {
  const digits = text.replace(/[\r\n]/g, '');
  return digits.length % 4 === 0 && BASE64.test(digits) ? digits : undefined;
}

/** How long the session key of these bytes says to be; 0 where nothing is said. */
function wrappedLength(bytes: Buffer): number {
  return bytes.length >= LENGTH_BYTES ? bytes.readUInt16BE(0) : 0;
}

/**
 * Why a text can be no sealed value, whatever the key; undefined for one that
 * may be one.
 *
 * @public
 */
export function ciphertextDamage(text: string): CiphertextDamage | undefined {
  const digits = readDigits(text);
  if (digits === undefined) {
    return 'not-base64';
  }
  const bytes = Buffer.from(digits, 'base64');
  const wrapped = wrappedLength(bytes);
  if (wrapped > 0 && bytes.length >= LENGTH_BYTES + wrapped + TAG_BYTES) {
    return undefined;
  }
  return WRAPPED_LENGTHS.has(wrapped) ? 'cut-off' : 'not-sealed';
}

/**
 * Refuses what can be no sealed value, whatever the key: plain text, base64 of
 * something else, a value that was cut off. What was given is never repeated.
 *
 * @throws InputError that begins with `what`.
 *
 * @public
 */
export function assertCiphertext(
  text: string,
  options: { what: string; certificate?: ParsedSealingCertificate },
): void {
  const { what, certificate } = options;
  const damage = ciphertextDamage(text);
  if (damage === 'not-base64') {
    throw new InputError(
      `${what} is not base64, so it is no sealed value: seal the key again`,
    );
  }
  if (damage) {
    throw new InputError(
      `${what} is no sealed value, or was cut off: seal the key again`,
    );
  }
  const wrapped = wrappedLength(Buffer.from(readDigits(text) ?? '', 'base64'));
  const { modulusLength } = certificate?.publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && wrapped !== Math.ceil(modulusLength / 8)) {
    throw new InputError(
      `${what} was not sealed with certificate ${certificate?.fingerprint}`,
    );
  }
}
