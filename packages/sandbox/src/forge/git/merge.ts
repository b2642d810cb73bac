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

import { ConflictError } from '@backstage/errors';
import type { BareRepository } from './BareRepository';
import { findMergeBase } from './commits';
import { MergeResult } from './MergeResult';
import { mergeByIndex } from './mergeByIndex';

/** Merges two commits without a work tree and without moving a branch. */
export async function mergeCommits(
  repository: BareRepository,
  options: { base: string; head: string },
): Promise<MergeResult> {
  const { base, head } = options;
  const ancestor = await findMergeBase(repository, base, head);
  if (!ancestor) {
    throw new ConflictError(
      `The two branches of ${repository.fullName} have no commit in common`,
    );
  }
  return (
    (await mergeByMergeTree(repository, options)) ??
    mergeByIndex(repository, { ancestor, base, head })
  );
}

/** With `git merge-tree --write-tree`, which came with git 2.38. */
async function mergeByMergeTree(
  repository: BareRepository,
  { base, head }: { base: string; head: string },
): Promise<MergeResult | undefined> {
  const { exitCode, stdout } = await repository.git(
    [
      'merge-tree',
      '--write-tree',
      '-z',
      '--name-only',
      '--no-messages',
      base,
      head,
    ],
    // 128 and 129: an older git that doesn't know the option.
    { allowedExitCodes: [1, 128, 129] },
  );
  if (exitCode > 1) {
    return undefined;
  }
  const [tree, ...paths] = stdout.toString('utf8').split('\0');
  return exitCode === 0
    ? { tree }
    : { conflicts: [...new Set(paths.filter(path => path !== ''))] };
}
