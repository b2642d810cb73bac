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

/** Who wrote or made a commit, and when. */
export interface Signature {
  name: string;
  email: string;
  /** ISO 8601. */
  date: string;
}

/** A commit as the forge shows it. */
export interface Commit {
  id: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

const FORMAT = '%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%B';

function parseCommits(output: Buffer): Commit[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter(record => record !== '')
    .map(record => {
      const [id, tree, parents, an, ae, ad, cn, ce, cd, ...message] =
        record.split('\x1f');
      return {
        id: id.trim(),
        tree,
        parents: parents.split(' ').filter(parent => parent !== ''),
        author: { name: an, email: ae, date: ad },
        committer: { name: cn, email: ce, date: cd },
        message: message.join('\x1f').replace(/\n+$/, ''),
      };
    });
}

/** The history of a commit, newest first. */
export async function listCommits(
  repository: BareRepository,
  options: {
    from: string;
    /** Leaves out what this commit already has. */
    except?: string;
    path?: string;
    limit?: number;
    skip?: number;
  },
): Promise<Commit[]> {
  const { from, except, path, limit = 30, skip = 0 } = options;
  const { stdout } = await repository.git([
    'log',
    '-z',
    `--format=${FORMAT}`,
    `--max-count=${limit}`,
    `--skip=${skip}`,
    from,
    ...(except ? [`^${except}`] : []),
    ...(path ? ['--', path] : ['--']),
  ]);
  return parseCommits(stdout);
}

/** One commit by its object name. */
export async function readCommit(
  repository: BareRepository,
  id: string,
): Promise<Commit> {
  const [commit] = await listCommits(repository, { from: id, limit: 1 });
  return commit;
}

/** Where two branches last were one. */
export async function findMergeBase(
  repository: BareRepository,
  a: string,
  b: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await repository.git(['merge-base', a, b], {
    allowedExitCodes: [1],
  });
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

/** Whether all of `ancestor` is already in `descendant`. */
export async function isAncestor(
  repository: BareRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const { exitCode } = await repository.git(
    ['merge-base', '--is-ancestor', ancestor, descendant],
    { allowedExitCodes: [1] },
  );
  return exitCode === 0;
}
