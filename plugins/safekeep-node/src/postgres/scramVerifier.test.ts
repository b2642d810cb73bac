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

import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { scramVerifier } from './scramVerifier';

function split(verifier: string) {
  const [, iterations, salt, storedKey, serverKey] =
    /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(verifier)!;
  return {
    iterations: Number(iterations),
    salt: Buffer.from(salt, 'base64'),
    storedKey: Buffer.from(storedKey, 'base64'),
    serverKey: Buffer.from(serverKey, 'base64'),
  };
}

describe('scramVerifier', () => {
  it('fits the exchange of RFC 7677, section 3', () => {
    const { iterations, salt, storedKey, serverKey } = split(
      scramVerifier(
        Buffer.from('pencil'),
        Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'),
      ),
    );
    expect(iterations).toBe(4096);
    expect(salt.toString('base64')).toBe('W22ZaJ0SNY7soEsUEjb6gQ==');
    const first = 'n=user,r=rOprNGfwEbeRWgbNEkqO';
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const message = [
      first,
      `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
      `c=biws,r=${nonce}`,
    ].join(',');
    const sign = (key: Buffer) =>
      createHmac('sha256', key).update(message).digest();
    expect(sign(serverKey).toString('base64')).toBe(
      '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    );
    // The client's proof, opened with the stored key, is what it is the hash of.
    const proof = Buffer.from(
      'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      'base64',
    );
    const clientKey = sign(storedKey).map((byte, i) => byte ^ proof[i]);
    expect(createHash('sha256').update(clientKey).digest()).toEqual(storedKey);
  });

  it('has a salt of its own each time, and nothing of the password', () => {
    const password = Buffer.from('canary-hunter2');
    const [one, other] = [scramVerifier(password), scramVerifier(password)];
    expect(one).not.toBe(other);
    expect(split(one).salt).toHaveLength(16);
    expect(one).not.toContain('hunter2');
  });

  it('refuses what clients would prepare in ways of their own', () => {
    const notAscii = fc
      .string({ minLength: 1, unit: 'binary' })
      .filter(text => /[^ -~]/.test(text));
    fc.assert(
      fc.property(notAscii, text => {
        expect(() => scramVerifier(Buffer.from(text))).toThrow(
          /printable ASCII/,
        );
      }),
      { numRuns: 50 },
    );
    expect(() => scramVerifier(Buffer.alloc(0))).toThrow(/empty/);
  });
});
