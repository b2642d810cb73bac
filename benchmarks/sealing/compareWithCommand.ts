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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
import { buildAnchors, measureAnchor } from '../anchors/buildAnchors';
import {
  makeTestCertificate,
  TestCertificate,
} from '../anchors/testCertificate';
import { Comparison, inTurn, ratiosOf, spreadOf } from '../Comparison';

const ROUNDS = 7;
const SECRETS = 50;
/** A single round of ours would be too short to be counted well. */
const OURS = 500;
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
export async function compareOneValue(): Promise<Comparison> {
  const values = new Map([[KEY, Buffer.from(VALUE)]]);
  return compareWithCommand(
    'a Secret of one value sealed',
    ONE_VALUE,
    certificate =>
      sealIntoManifest({ ...SECRET, certificate, values, now: new Date() })
        .text,
    'at least 50',
  );
}

/**
 * A plain file of seven values turned into a SealedSecret. Ours edits the
 * kustomization and the workloads besides, and writes the pull request's text.
 */
export async function compareConversion(): Promise<Comparison> {
  const files = observerFiles();
  const plain = files
    .get(PLAIN)!
    .replace('metadata:\n', `metadata:\n  namespace: ${SECRET.namespace}\n`);
  return compareWithCommand(
    'a plain file of 7 values converted, with the service around it',
    plain,
    certificate => {
      const { changes, path } = sealSecret(files, {
        ...SECRET,
        certificate,
        now: new Date(),
      });
      return changes.find(change => change.path === path)!.content!;
    },
    'none: the wrapping of 7 session keys alone allows about 30',
  );
}

async function compareWithCommand(
  what: string,
  plain: string,
  seal: (certificate: TestCertificate['certificate']) => string,
  goal: string,
): Promise<Comparison> {
  const anchors = await buildAnchors();
  const certificate = await makeTestCertificate();
  const folder = await mkdtemp(join(tmpdir(), 'safekeep-benchmark-'));
  try {
    const secret = join(folder, 'secret.yaml');
    await writeFile(secret, plain);
    const rounds = await inTurn(
      ROUNDS,
      () => {
        const before = process.cpuUsage();
        let sealed = '';
        for (let count = 0; count < OURS; count++) {
          sealed = seal(certificate.certificate);
        }
        const { user, system } = process.cpuUsage(before);
        assertOpens(sealed, certificate);
        return (user + system) / 1e6 / OURS;
      },
      async () => {
        const { cpuSeconds, sample } = await measureAnchor(anchors, [
          'command',
          certificate.file,
          String(SECRETS),
          anchors.kubeseal,
          secret,
        ]);
        assertOpens(sample, certificate);
        return cpuSeconds / SECRETS;
      },
    );
    return {
      what,
      unit: 'CPU-seconds',
      ours: { ...spreadOf(rounds.ours), each: 'Secret' },
      anchor: {
        ...spreadOf(rounds.anchor),
        each: 'Secret',
        name: 'kubeseal 0.36.6 --cert, one process for each Secret',
      },
      ratios: ratiosOf(rounds),
      goal,
    };
  } finally {
    await rm(folder, { recursive: true });
    await certificate.remove();
    await anchors.remove();
  }
}

function assertOpens(text: string, { keyPair }: TestCertificate): void {
  const value = unseal(
    parse(text).spec.encryptedData[KEY],
    keyPair,
    sealingLabel({ ...SECRET, scope: 'strict' }),
  );
  if (value.toString() !== VALUE) {
    throw new Error('What was sealed does not open');
  }
}
