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

import { readFile, rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess } from './identifyProcess';
import { Processes } from './Processes';
import { waitFor } from './waitFor';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the processes of a test bed', () => {
  let folder: string;
  let processes: Processes;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testbed-processes-'));
    processes = new Processes(folder);
  });
  afterEach(async () => {
    for (const name of await processes.names()) await processes.remove(name);
    await rm(folder, { recursive: true });
  });

  const start = (name: string, script: string) =>
    processes.start({ name, command: 'sh', args: ['-c', script] });
  const stateOf = async (name: string) =>
    JSON.parse(
      await readFile(join(folder, 'processes', `${name}.json`), 'utf8'),
    );

  it('are found and stopped by another run, with what they started', async () => {
    await start('parent', 'sleep 1000 & echo $! > "$0.child"; wait');
    const again = new Processes(folder);
    expect(await again.names()).toEqual(['parent']);
    expect(await again.isRunning('parent')).toBe(true);
    await again.stop('parent');
    expect(await again.isRunning('parent')).toBe(false);
    await again.startAgain('parent');
    expect(await again.isRunning('parent')).toBe(true);
    const { pid } = await stateOf('parent');
    await again.remove('parent');
    expect(await identifyProcess(pid)).toBeUndefined();
    expect(await again.names()).toEqual([]);
  });

  it('are ended when they do not end by themselves', async () => {
    await start(
      'stubborn',
      'trap "" TERM; echo ready; while :; do sleep 1; done',
    );
    await waitFor(
      'the trap',
      async () =>
        (
          await readFile(processes.logFile('stubborn'), 'utf8')
        ).includes('ready'),
      { timeoutMs: 5000, intervalMs: 20 },
    );
    await processes.stop('stubborn', 'SIGKILL');
    expect(await processes.isRunning('stubborn')).toBe(false);
  });

  it('are never a process that was given the same number later', async () => {
    await start('ended', 'true');
    await waitFor(
      'its end',
      async () => !(await processes.isRunning('ended')),
      {
        timeoutMs: 5000,
        intervalMs: 20,
      },
    );
    const state = await stateOf('ended');
    // This very process stands for the later one.
    await writeFile(
      join(folder, 'processes/ended.json'),
      JSON.stringify({ ...state, pid: process.pid }),
    );
    expect(await processes.isRunning('ended')).toBe(false);
    await processes.stop('ended');
    expect(await identifyProcess(process.pid)).toBeDefined();
  });

  it('say the end of their log when they ended too early', async () => {
    await start('failing', 'echo why >&2; exit 3');
    await waitFor(
      'its end',
      async () => !(await processes.isRunning('failing')),
      {
        timeoutMs: 5000,
        intervalMs: 20,
      },
    );
    await expect(processes.assertRunning('failing')).rejects.toThrow(
      /^failing ended \(.*failing\.log\):\nwhy$/,
    );
  });
});
