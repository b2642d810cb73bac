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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  sealingLabel,
  sealIntoManifest,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { buildAnchor, measureAnchor } from '../anchors/buildAnchor';
import {
  makeTestCertificate,
  TestCertificate,
} from '../anchors/testCertificate';
import { Benchmark, MeasureOptions } from '../Figure';
import { inTurn, processorTimeOf, Rounds } from '../rounds';
import { temporaryFolder } from '../temporaryFolder';

const BY_COMMAND = 50;
const QUICK_BY_COMMAND = 15;
const UNIT = 'Secrets per second of processor time';
const ANCHOR = 'kubeseal 0.36.6 --cert, one process for each Secret';
const PLAIN = 'secrets/observer-secrets.yaml';
const SECRET = { namespace: 'observer-prod', name: 'observer-secrets' };
const KEY = 'POSTGRES_USER';
const VALUE = 'observer';

const ONE_VALUE = `apiVersion: v1
kind: Secret
metadata:
  namespace: ${SECRET.namespace}
  name: ${SECRET.name}
stringData:
  ${KEY}: ${VALUE}
`;

/** A Secret with one value, from the value to the text of the SealedSecret. */
export const oneValue: Benchmark = {
  figures: [
    {
      name: 'kubeseal',
      title: 'Secrets of one value sealed, in a process that runs already',
      unit: UNIT,
      anchor: ANCHOR,
      goal: { ratio: { atLeast: 50 } },
    },
  ],
  async measure(options) {
    const values = new Map([[KEY, Buffer.from(VALUE)]]);
    return {
      kubeseal: await besideCommand(
        options,
        ONE_VALUE,
        // Fewer would be too short to be counted well.
        1000,
        certificate =>
          sealIntoManifest({ ...SECRET, certificate, values, now: new Date() })
            .text,
      ),
    };
  },
};

/**
 * A plain file of seven values turned into a SealedSecret. Ours edits the
 * kustomization and the workloads besides, and writes the pull request's text.
 */
export const conversion: Benchmark = {
  figures: [
    {
      name: 'convert',
      title: 'plain files of 7 values converted, with the service around them',
      unit: UNIT,
      anchor: ANCHOR,
      whyNoGoal:
        'no goal was set: kubeseal does none of the work around the sealing, and the wrapping of 7 session keys alone allows a ratio of about 30',
    },
  ],
  async measure(options) {
    const files = observerFiles();
    const plain = files
      .get(PLAIN)!
      .replace('metadata:\n', `metadata:\n  namespace: ${SECRET.namespace}\n`);
    return {
      convert: await besideCommand(
        options,
        plain,
        options.quick ? 100 : 500,
        certificate => {
          const { changes, path } = sealSecret(files, {
            ...SECRET,
            certificate,
            now: new Date(),
          });
          return changes.find(change => change.path === path)!.content!;
        },
      ),
    };
  },
};

async function besideCommand(
  options: MeasureOptions,
  plain: string,
  ours: number,
  seal: (certificate: TestCertificate['certificate']) => string,
): Promise<Rounds> {
  const measure = await buildAnchor('measure', options);
  const kubeseal = await buildAnchor('kubeseal', options);
  const certificate = await makeTestCertificate();
  const folder = await temporaryFolder();
  const byCommand = options.quick ? QUICK_BY_COMMAND : BY_COMMAND;
  options.onProgress(`sealing ${ours} Secrets a round, kubeseal ${byCommand}`);
  const secret = join(folder, 'secret.yaml');
  await writeFile(secret, plain);
  return await inTurn(
    options.rounds,
    () => {
      let sealed = '';
      const seconds = processorTimeOf(() => {
        for (let count = 0; count < ours; count++) {
          sealed = seal(certificate.certificate);
        }
      });
      assertOpens(sealed, certificate);
      return ours / seconds;
    },
    async () => {
      const { cpuSeconds, sample } = await measureAnchor(measure, [
        'command',
        certificate.file,
        String(byCommand),
        kubeseal,
        secret,
      ]);
      assertOpens(sample, certificate);
      return byCommand / cpuSeconds;
    },
  );
}

function assertOpens(text: string, { keyPair }: TestCertificate): void {
  const value = unseal(
    parse(text).spec.encryptedData[KEY],
    keyPair,
    sealingLabel({ ...SECRET, scope: 'strict' }),
  );
  if (value.toString() !== VALUE) {
    throw new Error('what was sealed does not open');
  }
}
