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

import { InputError } from '@backstage/errors';
import { Command, CommanderError, Option } from 'commander';
import { fail } from './fail';
import { load } from './load';

function createProgram(): Command {
  const program = new Command('safekeep')
    .description('Seals secrets and runs Safekeep’s actions, without Backstage')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .allowExcessArguments()
    .action((_, { args: [command] }: Command) => {
      throw new InputError(
        command
          ? 'unknown command; it is safekeep seal, or safekeep run'
          : 'say what to do: safekeep seal, or safekeep run',
      );
    });

  program
    .command('seal')
    .description(
      'Prints a SealedSecret with these keys, or adds them to a file',
    )
    .argument(
      '<key=@file...>',
      'a key and the file that holds its value; @- reads standard input',
    )
    .requiredOption(
      '--cert <file>',
      'sealing certificate of the controller, PEM: a file, or an address such as http://localhost:8080/v1/cert.pem behind kubectl port-forward',
    )
    .requiredOption('--namespace <namespace>', 'namespace of the secret')
    .requiredOption('--name <name>', 'name of the secret')
    .addOption(
      new Option(
        '--scope <scope>',
        'where the controller may open it; by default what --into says, else strict',
      ).choices(['strict', 'namespace-wide', 'cluster-wide']),
    )
    .option(
      '--into <file>',
      'SealedSecret to edit in place; made if it is not there',
    )
    // Loaded when it is asked for: sealing must not wait for the scaffolder.
    .action(async (assignments, options) => {
      const { seal } = await load(import('./commands/seal'));
      await seal(assignments, options);
    });

  program
    .command('run')
    .description('Runs an action on a folder and prints its outputs as JSON')
    .argument('<action>', 'for instance safekeep:secret:seal')
    .requiredOption('--workspace <folder>', 'folder that the action works in')
    .requiredOption(
      '--input <file>',
      'its input, a JSON object; - reads standard input',
    )
    .option(
      '--secrets <file>',
      'the secrets it may read, a JSON object of strings',
    )
    .option(
      '--config <file>',
      'app-config.yaml with the integrations; by default GITHUB_TOKEN is used',
    )
    .option(
      '--controller <url>',
      'the sealed-secrets controller, which re-encrypts: http://localhost:8080 behind kubectl port-forward',
    )
    .option('--dry-run', 'let the action say what it would do')
    .action(async (action, options) => {
      const { run } = await load(import('./commands/run'));
      await run(action, options);
    });

  return program;
}

/** Runs the command; errors are one line on stderr and exit status 2. */
export async function main(argv: string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      return;
    }
    fail(error);
  }
}
