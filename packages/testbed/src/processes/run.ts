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

/** How {@link run} runs a command. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What the command reads. */
  input?: string;
  /** Sees each line that the command prints, as it comes. */
  onLine?: (line: string) => void;
  /** Statuses other than 0 that are no failure. */
  accept?: number[];
  signal?: AbortSignal;
}

/**
 * Runs a command to its end and resolves to what it printed on standard output.
 *
 * @throws Error with the last lines that it printed, when it fails.
 */
export async function run(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<string> {
  const { cwd, env, input, onLine, accept = [], signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal });
    // A character's bytes may come in two chunks.
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    let output = '';
    let everything = '';
    let rest = '';
    const take = (chunk: string) => {
      everything = (everything + chunk).slice(-8000);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line => onLine?.(line));
    };
    child.stdout.on('data', chunk => {
      output += chunk;
      take(chunk);
    });
    child.stderr.on('data', take);
    child.on('error', reject);
    // What does not read its input ends before it was given all of it.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    child.on('close', status => {
      if (status === 0 || accept.includes(status ?? -1)) {
        resolve(output);
        return;
      }
      const words = [command.split('/').pop(), ...args.slice(0, 3)].join(' ');
      const last = everything.trim().split('\n').slice(-12).join('\n');
      reject(new Error(`${words} … ended with ${status}:\n${last}`));
    });
  });
}

/** Whether a command ends well; what it prints is of no interest. */
export async function succeeds(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<boolean> {
  return run(command, args, options).then(
    () => true,
    () => false,
  );
}
