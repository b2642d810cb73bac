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

import fc from 'fast-check';
import { ciphertextDamage, parseSealingCertificate, sealValue } from '.';
import { createSealingKeyPair } from './__testUtils__/sealingKeyPair';

const certificate = parseSealingCertificate(createSealingKeyPair().certificate);
const WRAPPED = certificate.publicKey.asymmetricKeyDetails!.modulusLength! / 8;

function sealed(value: Uint8Array): Buffer {
  return Buffer.from(
    sealValue({ certificate, label: 'ns/name', value }),
    'base64',
  );
}

describe('ciphertextDamage', () => {
  it('finds none in what was sealed, however its lines are wrapped', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.integer({ min: 4, max: 80 }),
        (value, width) => {
          const text = sealed(value).toString('base64');
          expect(ciphertextDamage(text)).toBeUndefined();
          const lines = text.match(new RegExp(`.{1,${width}}`, 'g'))!;
          expect(ciphertextDamage(lines.join('\r\n'))).toBeUndefined();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('tells the beginning of one, from where it says what it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 + WRAPPED + 15 }), length => {
        const text = sealed(Buffer.from('value'))
          .subarray(0, length)
          .toString('base64');
        expect(ciphertextDamage(text)).toBe('cut-off');
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a password', 'hunter2!', 'not-base64'],
    ['letters that happen to be base64', 'password', 'not-sealed'],
    ['a password in base64', 'aHVudGVyMg==', 'not-sealed'],
    ['a placeholder', '<SEALED_VALUE>', 'not-base64'],
    ['one byte', 'Ag==', 'not-sealed'],
    ['nothing', '', 'not-sealed'],
    ['no digits of whole bytes', 'AgA', 'not-base64'],
    ['zeros', Buffer.alloc(600).toString('base64'), 'not-sealed'],
  ] as const)('tells %s', (_, text, damage) => {
    expect(ciphertextDamage(text)).toBe(damage);
  });
});
