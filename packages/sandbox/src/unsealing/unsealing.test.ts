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
  parseSealingCertificate,
  sealingLabel,
  SealingScope,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import fc from 'fast-check';
import { X509Certificate } from 'node:crypto';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { SealingKeys } from './SealingKeys';
import { unsealData } from './unsealSecret';
import { unsealValue } from './unsealValue';

const now = () => new Date('2026-02-04T10:00:00Z');
const SCOPES: SealingScope[] = ['strict', 'namespace-wide', 'cluster-wide'];

function sealedSecret(
  scope: SealingScope,
  encryptedData: Record<string, unknown>,
  target = { namespace: 'prod', name: 'db' },
): KubernetesObject {
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: {
      ...target,
      annotations:
        scope === 'strict'
          ? {}
          : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' },
    },
    spec: { encryptedData },
  };
}

describe('unsealing', () => {
  let keys: SealingKeys;

  beforeAll(async () => {
    // Short keys: what is tested does not depend on the length.
    keys = await SealingKeys.create({ now, modulusLength: 2048 });
  });

  function seal(value: Uint8Array, label: string): string {
    const certificate = parseSealingCertificate(keys.newest.certificate);
    return sealValue({ certificate, label, value });
  }

  it('opens any bytes, in every scope, that were sealed for the same place', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 2000 }),
        fc.constantFrom(...SCOPES),
        (value, scope) => {
          const target = { scope, namespace: 'prod', name: 'db' };
          const sealed = seal(value, sealingLabel(target));
          const opened = unsealData(sealedSecret(scope, { K: sealed }), keys);
          expect(opened.get('K')).toEqual(Buffer.from(value));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('opens nothing of which a single bit was changed', () => {
    const sealed = Buffer.from(
      seal(Buffer.from('correct horse'), 'prod/db'),
      'base64',
    );
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), bit => {
        const changed = Buffer.from(sealed);
        // eslint-disable-next-line no-bitwise
        changed[Math.floor(bit / 8)] ^= 1 << bit % 8;
        const { privateKey } = keys.newest;
        expect(
          unsealValue(changed, { privateKey, label: 'prod/db' }),
        ).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('opens nothing that was cut off, and no other bytes either', () => {
    const { privateKey } = keys.newest;
    const sealed = Buffer.from(seal(Buffer.from('x'), ''), 'base64');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), length => {
        const cut = sealed.subarray(0, length);
        expect(unsealValue(cut, { privateKey, label: '' })).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        const any = Buffer.from(bytes);
        expect(unsealValue(any, { privateKey, label: '' })).toBeUndefined();
      }),
    );
  });

  it.each([
    ['another name', 'strict', { namespace: 'prod', name: 'other' }],
    ['another namespace', 'strict', { namespace: 'dev', name: 'db' }],
    [
      'another namespace, namespace-wide',
      'namespace-wide',
      { namespace: 'dev', name: 'db' },
    ],
  ] as const)('does not open for %s', (_what, scope, target) => {
    const label = sealingLabel({ scope, namespace: 'prod', name: 'db' });
    const sealed = seal(Buffer.from('x'), label);
    expect(() =>
      unsealData(sealedSecret(scope, { B: sealed, A: sealed }, target), keys),
    ).toThrow('no key could decrypt secret (A, B)');
  });

  it('does not open in another scope than it was sealed in', () => {
    const sealed = seal(Buffer.from('x'), 'prod/db');
    const run = (scope: SealingScope) => () =>
      unsealData(sealedSecret(scope, { A: sealed }), keys);
    const message = 'no key could decrypt secret (A)';
    expect(run('namespace-wide')).toThrow(message);
    expect(run('cluster-wide')).toThrow(message);
  });

  it('says which value is no base64 and where', () => {
    const sealed = seal(Buffer.from('x'), 'prod/db');
    const run = (value: string) => () =>
      unsealData(sealedSecret('strict', { OK: sealed, K: value }), keys);
    expect(run('plain text')).toThrow(
      'illegal base64 data at input byte 5 (K)',
    );
    expect(run('YWJj====')).toThrow('illegal base64 data at input byte');
    // What is base64 but no sealed value was "sealed with another key".
    expect(run('YWJj')).toThrow('no key could decrypt secret (K)');
  });

  it('takes a value that is not text for an empty one, as the real controller does', () => {
    const sealed = seal(Buffer.from('x'), 'prod/db');
    const run = () =>
      unsealData(sealedSecret('strict', { A: sealed, B: 5 }), keys);
    expect(run).toThrow('no key could decrypt secret (B)');
  });

  it('still opens with an old key after a new one was made, and not with a foreign one', async () => {
    const before = seal(Buffer.from('old'), 'prod/db');
    await keys.renew();
    const after = seal(Buffer.from('new'), 'prod/db');
    const opened = unsealData(
      sealedSecret('strict', { A: before, B: after }),
      keys,
    );
    expect(opened.get('A')?.toString()).toBe('old');
    expect(opened.get('B')?.toString()).toBe('new');
    const foreign = await SealingKeys.create({ now, modulusLength: 2048 });
    expect(() =>
      unsealData(sealedSecret('strict', { A: before }), foreign),
    ).toThrow('no key could decrypt secret (A)');
  });

  it('never puts a value into an error', () => {
    const canary = 'canary-4711';
    const messageFor = (value: string): string => {
      try {
        unsealData(sealedSecret('strict', { K: value }), keys);
        return 'opened what it must not';
      } catch (error) {
        return String(error);
      }
    };
    for (const value of [canary, seal(Buffer.from(canary), 'elsewhere')]) {
      expect(messageFor(value)).toContain('(K)');
      expect(messageFor(value)).not.toContain(canary);
    }
  });

  it('has certificates that others can read, valid for ten years', () => {
    const certificate = new X509Certificate(keys.newest.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(keys.newest.privateKey)).toBe(true);
    expect(new Date(certificate.validFrom)).toEqual(now());
    expect(new Date(certificate.validTo)).toEqual(
      new Date('2036-02-04T10:00:00Z'),
    );
  });
});
