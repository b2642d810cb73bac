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
import { createHash } from 'node:crypto';
import {
  assertCertificateIsCurrent,
  generateValue,
  parseSealingCertificate,
  SealingScope,
  sealingLabel,
  sealValue,
  SECRET_SIZE_LIMIT,
} from '.';
import { createSealingKeyPair } from './__testUtils__/sealingKeyPair';
import { unseal } from './__testUtils__/unseal';

const KNOWN_FINGERPRINT = 'SHA256:IfItM86LU7xD4iDNJvZYjr+FOCm0rHhPTw8c98Grzqs';
const KNOWN_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDETCCAfmgAwIBAgIUSMU3OVgPy0y+qjoMBJsRQO2Pu1kwDQYJKoZIhvcNAQEL
BQAwGDEWMBQGA1UEAwwNc2VhbGVkLXNlY3JldDAeFw0yNjExMjMwMDU3MzdaFw0z
NjExMjAwMDU3MzdaMBgxFjAUBgNVBAMMDXNlYWxlZC1zZWNyZXQwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQCpJFY8An6UjQJgq1qZhUNCodZVLcOPbqPx
jyk3gq5/JfKWjpvsYyoLc+NX6nKJhnCql+44AB75eSxJo79NtMNgCSga0L2U8Ill
trwzudI01uYZc1pxvpL9tqjrfQlBMrb/QI4VHRrXdcymPMeWvMTrP0bhwOw/xADP
USWEjxpMCda8oYRK/z2VfXJFfnyabBRMs7I15vh6Zbbr+xxENQ+CsB9Umy45qClc
4S8zlyQTKFSJeaCaW0OmLmT1DLpKGjU2BfYaF/J9ngXlmqnB4GtACD1FteXJFiBE
5D7NIpzMsZWRjjohEV3KKBaXUpcrK9QL/UgFwA1ZFgi07qIr2v7RAgMBAAGjUzBR
MB0GA1UdDgQWBBQ7glUAAvRdwPqrohBrp/Y57mxSYzAfBgNVHSMEGDAWgBQ7glUA
AvRdwPqrohBrp/Y57mxSYzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
A4IBAQBAa93sgUtTLNp69H6U59mp6Sxg0tfV4jgG/ItpHS4EC70Oy7V5KVFXU9rz
yYHbK6svUh56DKNtAt9rfBY6IG1D/Ffe8nKNkJZZbajjAamZsxzPvu1axvmoZEKz
F/QO867aYSRUTOITWB85Uyo6mjvWU0DWsTi6vkhQrWtCSM2yZMlB9x0IXqTR32vc
XJIKCiWjcLvyRVSKZa0Tfx8PAPRRLXLB7S50wZhowq+q9lLEUh/2eHGM2MQy4U1n
YlOZQm4SH1djc+cEA68Jv25M5TnEf+j1p4yZ6wMmidGCodo+KspUFnYk+b7iFWXM
2CACRawCrwdvio3OAEescqGDkH2a
-----END CERTIFICATE-----
`;

const keyPair = createSealingKeyPair();
const certificate = parseSealingCertificate(keyPair.certificate);

describe('sealValue', () => {
  it('seals any bytes under any scope, so that only the right key and label open them', () => {
    const other = createSealingKeyPair();
    const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        fc.constantFrom<SealingScope>(
          'strict',
          'namespace-wide',
          'cluster-wide',
        ),
        name,
        name,
        (value, scope, namespace, secret) => {
          const label = sealingLabel({ scope, namespace, name: secret });
          const expected = {
            strict: `${namespace}/${secret}`,
            'namespace-wide': namespace,
            'cluster-wide': '',
          };
          expect(label).toBe(expected[scope]);
          const sealed = sealValue({ certificate, label, value });
          expect(Buffer.from(sealed, 'base64')).toHaveLength(
            2 + 256 + value.length + 16,
          );
          expect(unseal(sealed, keyPair, label).equals(value)).toBe(true);
          expect(sealValue({ certificate, label, value })).not.toBe(sealed);
          expect(() => unseal(sealed, keyPair, `${label}x`)).toThrow();
          expect(() => unseal(sealed, other, label)).toThrow();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses too much, and names that Kubernetes would refuse', () => {
    const label = 'ns/name';
    const seal = (value: Uint8Array) =>
      sealValue({ certificate, label, value });
    expect(() => seal(new Uint8Array(SECRET_SIZE_LIMIT + 1))).toThrow(
      'A value of 1048577 bytes cannot be sealed: a Secret holds at most 1048576 bytes',
    );
    for (const target of [
      { scope: 'strict', namespace: 'a/b', name: 'c' },
      { scope: 'strict', namespace: '', name: 'c' },
      { scope: 'strict', namespace: 'a', name: 'C' },
      { scope: 'wide', namespace: 'a', name: 'c' },
    ]) {
      expect(() =>
        sealingLabel({ ...target, scope: target.scope as SealingScope }),
      ).toThrow(/is not/);
    }
  });
});

describe('parseSealingCertificate', () => {
  it('reads the certificate, its validity and its fingerprint', () => {
    // A certificate made by openssl; the fingerprint is ssh-keygen's.
    const known = parseSealingCertificate(
      `some text before\n${KNOWN_CERTIFICATE}\n${KNOWN_CERTIFICATE}`,
    );
    expect(known.fingerprint).toBe(KNOWN_FINGERPRINT);
    expect(known.pem.trim()).toBe(KNOWN_CERTIFICATE.trim());
    expect(certificate.notBefore.toISOString()).toBe(
      '2026-01-01T00:00:00.000Z',
    );
    expect(certificate.notAfter.toISOString()).toBe('2036-01-01T00:00:00.000Z');
    expect(certificate.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    const windows = keyPair.certificate.replace(/\n/g, '\r\n');
    expect(parseSealingCertificate(windows).fingerprint).toBe(
      certificate.fingerprint,
    );
  });

  it('refuses what is not an RSA certificate, without quoting it', () => {
    const canary = createHash('sha256').update('canary').digest('base64');
    const inputs = [
      ['', /no PEM block/],
      [canary, /no PEM block/],
      [
        `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
        /no PEM block/,
      ],
      [
        `-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----`,
        /damaged/,
      ],
      [createSealingKeyPair({ kind: 'ec' }).certificate, /sealed with RSA/],
      [
        keyPair.certificate + createSealingKeyPair().certificate,
        /one of 2 in its text, and they are no chain/,
      ],
      [
        `${keyPair.certificate}-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----`,
        /damaged/,
      ],
    ] as const;
    for (const [input, message] of inputs) {
      let error: unknown;
      try {
        parseSealingCertificate(input);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ name: 'InputError' });
      expect(String(error)).toMatch(message);
      expect(String((error as Error).stack)).not.toContain(canary);
    }
  });

  it('refuses a certificate outside its validity', () => {
    const at = (date: string) => () =>
      assertCertificateIsCurrent(certificate, new Date(date));
    expect(at('2026-11-22T00:00:00Z')).not.toThrow();
    expect(at('2036-01-02T00:00:00Z')).toThrow(
      /expired on 2036-01-01T00:00:00.000Z: fetch the current one/,
    );
    expect(at('2025-12-31T00:00:00Z')).toThrow(
      /valid only from 2026-01-01T00:00:00.000Z/,
    );
  });
});

describe('generateValue', () => {
  it('draws from the alphabet, evenly, and refuses what could be guessed', () => {
    expect(generateValue()).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(generateValue()).not.toBe(generateValue());
    const drawn = generateValue({ length: 4096, alphabet: 'abcd' });
    for (const letter of 'abcd') {
      const share = drawn.split(letter).length - 1;
      expect(share).toBeGreaterThan(850);
      expect(share).toBeLessThan(1200);
    }
    // A remainder of random bytes would favour the first eight of 62 letters: 15.6 % instead of 12.9 %.
    const many = Array.from({ length: 50 }, () =>
      generateValue({ length: 4096 }),
    );
    const first = many.join('').replace(/[^A-H]/g, '').length / (50 * 4096);
    expect(first).toBeGreaterThan(0.122);
    expect(first).toBeLessThan(0.136);
    expect(() => generateValue({ length: 8 })).toThrow(/could be guessed/);
    expect(() => generateValue({ length: 1.5 })).toThrow(/whole number/);
    expect(() => generateValue({ length: 99999 })).toThrow(/whole number/);
    expect(() => generateValue({ alphabet: '' })).toThrow(/printable ASCII/);
    expect(() => generateValue({ alphabet: 'aé' })).toThrow(/printable ASCII/);
    expect(() => generateValue({ alphabet: 'aab' })).toThrow(/twice/);
  });
});
