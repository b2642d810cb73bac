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

import { lstat } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import { PlannedChange } from '@safekeep/backstage-plugin-safekeep-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { readWorkspace } from './readWorkspace';
import { workspacePathOf } from './workspacePath';
import { writeWorkspace } from './writeWorkspace';

/**
 * Reads the workspace, lets a change be planned from it, and writes that whole
 * or not at all.
 *
 * @remarks
 *
 * The checkpoint holds nothing but the paths of the files that the first run
 * of the task made. When the task is run again on a workspace that was kept,
 * these are what tells a file of that run from one of the repository's; no
 * value and no ciphertext is ever stored. What comes out the second time has
 * the same change id, which is what the pull request goes by.
 */
export async function planAndWrite<T extends PlannedChange>(options: {
  workspacePath: string;
  logger: LoggerService;
  checkpoint: (options: {
    key: string;
    fn: () => Promise<string[]>;
  }) => Promise<string[]>;
  checkpointKey: string;
  /** Names of files to read besides manifests. */
  alsoRead?: RegExp;
  plan: (files: Map<string, string>) => T;
}): Promise<T> {
  const { workspacePath, logger, plan } = options;
  const files = await readWorkspace(workspacePath, logger, options.alsoRead);
  let planned: T | undefined;
  const made = await options.checkpoint({
    key: options.checkpointKey,
    fn: async () => {
      planned = plan(files);
      const created = planned.changes
        .filter(({ action }) => action === 'create')
        .map(({ path }) => path);
      for (const path of created) {
        await assertNotThere(workspacePath, path);
      }
      return created;
    },
  });
  if (!planned) {
    for (const path of made) {
      files.delete(path);
    }
    planned = plan(files);
  }
  await writeWorkspace({
    workspacePath,
    changes: planned.changes,
    before: files,
  });
  for (const { path, action } of planned.changes) {
    logger.info(
      `${
        { create: 'Made', update: 'Changed', delete: 'Deleted' }[action]
      } ${path}`,
    );
  }
  for (const warning of planned.warnings) {
    logger.warn(warning);
  }
  return planned;
}

/** What could not be read is not taken for a file that is not there. */
async function assertNotThere(
  workspacePath: string,
  path: string,
): Promise<void> {
  const place = await workspacePathOf(workspacePath, path, 'file');
  if (await lstat(place).catch(() => undefined)) {
    throw new InputError(
      `${path} is there already and could not be read; the log says why`,
    );
  }
}
