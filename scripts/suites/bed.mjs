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

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { COMMAND } from '../cluster/testbed.mjs';
import { run } from '../process/run.mjs';

const PROCESSES = '/var/lib/safekeep-testbed/processes';

/** What a killed run would leave behind: half a cluster, and its containers. */
const KILLED = ['kubelet', 'containerd', 'kube-apiserver', 'gitea'];

/**
 * What this machine looks like to everybody else: mounts, interfaces, and the
 * chains and rules of its packet filter.
 */
export async function lookAtMachine() {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  const links = await run('ip', ['-o', 'link', 'show']);
  const rules = await run('iptables-save', []);
  return new Set([
    ...mounts.map(line => line.split(' ')[1]).filter(Boolean),
    ...links.output.split('\n').map(line => line.split(':')[1]?.trim()),
    // Built-in chains are there once anybody has looked.
    ...rules.output
      .split('\n')
      .filter(line => line.startsWith('-A') || /^:\S+ - /.test(line))
      .map(line => line.replace(/\[\d+:\d+\]/, '').trim()),
  ]);
}

/**
 * Kills parts of a test bed that is up, brings it up again, and ends it: nothing
 * that was not there before may be there afterwards.
 *
 * @param {Set<string>} options.before what {@link lookAtMachine} saw before it
 * was up
 * @returns {Promise<import('./result.mjs').SuiteResult>}
 */
export async function bed({ root, node, environment, before, onLine }) {
  const testbed = args =>
    run(node, [path.join(root, COMMAND), ...args], {
      cwd: root,
      env: environment,
      onLine,
    });
  const failures = [];
  const check = async (name, work) => {
    try {
      await work();
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  };
  const assertStatus = ({ status, output }, expected) => {
    if (status !== expected) throw new Error(`status ${status}\n${output}`);
  };

  const checks = {
    'says which processes were killed': async () => {
      await killParts();
      const { status, output } = await testbed(['status']);
      if (status !== 1 || !KILLED.every(name => output.includes(name))) {
        throw new Error(`status ${status}\n${output}`);
      }
    },
    'comes up again over what a killed run has left': async () => {
      const started = Date.now();
      assertStatus(await testbed(['up']), 0);
      assertStatus(await testbed(['status']), 0);
      const seconds = Math.round((Date.now() - started) / 1000);
      onLine(`a second start took ${seconds} s`);
      console.error(`A second start of the test bed took ${seconds} s`);
    },
    'leaves nothing when it ends': async () => {
      assertStatus(await testbed(['down']), 0);
      assertStatus(await testbed(['status']), 0);
      const after = await lookAtMachine();
      const left = [...after].filter(thing => !before.has(thing));
      if (left.length > 0) throw new Error(`left: ${left.join(', ')}`);
    },
  };
  for (const [name, work] of Object.entries(checks)) await check(name, work);
  return {
    passed: Object.keys(checks).length - failures.length,
    failed: failures.length,
    skipped: [],
    output: failures.join('\n\n'),
  };
}

async function killParts() {
  const files = await readdir(PROCESSES);
  for (const name of KILLED) {
    const file = `${name}.json`;
    if (!files.includes(file)) throw new Error(`${name} was never started`);
    const { pid } = JSON.parse(
      await readFile(path.join(PROCESSES, file), 'utf8'),
    );
    process.kill(pid, 'SIGKILL');
  }
}
