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
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { derInteger, derObjectIdentifier, derOctetString } from './der';
import { selfSignedCertificate } from './selfSignedCertificate';

describe('DER', () => {
  it.each([
    ['2.5.4.3', '0603550403'],
    ['1.2.840.113549.1.1.11', '06092a864886f70d01010b'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
  ])('writes the object identifier %s', (dotted, hex) => {
    expect(derObjectIdentifier(dotted).toString('hex')).toBe(hex);
  });

  it.each([
    ['00', '020100'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['0001', '020101'],
  ])('writes the integer %s as the shortest positive one', (bytes, hex) => {
    expect(derInteger(Buffer.from(bytes, 'hex')).toString('hex')).toBe(hex);
  });

  it.each([
    [127, '047f'],
    [128, '048180'],
    [256, '04820100'],
    [65536, '0483010000'],
  ])('writes a length of %d', (length, head) => {
    const hex = derOctetString(Buffer.alloc(length)).toString('hex');
    expect(hex.slice(0, head.length)).toBe(head);
    expect(hex).toHaveLength(head.length + length * 2);
  });
});

describe('selfSignedCertificate', () => {
  const pairs = {
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };

  it('is read back by OpenSSL as it was asked for, before 2050 and after', () => {
    const seconds = (year: number) => Date.UTC(year, 0, 1) / 1000;
    fc.assert(
      fc.property(
        fc.constantFrom<'rsa' | 'ec'>('rsa', 'ec'),
        fc.integer({ min: seconds(1971), max: seconds(2090) }),
        fc.integer({ min: 1, max: 10_000 }),
        (type, from, days) => {
          const notBefore = new Date(from * 1000);
          const notAfter = new Date(notBefore.getTime() + days * 86_400_000);
          const pem = selfSignedCertificate({
            ...pairs[type],
            commonName: 'safekeep',
            hosts: ['localhost', '127.0.0.1'],
            notBefore,
            notAfter,
          });
          const read = new X509Certificate(pem);
          expect(read.verify(read.publicKey)).toBe(true);
          expect(read.checkPrivateKey(pairs[type].privateKey)).toBe(true);
          expect(new Date(read.validFrom)).toEqual(notBefore);
          expect(new Date(read.validTo)).toEqual(notAfter);
          expect(read.subject).toBe('CN=safekeep');
          expect(read.checkHost('localhost')).toBe('localhost');
          expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
          expect(read.ca).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
