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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { generateKeyPairSync } from 'node:crypto';
import { parseSealingCertificate } from '@safekeep/backstage-plugin-safekeep-node';
import { selfSignedCertificate } from '../../certificates/selfSignedCertificate';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ClusterTarget } from '../ClusterTarget';
import { eventually, pause } from '../eventually';
import { PREFIX, SEALED_SECRETS, SealingBench } from './SealingBench';

/** SealedSecrets that do not open, and what the controller says of each. */
export function describeUnsealingRefusals(target: () => ClusterTarget): void {
  describe('what does not open', () => {
    let bench: SealingBench;

    const cases: Array<{
      name: string;
      made: (name: string) => KubernetesObject;
      says: string;
    }> = [
      {
        name: 'sealed-for-another-name',
        made: name => sealed(name, bench.seal('other', 'v')),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'sealed-for-another-namespace',
        made: name =>
          sealed(name, bench.seal(name, 'v', { namespace: 'elsewhere' })),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'sealed-in-a-wider-scope',
        made: name =>
          sealed(name, bench.seal(name, 'v', { scope: 'cluster-wide' })),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'scope-in-the-template-only',
        made: name =>
          bench.sealedSecret(
            name,
            { K: bench.seal(name, 'v', { scope: 'namespace-wide' }) },
            {
              template: {
                metadata: {
                  annotations: { [`${PREFIX}/namespace-wide`]: 'true' },
                },
              },
            },
          ),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'sealed-with-a-foreign-certificate',
        made: name =>
          sealed(name, bench.seal(name, 'v', { certificate: foreign() })),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'too-short',
        made: name => sealed(name, 'QUJD'),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'empty',
        made: name => sealed(name, ''),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'cut-off',
        made: name => sealed(name, bench.seal(name, 'v').slice(0, -8)),
        says: 'no key could decrypt secret (K)',
      },
      {
        name: 'no-base64',
        made: name => sealed(name, 'plain text!'),
        says: 'illegal base64 data at input byte 5 (K)',
      },
      {
        name: 'unpadded',
        made: name => sealed(name, 'QUJDQUI'),
        says: 'illegal base64 data at input byte 4 (K)',
      },
      {
        name: 'half-padded',
        made: name => sealed(name, 'QQ='),
        says: 'illegal base64 data at input byte 3 (K)',
      },
      {
        name: 'padded-inside',
        made: name => sealed(name, 'QQ==QQ=='),
        says: 'illegal base64 data at input byte 4 (K)',
      },
    ];

    function sealed(name: string, value: string): KubernetesObject {
      return bench.sealedSecret(name, { K: value });
    }

    function foreign() {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 4096,
      });
      const day = 24 * 60 * 60 * 1000;
      return parseSealingCertificate(
        selfSignedCertificate({
          publicKey,
          privateKey,
          notBefore: new Date(Date.now() - day),
          notAfter: new Date(Date.now() + day),
        }),
      );
    }

    beforeAll(async () => {
      bench = await SealingBench.create(target());
      await Promise.all(
        cases.map(async ({ name, made }) =>
          bench.space.create(SEALED_SECRETS, made(name)),
        ),
      );
    });
    afterAll(async () => bench.remove());

    it.each(cases)('$name: $says', async ({ name, says }) => {
      await bench.untilSynced(name, {
        observedGeneration: 1,
        status: 'False',
        message: says,
      });
      await bench.untilGivenUp(name, {
        reason: 'ErrUnsealFailed',
        message: `Failed to unseal: ${says}`,
      });
      expect(await bench.space.exists(`secrets/${name}`)).toBe(false);
    });

    it('names every key that does not open, and keeps the Secret as it was', async () => {
      await bench.createSealed('half', { A: '1' });
      await eventually(
        async () => expect(await bench.valuesOf('half')).toEqual({ A: '1' }),
        target().patienceMs,
      );
      await bench.space.patch(`${SEALED_SECRETS}/half`, {
        spec: {
          encryptedData: {
            A: bench.seal('half', '2'),
            B: bench.seal('other', '2'),
            C: bench.seal('other', '2'),
          },
        },
      });
      await eventually(async () => {
        const { message, ...synced } = await bench.synced('half');
        expect(synced).toEqual({ observedGeneration: 2, status: 'False' });
        // In the order of a map in Go, which is none.
        expect([
          'no key could decrypt secret (B, C)',
          'no key could decrypt secret (C, B)',
        ]).toContain(message);
      }, target().patienceMs);
      expect(await bench.valuesOf('half')).toEqual({ A: '1' });
    });

    it('is taken up when it is sealed anew, and forgets what was wrong', async () => {
      const name = 'sealed-for-another-name';
      await bench.reseal(name, { K: 'mended' });
      await bench.untilSynced(name, {
        observedGeneration: 2,
        status: 'True',
        message: undefined,
      });
      expect(await bench.valuesOf(name)).toEqual({ K: 'mended' });
    });

    it('is not tried again for a scope that is put right in the metadata alone', async () => {
      const name = 'scope-in-the-template-only';
      await bench.space.patch(`${SEALED_SECRETS}/${name}`, {
        metadata: { annotations: { [`${PREFIX}/namespace-wide`]: 'true' } },
      });
      await pause(1000);
      expect(await bench.synced(name)).toMatchObject({
        observedGeneration: 1,
        status: 'False',
      });
    });
  });
}
