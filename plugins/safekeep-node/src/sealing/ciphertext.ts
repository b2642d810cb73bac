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
import { ParsedSealingCertificate } from './certificate';

const LENGTH_BYTES = 2;
const TAG_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

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
  // Line ends between the digits are skipped, as the controller does.
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !BASE64.test(digits)) {
    throw new InputError(
      `${what} is not base64, so it is no sealed value: seal the key again`,
    );
  }
  const bytes = Buffer.from(digits, 'base64');
  const wrapped = bytes.length >= LENGTH_BYTES ? bytes.readUInt16BE(0) : 0;
  if (wrapped === 0 || bytes.length < LENGTH_BYTES + wrapped + TAG_BYTES) {
    throw new InputError(
      `${what} is no sealed value, or was cut off: seal the key again`,
    );
  }
  const { modulusLength } = certificate?.publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && wrapped !== Math.ceil(modulusLength / 8)) {
    throw new InputError(
      `${what} was not sealed with certificate ${certificate?.fingerprint}`,
    );
  }
}
