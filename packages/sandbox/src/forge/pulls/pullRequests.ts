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

import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { ForgeRepository } from '../RepositoryStore';
import { findMergeBase, isAncestor, listCommits } from '../git/commits';
import { mergeCommits } from '../git/merge';
import { moveBranch, writeCommit } from '../git/objects';
import type { PullRequest } from './PullRequestStore';

/** A pull request that can't be merged as it stands. */
export class NotMergeableError extends Error {
  name = 'NotMergeableError';

  constructor(message: string, readonly conflicts: string[] = []) {
    super(message);
  }
}

/** The commit from which a pull request's difference counts, and its head. */
export async function pullRequestRange(
  repository: ForgeRepository,
  pull: PullRequest,
): Promise<{ base: string; head: string }> {
  const { git } = repository;
  const base = await findMergeBase(git, pull.baseCommit, pull.headCommit);
  return { base: base ?? pull.baseCommit, head: pull.headCommit };
}

/** A pull request by its number. */
export function getPullRequest(
  repository: ForgeRepository,
  number: number,
): PullRequest {
  const pull = repository.pulls.find(number);
  if (!pull) {
    throw new NotFoundError(
      `Repository ${repository.git.fullName} has no pull request #${number}`,
    );
  }
  return pull;
}

/** Opens a pull request from one branch of the repository to another. */
export async function openPullRequest(
  repository: ForgeRepository,
  options: {
    title: string;
    body: string;
    head: string;
    base: string;
    draft?: boolean;
    author: string;
  },
): Promise<PullRequest> {
  const { git, pulls } = repository;
  const { title, body, base, draft = false, author } = options;
  const head = options.head.replace(/^[^:/]+:/, '');
  if (!title.trim()) {
    throw new InputError('A pull request needs a title');
  }
  const headCommit = await git.branchCommit(head);
  const baseCommit = await git.branchCommit(base);
  if (!headCommit || !baseCommit) {
    throw new InputError(
      `Repository ${git.fullName} has no branch '${headCommit ? base : head}'`,
    );
  }
  const open = findOpenPullRequest(repository, { head, base });
  if (open) {
    throw new ConflictError(
      `A pull request already exists for ${git.owner}:${head}: #${open.number}`,
    );
  }
  const commits = await listCommits(git, {
    from: headCommit,
    except: baseCommit,
    limit: 1,
  });
  if (commits.length === 0) {
    throw new InputError(`No commits between ${base} and ${head}`);
  }
  if (!(await findMergeBase(git, baseCommit, headCommit))) {
    throw new InputError(`${base} and ${head} have no history in common`);
  }
  const now = new Date().toISOString();
  return pulls.add({
    title,
    body,
    state: 'open',
    draft,
    author,
    head,
    base,
    headCommit,
    baseCommit,
    createdAt: now,
    updatedAt: now,
    labels: [],
    assignees: [],
    reviewers: [],
    comments: [],
  });
}

/** The open pull request between two branches. */
export function findOpenPullRequest(
  repository: ForgeRepository,
  filter: { head: string; base?: string },
): PullRequest | undefined {
  return repository.pulls
    .list()
    .find(
      pull =>
        pull.state === 'open' &&
        pull.head === filter.head &&
        (filter.base === undefined || pull.base === filter.base),
    );
}

/** Merges a pull request by a merge commit or by one squashed commit. */
export async function mergePullRequest(
  repository: ForgeRepository,
  options: {
    number: number;
    method: 'merge' | 'squash';
    mergedBy: string;
    /** The head that the caller saw; another one is a conflict. */
    expectedHead?: string;
    title?: string;
    message?: string;
  },
): Promise<PullRequest> {
  const { git, pulls } = repository;
  const pull = getPullRequest(repository, options.number);
  if (pull.state !== 'open') {
    throw new NotMergeableError(
      `Pull request #${pull.number} is already ${
        pull.mergedAt ? 'merged' : 'closed'
      }`,
    );
  }
  if (pull.draft) {
    throw new NotMergeableError(
      `Pull request #${pull.number} is still a draft; mark it ready first`,
    );
  }
  const base = await git.getCommit(`refs/heads/${pull.base}`);
  const head = await git.getCommit(`refs/heads/${pull.head}`);
  if (options.expectedHead && options.expectedHead !== head) {
    throw new ConflictError(
      'Head branch was modified. Review and try the merge again.',
    );
  }
  const { tree, conflicts } = await mergeCommits(git, { base, head });
  if (tree === undefined) {
    throw new NotMergeableError(
      `Pull request #${pull.number} conflicts with ${
        pull.base
      } in ${conflicts.join(', ')}`,
      conflicts,
    );
  }
  const squash = options.method === 'squash';
  const subject =
    options.title ??
    (squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${git.owner}/${pull.head}`);
  const now = new Date().toISOString();
  const mergeCommit = await writeCommit(git, {
    tree,
    parents: squash ? [base] : [base, head],
    message: `${subject}\n\n${options.message ?? pull.title}\n`,
    author: {
      name: options.mergedBy,
      email: `${options.mergedBy}@users.noreply.localhost`,
      date: now,
    },
  });
  await moveBranch(git, { branch: pull.base, from: base, to: mergeCommit });
  return pulls.update(pull.number, {
    state: 'closed',
    baseCommit: base,
    headCommit: head,
    mergeCommit,
    mergedAt: now,
    mergedBy: options.mergedBy,
    closedAt: now,
  });
}

/**
 * Brings the open pull requests up to date after branches moved: new heads are
 * recorded, what was merged by a push counts as merged, and what lost its
 * branch is closed.
 */
export async function refreshPullRequests(
  repository: ForgeRepository,
): Promise<void> {
  const { git, pulls } = repository;
  for (const pull of pulls.list().filter(({ state }) => state === 'open')) {
    const headCommit = await git.branchCommit(pull.head);
    const baseCommit = await git.branchCommit(pull.base);
    const now = new Date().toISOString();
    if (!headCommit || !baseCommit) {
      await pulls.update(pull.number, { state: 'closed', closedAt: now });
    } else if (await isAncestor(git, headCommit, baseCommit)) {
      // Only a base that moved can have merged it: a head moved back onto the
      // base has simply nothing left to merge.
      const merged = baseCommit !== pull.baseCommit;
      await pulls.update(pull.number, {
        state: 'closed',
        closedAt: now,
        ...(merged && { mergedAt: now, mergeCommit: baseCommit }),
      });
    } else if (
      headCommit !== pull.headCommit ||
      baseCommit !== pull.baseCommit
    ) {
      await pulls.update(pull.number, { headCommit, baseCommit });
    }
  }
}
