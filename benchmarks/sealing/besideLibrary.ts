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

import { randomBytes } from 'node:crypto';
import {
  sealValue,
  sealingLabel,
} from '@safekeep/backstage-plugin-safekeep-node';
import { unseal } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { buildAnchor, measureAnchor } from '../anchors/buildAnchor';
import { makeTestCertificate } from '../anchors/testCertificate';
import { Benchmark } from '../Figure';
import { inTurn, processorTimeOf } from '../rounds';

const VALUES = 4000;
const QUICK_VALUES = 1000;
const BYTES = 32;

/** Sealing values one after the other, by us and by the Go library of sealed-secrets. */
export const sealing: Benchmark = {
  figures: [
    {
      name: 'library',
      title: `values of ${BYTES} bytes sealed, RSA with 4096 bits`,
      unit: 'values per second of processor time',
      anchor: 'crypto.HybridEncrypt of sealed-secrets 0.36.6',
      goal: { ratio: { atLeast: 2 } },
    },
  ],
  async measure(options) {
    const measure = await buildAnchor('measure', options);
    const { certificate, file, keyPair } = await makeTestCertificate();
    const values = options.quick ? QUICK_VALUES : VALUES;
    options.onProgress(`sealing ${values} values a round`);
    const label = sealingLabel({
      namespace: 'observer-prod',
      name: 'observer-secrets',
      scope: 'strict',
    });
    const value = randomBytes(BYTES);
    const library = await inTurn(
      options.rounds,
      () => {
        let sealed = '';
        const seconds = processorTimeOf(() => {
          for (let count = 0; count < values; count++) {
            sealed = sealValue({ certificate, label, value });
          }
        });
        if (!unseal(sealed, keyPair, label).equals(value)) {
          throw new Error('what we sealed does not open');
        }
        return values / seconds;
      },
      async () => {
        const { cpuSeconds, sample } = await measureAnchor(measure, [
          'library',
          file,
          String(values),
          String(BYTES),
          label,
        ]);
        if (unseal(sample, keyPair, label).length !== BYTES) {
          throw new Error('what the library sealed does not open');
        }
        return values / cpuSeconds;
      },
    );
    return { library };
  },
};
