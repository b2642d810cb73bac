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

import { mkdtemp, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import { StderrLogger } from './StderrLogger';

/** What an action is given when it runs here, and where its outputs go. */
export async function createActionContext(options: {
  workspace: string;
  input: Record<string, unknown>;
  secrets: Record<string, string>;
  isDryRun?: boolean;
}): Promise<{
  context: ActionContext<JsonObject>;
  outputs: Record<string, JsonValue>;
}> {
  const { workspace } = options;
  const isFolder = await stat(workspace).then(
    stats => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new InputError(`The workspace ${workspace} is not a folder`);
  }
  const outputs: Record<string, JsonValue> = {};
  const context: ActionContext<JsonObject> = {
    task: { id: 'cli' },
    step: { id: 'cli', name: 'cli' },
    input: options.input as JsonObject,
    secrets: options.secrets,
    isDryRun: options.isDryRun,
    workspacePath: await realpath(workspace),
    logger: StderrLogger.create({
      redactions: Object.values(options.secrets),
    }),
    output(name, value) {
      if (value !== undefined) {
        outputs[name] = value;
      }
    },
    // Nothing is kept between two runs of the command.
    async checkpoint({ fn }) {
      return fn();
    },
    createTemporaryDirectory: () => mkdtemp(join(tmpdir(), 'safekeep-')),
    async getInitiatorCredentials() {
      throw new InputError('There is no Backstage here to be signed in to');
    },
  };
  return { context, outputs };
}
