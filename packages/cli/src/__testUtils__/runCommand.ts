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
import { resolve } from 'node:path';

const COMMAND = resolve(__dirname, '../../bin/safekeep');

/** How a run of the command ended. */
export interface CommandRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command as a process of its own. */
export async function runCommand(
  args: string[],
  options: {
    cwd: string;
    stdin?: string | Buffer;
    env?: NodeJS.ProcessEnv;
    command?: string;
  },
): Promise<CommandRun> {
  const { cwd, stdin = '', env, command = COMMAND } = options;
  // Jest's own settings are not those of a person's shell.
  const { NODE_OPTIONS, NODE_ENV, ...inherited } = process.env;
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...inherited, ...env },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', part => stdout.push(part));
  child.stderr.on('data', part => stderr.push(part));
  // Who does not read its input ends before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const status = await new Promise<number | null>((done, reject) => {
    child.on('error', reject);
    child.on('close', done);
  });
  return {
    status,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
}
