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
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import type { BareRepository } from './BareRepository';
import type { Signature } from './commits';
import { isObjectId, isRefName, parseRepositoryPath } from './names';

const ZERO = '0'.repeat(40);
const FILE_MODES = new Set(['100644', '100755', '120000']);

/** One change to a tree: a file's new content, or its removal. */
export interface TreeChange {
  path: string;
  mode: string;
  /** The blob or tree to put there; undefined removes what is there. */
  id: string | undefined;
}

/** Stores a file's content. */
export async function writeBlob(
  repository: BareRepository,
  content: Buffer | string,
): Promise<string> {
  const { stdout } = await repository.git(['hash-object', '-w', '--stdin'], {
    input: content,
  });
  return stdout.toString('utf8').trim();
}

/** Makes a tree from another one and changes to it. */
export async function writeTree(
  repository: BareRepository,
  options: { base?: string; changes: TreeChange[] },
): Promise<string> {
  const index = join(repository.directory, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await repository.git(
      options.base ? ['read-tree', options.base] : ['read-tree', '--empty'],
      { env },
    );
    const lines: string[] = [];
    for (const change of options.changes) {
      const path = parseRepositoryPath(change.path);
      if (path === '') {
        throw new InputError('A change of a tree needs a path');
      }
      if (change.id === undefined) {
        lines.push(`0 ${ZERO}\t${path}\0`);
      } else if (!isObjectId(change.id)) {
        throw new InputError(`'${change.id}' is not an object name`);
      } else if (change.mode === '040000') {
        await repository.git(['read-tree', `--prefix=${path}/`, change.id], {
          env,
        });
      } else if (FILE_MODES.has(change.mode)) {
        lines.push(`${change.mode} ${change.id}\t${path}\0`);
      } else {
        throw new InputError(`Mode '${change.mode}' is not one of a file`);
      }
    }
    await repository.git(['update-index', '-z', '--index-info'], {
      env,
      input: lines.join(''),
    });
    const { stdout } = await repository.git(['write-tree'], { env });
    return stdout.toString('utf8').trim();
  } finally {
    await rm(index, { force: true });
  }
}

/** Makes a commit; no branch moves. */
export async function writeCommit(
  repository: BareRepository,
  options: {
    tree: string;
    parents: string[];
    message: string;
    author: Signature;
    committer?: Signature;
  },
): Promise<string> {
  const { tree, parents, message, author, committer = author } = options;
  const { stdout } = await repository.git(
    ['commit-tree', tree, ...parents.flatMap(parent => ['-p', parent])],
    {
      input: message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: author.date,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: committer.date,
      },
    },
  );
  return stdout.toString('utf8').trim();
}

/**
 * Moves a branch, only from where the caller saw it: a `ConflictError` when
 * someone else was faster.
 */
export async function moveBranch(
  repository: BareRepository,
  options: { branch: string; from?: string; to: string | undefined },
): Promise<void> {
  const { branch, from, to } = options;
  if (!isRefName(branch)) {
    throw new InputError(`'${branch}' is not the name of a branch`);
  }
  const ref = `refs/heads/${branch}`;
  const args =
    to === undefined
      ? ['update-ref', '-d', ref, ...(from ? [from] : [])]
      : ['update-ref', ref, to, from ?? ZERO];
  const { exitCode } = await repository.git(args, {
    allowedExitCodes: [1, 128],
  });
  if (exitCode !== 0) {
    throw new ConflictError(
      `Branch '${branch}' of ${repository.fullName} was changed meanwhile; look again and retry`,
    );
  }
}
