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

import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '@backstage/errors';
import { workspacePathOf } from './workspacePath';

/** A change of one file, with what it held before. */
export interface WorkspaceChange {
  path: string;
  action: 'create' | 'update' | 'delete';
  content?: string;
}

/**
 * Makes all changes or none: every path is checked before the first is
 * touched, and what was done is undone when one fails.
 *
 * @throws InputError for a path that leaves the workspace.
 */
export async function writeWorkspace(options: {
  workspacePath: string;
  changes: WorkspaceChange[];
  /** What the files held before, to go back to. */
  before: Map<string, string>;
}): Promise<void> {
  const { workspacePath, changes, before } = options;
  const planned: Array<{ place: string; change: WorkspaceChange }> = [];
  for (const change of changes) {
    if (change.action !== 'delete' && change.content === undefined) {
      throw new InputError(`The change of '${change.path}' has no content`);
    }
    planned.push({
      change,
      place: await workspacePathOf(workspacePath, change.path, 'file'),
    });
  }
  const done: typeof planned = [];
  try {
    for (const step of planned) {
      done.push(step);
      await put(step.place, step.change.content, step.change.action);
    }
  } catch (error) {
    for (const { place, change } of done) {
      const text = before.get(change.path);
      await put(place, text, text === undefined ? 'delete' : 'update').catch(
        () => undefined,
      );
    }
    throw error;
  }
}

async function put(
  place: string,
  content: string | undefined,
  action: WorkspaceChange['action'],
): Promise<void> {
  if (action === 'delete' || content === undefined) {
    await rm(place, { force: true });
    return;
  }
  await mkdir(dirname(place), { recursive: true });
  // A rename replaces the file whole, and a symlink rather than its target.
  const temporary = `${place}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
}
