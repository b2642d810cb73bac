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

import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ParsedSealingCertificate,
  parseSealingCertificate,
  renderRotateRequest,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { Benchmark, CannotMeasure, MeasureOptions } from '../Figure';
import { Rounds } from '../rounds';
import { temporaryFolder } from '../temporaryFolder';

const SECRETS = 500;
const ASKED_BARELY = 60;
const NAMESPACE = 'benchmark';
const CLI = resolve(__dirname, '../../packages/cli/bin/safekeep');

/**
 * A folder of 500 SealedSecrets re-encrypted by the command line. The anchor is
 * the pace of the controller: the same requests by themselves, each sent as
 * soon as the one before is taken.
 */
export const reencryption: Benchmark = {
  figures: [
    {
      name: 'reencrypt',
      title: `SealedSecrets re-encrypted, a folder of ${SECRETS} by the command line`,
      unit: 'SealedSecrets per second',
      anchor: 'requests to /v1/rotate of the controller by themselves',
      goal: { ratio: { atLeast: 0.95 } },
    },
  ],
  whyNotQuick: 'a round takes minutes at the pace of two a second',
  async measure(options) {
    const controller = process.env.SAFEKEEP_CONTROLLER;
    if (!controller) {
      throw new CannotMeasure(
        'SAFEKEEP_CONTROLLER is not set: kubectl -n kube-system port-forward service/sealed-secrets-controller 8080, and give http://localhost:8080',
      );
    }
    return { reencrypt: await paceOf(controller, options) };
  },
};

async function paceOf(
  controller: string,
  { rounds, onProgress }: MeasureOptions,
): Promise<Rounds> {
  const certificate = parseSealingCertificate(
    await (await fetch(`${controller}/v1/cert.pem`)).text(),
  );
  const pace: Rounds = { ours: [], anchor: [] };
  for (let round = 1; round <= rounds; round++) {
    onProgress(`re-encrypting, round ${round} of ${rounds}`);
    const folder = await temporaryFolder();
    for (let index = 0; index < SECRETS; index++) {
      const { text } = sealed(certificate, index);
      await writeFile(join(folder, `${nameOf(index)}.yaml`), text);
    }
    const start = performance.now();
    await reencryptFolder(folder, controller);
    pace.ours.push((SECRETS * 1000) / (performance.now() - start));
    pace.anchor.push(await askBarely(controller, certificate));
  }
  return pace;
}

function nameOf(index: number): string {
  return `secret-${index}`;
}

function sealed(certificate: ParsedSealingCertificate, index: number) {
  return sealIntoManifest({
    certificate,
    namespace: NAMESPACE,
    name: nameOf(index),
    values: new Map([['TOKEN', Buffer.from(`value ${index}`)]]),
    now: new Date(),
  });
}

/** How many the controller takes in a second, once its first burst is used up. */
async function askBarely(
  controller: string,
  certificate: ParsedSealingCertificate,
): Promise<number> {
  const requests = Array.from({ length: ASKED_BARELY + 10 }, (_, index) =>
    renderRotateRequest({
      namespace: NAMESPACE,
      name: nameOf(index),
      scope: 'strict',
      encryptedData: sealed(certificate, index).encryptedData,
    }),
  );
  let start = performance.now();
  for (const [index, body] of requests.entries()) {
    if (index === 10) {
      start = performance.now();
    }
    while (!(await isTaken(controller, body))) {
      await sleep(5);
    }
  }
  return (ASKED_BARELY * 1000) / (performance.now() - start);
}

async function isTaken(controller: string, body: string): Promise<boolean> {
  const response = await fetch(`${controller}/v1/rotate`, {
    method: 'POST',
    body,
  });
  await response.arrayBuffer();
  if (!response.ok && response.status !== 429) {
    throw new Error(`the controller answers HTTP ${response.status}`);
  }
  return response.ok;
}

async function reencryptFolder(
  folder: string,
  controller: string,
): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      CLI,
      'run',
      'safekeep:secret:re-encrypt',
      '--workspace',
      folder,
      '--input',
      '-',
      '--controller',
      controller,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  child.stdin.end(
    JSON.stringify({ namespace: NAMESPACE, includeCurrent: true }),
  );
  const status = await new Promise(end => {
    child.on('close', end);
    child.on('error', end);
  });
  if (status !== 0) {
    throw new Error('the command line did not re-encrypt the folder');
  }
}
