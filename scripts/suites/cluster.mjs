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

import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../process/children.mjs';
import { JEST_OPTIONS, jestResult } from './jest.mjs';
import { readReport, skippedSuite } from './result.mjs';

/** Where they are, from the repository's top. */
const PACKAGE = 'packages/testbed';
const FOLDER = `${PACKAGE}/cluster-tests`;
const ENDING = '.test.ts';

/**
 * From the parts to the whole. Suites that only wait for a cluster run beside
 * each other, each in namespaces of its own; what breaks the cluster comes last.
 */
export const CLUSTER_STAGES = [
  [
    [
      'contract',
      'interop',
      'handover',
      'secrets',
      'controller',
      'chart',
      'passwords',
    ],
    ['create', 'migration'],
  ],
  [['phase2', 'kills', 'faults']],
];

const ORDER = CLUSTER_STAGES.flat(2);

/** Runs only when it is named, until it has been seen to pass whole a few times. */
export const BY_HAND = ['kills'];

/** What a suite needs besides a cluster with the controller. */
const NEEDS = {
  interop: ['kubeseal'],
  handover: ['kubeseal', 'forge', 'argoCd'],
  secrets: ['forge'],
  controller: ['kubeseal', 'argoCd'],
  chart: ['argoCd', 'chart'],
  create: ['kubeseal', 'forge', 'argoCd'],
  passwords: ['kubeseal', 'forge', 'argoCd', 'observer'],
  migration: ['forge', 'argoCd', 'observer', 'machine'],
  kills: ['forge', 'argoCd', 'observer', 'machine'],
  phase2: ['kubeseal', 'forge', 'argoCd', 'observer'],
  faults: ['kubeseal', 'forge', 'argoCd', 'observer', 'machine'],
};

const FACTS = {
  controller: {
    isThere: ({ sealedSecrets }) => Boolean(sealedSecrets.controllerName),
    reason: 'the cluster has no sealed-secrets controller',
  },
  kubeseal: {
    isThere: ({ tools }) => Boolean(tools.kubeseal),
    reason: 'kubeseal is not on the PATH',
  },
  forge: {
    isThere: ({ forge }) => Boolean(forge),
    reason:
      'no forge: SAFEKEEP_FORGE_URL, SAFEKEEP_FORGE_USER and SAFEKEEP_FORGE_TOKEN name a Gitea that this machine and the cluster reach',
  },
  chart: {
    isThere: ({ sealedSecrets }) => Boolean(sealedSecrets.chart),
    reason: 'the chart of the controller is only on the test bed',
  },
  argoCd: {
    isThere: ({ argoCd }) => Boolean(argoCd),
    reason: 'the cluster has no Argo CD in namespace argocd',
  },
  observer: {
    isThere: ({ images }) => Boolean(images.observer),
    reason: 'the image of the observer stand-in is only on the test bed',
  },
  machine: {
    isThere: ({ machine }) => Boolean(machine),
    reason: 'it stops parts of the cluster, which only the test bed allows',
  },
};

/** The names of all suites, in the order they run in. */
export async function clusterSuites(root) {
  const names = (await readdir(path.join(root, FOLDER)))
    .filter(name => name.endsWith(ENDING))
    .map(name => name.slice(0, -ENDING.length));
  const rank = name => (ORDER.includes(name) ? ORDER.indexOf(name) : Infinity);
  return names.sort().sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Why a suite cannot run on a cluster, or nothing when it can. */
export function whatIsMissing(suite, description) {
  const needs = ['controller', ...(NEEDS[suite] ?? [])];
  const missing = needs.filter(need => !FACTS[need].isThere(description));
  return missing.map(need => FACTS[need].reason).join('; ') || undefined;
}

/**
 * Runs one suite on the cluster that a description file is about, by Jest with
 * the settings of Backstage's unit tests.
 *
 * @returns {Promise<import('./result.mjs').SuiteResult>}
 */
export async function cluster(suite, options) {
  const { root, node, environment, only, onLine } = options;
  const { file, description } = options.testbed;
  const missing = whatIsMissing(suite, description);
  if (missing) return skippedSuite(`all of ${suite}`, missing);

  const logs = path.join(root, '.safekeep/logs/cluster');
  await mkdir(logs, { recursive: true });
  const logFile = path.join(logs, `${suite}.log`);
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-cluster-'));
  const outputFile = path.join(folder, 'report.json');
  try {
    const child = startChild(
      node,
      [
        path.join(root, 'node_modules/jest/bin/jest.js'),
        `--config=${path.join(root, FOLDER, 'jest.config.cjs')}`,
        '--runTestsByPath',
        path.join(root, FOLDER, `${suite}${ENDING}`),
        '--runInBand',
        '--ci',
        '--forceExit',
        '--json',
        `--outputFile=${outputFile}`,
        ...only,
      ],
      {
        cwd: path.join(root, PACKAGE),
        env: {
          ...environment,
          ...JEST_OPTIONS,
          CI: 'true',
          SAFEKEEP_TESTBED: file,
        },
        logFile,
        onLine,
      },
    );
    const status = await child.ended;
    return jestResult(await readReport(outputFile), {
      status,
      output: `${child.lastLines.join('\n')}\n(${logFile})`,
      only,
      reasonOfSkips: 'what it needs is not in this cluster',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
