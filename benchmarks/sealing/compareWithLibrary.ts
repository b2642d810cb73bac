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
import { buildAnchors, measureAnchor } from '../anchors/buildAnchors';
import { makeTestCertificate } from '../anchors/testCertificate';
import { Comparison, inTurn, ratiosOf, spreadOf } from '../Comparison';

const ROUNDS = 7;
const VALUES = 4000;
const BYTES = 32;

/** Sealing values one after the other, by us and by the Go library of sealed-secrets. */
export async function compareWithLibrary(): Promise<Comparison> {
  const anchors = await buildAnchors();
  const { certificate, file, keyPair, remove } = await makeTestCertificate();
  try {
    const label = sealingLabel({
      namespace: 'observer-prod',
      name: 'observer-secrets',
      scope: 'strict',
    });
    const value = randomBytes(BYTES);
    const rounds = await inTurn(
      ROUNDS,
      () => {
        const before = process.cpuUsage();
        let sealed = '';
        for (let count = 0; count < VALUES; count++) {
          sealed = sealValue({ certificate, label, value });
        }
        const { user, system } = process.cpuUsage(before);
        if (!unseal(sealed, keyPair, label).equals(value)) {
          throw new Error('What we sealed does not open');
        }
        return (user + system) / 1e6;
      },
      async () => {
        const { cpuSeconds, sample } = await measureAnchor(anchors, [
          'library',
          file,
          String(VALUES),
          String(BYTES),
          label,
        ]);
        if (unseal(sample, keyPair, label).length !== BYTES) {
          throw new Error('What the library sealed does not open');
        }
        return cpuSeconds;
      },
    );
    return {
      what: `${VALUES} values of ${BYTES} bytes sealed, RSA with 4096 bits`,
      unit: 'CPU-seconds',
      ours: { ...spreadOf(rounds.ours), each: `${VALUES} values` },
      anchor: {
        ...spreadOf(rounds.anchor),
        each: `${VALUES} values`,
        name: 'crypto.HybridEncrypt of sealed-secrets 0.36.6',
      },
      ratios: ratiosOf(rounds),
      goal: 'at least 2',
    };
  } finally {
    await remove();
    await anchors.remove();
  }
}
