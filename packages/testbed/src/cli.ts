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

import { Command } from 'commander';
import { down } from './down';
import { assertMachine } from './machine/assertMachine';
import { Progress } from './Progress';
import { shell } from './shell';
import { describe, status, StatusLine } from './status';
import { up } from './up';

/** Runs one command of the test bed; resolves to its exit status. */
export async function main(argv: string[]): Promise<number> {
  let result = 0;
  const command = new Command('testbed')
    .description(
      'A Kubernetes cluster with sealed-secrets, Argo CD, Gitea and PostgreSQL on this machine',
    )
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : 2));
  command
    .command('up')
    .description('build what is missing, start everything')
    .action(async () => {
      const started = Date.now();
      const description = await up(new Progress());
      const seconds = Math.round((Date.now() - started) / 1000);
      print(describe(description));
      process.stdout.write(`\nThe test bed is up (${seconds} s).\n`);
    });
  command
    .command('down')
    .description('end everything, and leave nothing')
    .action(async () => {
      await assertMachine();
      await new Progress().during('Ending the test bed', down);
    });
  command
    .command('status')
    .description('what runs, and where')
    .action(async () => {
      await assertMachine();
      const lines = await status();
      print(lines);
      result = lines.every(({ isWell }) => isWell) ? 0 : 1;
    });
  command
    .command('shell')
    .description('a shell with kubectl and kubeseal for it')
    .action(async () => {
      result = await shell();
    });
  try {
    await command.parseAsync(argv, { from: 'user' });
    return result;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}

function print(lines: StatusLine[]): void {
  for (const { name, value, isWell } of lines) {
    process.stdout.write(`${isWell ? '✔' : '✖'} ${name.padEnd(20)} ${value}\n`);
  }
}
