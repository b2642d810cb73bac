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

import type { BareRepository } from './BareRepository';

/** The tree that merging two commits gives, or the files that need a person. */
export type MergeResult =
  | { tree: string; conflicts?: undefined }
  | { tree?: undefined; conflicts: string[] };

/**
 * Merges two commits without a work tree and without moving a branch.
 *
 * @remarks
 * `git merge-tree --write-tree` came with git 2.38.
 */
export async function mergeCommits(
  repository: BareRepository,
  options: { base: string; head: string },
): Promise<MergeResult> {
  const { exitCode, stdout, stderr } = await repository.git(
    [
      'merge-tree',
      '--write-tree',
      '-z',
      '--name-only',
      '--no-messages',
      options.base,
      options.head,
    ],
    { allowedExitCodes: [1, 128, 129] },
  );
  if (exitCode > 1) {
    throw new Error(
      `The sandbox merges with 'git merge-tree --write-tree', which needs git 2.38 or later: ${
        stderr.split('\n')[0]
      }`,
    );
  }
  const [tree, ...paths] = stdout.toString('utf8').split('\0');
  return exitCode === 0
    ? { tree }
    : { conflicts: [...new Set(paths.filter(path => path !== ''))] };
}
