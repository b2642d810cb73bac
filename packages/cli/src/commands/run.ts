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
import { validate } from 'jsonschema';
import { createActionContext } from '../actions/createActionContext';
import { createActions } from '../actions/createActions';
import { readJsonObject } from '../files/readText';

/** Options of `safekeep run`. */
export interface RunOptions {
  workspace: string;
  input: string;
  secrets?: string;
  config?: string;
  controller?: string;
  dryRun?: boolean;
}

/** `safekeep run`: runs an action on a folder and prints its outputs. */
export async function run(id: string, options: RunOptions): Promise<void> {
  if (options.input === '-' && options.secrets === '-') {
    throw new InputError(
      'Only one of --input and --secrets can be read from standard input',
    );
  }
  const actions = await createActions({
    configFile: options.config,
    controller: options.controller,
  });
  const action = actions.find(candidate => candidate.id === id);
  if (!action) {
    throw new InputError(
      `There is no action ${id}; there are ${actions
        .map(known => known.id)
        .join(', ')}`,
    );
  }
  const input = await readJsonObject(options.input, 'input file');
  const secrets = await readSecrets(options.secrets);
  if (action.schema?.input) {
    const { errors } = validate(input, action.schema.input);
    if (errors.length > 0) {
      throw new InputError(
        `The input does not fit action ${id}: ${errors
          .map(({ property, message }) => `${property} ${message}`)
          .join('; ')}`,
      );
    }
  }
  const { context, outputs } = await createActionContext({
    workspace: options.workspace,
    input,
    secrets,
    isDryRun: options.dryRun,
  });
  await action.handler(context);
  process.stdout.write(`${JSON.stringify(outputs, undefined, 2)}\n`);
}

async function readSecrets(
  path: string | undefined,
): Promise<Record<string, string>> {
  if (path === undefined) {
    return {};
  }
  const secrets = await readJsonObject(path, 'secrets file');
  for (const [key, value] of Object.entries(secrets)) {
    if (typeof value !== 'string') {
      throw new InputError(
        `The secrets file ${path} has a value of ${key} that is not a string`,
      );
    }
  }
  return secrets as Record<string, string>;
}
