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
import { join } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { isPlainPath } from '@safekeep/backstage-plugin-safekeep-node';

/**
 * The place of a file of the workspace on this machine.
 *
 * @remarks
 *
 * The path comes from a template's input. It must be relative with plain
 * parts, and neither it nor a folder on the way may be a symlink, even one
 * that stays inside: what is written would then not be what is committed.
 *
 * @throws InputError naming `what` the path is for.
 */
export async function workspacePathOf(
  workspacePath: string,
  path: string,
  what: string,
): Promise<string> {
  if (!isPlainPath(path)) {
    throw new InputError(
      `The ${what} '${path}' must be a path inside the workspace, such as secrets/db.yaml`,
    );
  }
  let place = workspacePath;
  for (const segment of path.split('/')) {
    place = join(place, segment);
    const stats = await lstat(place).catch(() => undefined);
    if (stats?.isSymbolicLink()) {
      throw new InputError(
        `The ${what} '${path}' leads through a symlink, which is not followed`,
      );
    }
  }
  try {
    return resolveSafeChildPath(workspacePath, path);
  } catch {
    throw new InputError(`The ${what} '${path}' is outside the workspace`);
  }
}
