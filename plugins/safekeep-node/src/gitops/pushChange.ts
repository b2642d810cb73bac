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

import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { Errors } from 'isomorphic-git';
import { editTree, TreeEdit } from './editTree';
import { fetchGitHttp } from './fetchGitHttp';
import { Forge } from './Forge';
import { forgeError, unreachableForge } from './forgeError';
import { GitopsLocation } from './gitopsUrl';

/** How servers say that a branch moved between looking and pushing. */
const RACE =
  /cannot lock|failed to (update|lock) ref|already exists|incorrect old value/i;

/**
 * Who a commit is by.
 *
 * @public
 */
export interface ChangeAuthor {
  name: string;
  email: string;
}

/**
 * Makes one commit on the newest state of `base` and pushes it to `branch`,
 * over whatever that branch holds.
 *
 * @remarks
 *
 * Git's own objects are all that is kept on disk, in a temporary folder that
 * is removed in any case.
 *
 * @internal
 */
export async function pushChange(options: {
  location: GitopsLocation;
  forge: Forge;
  base: string;
  branch: string;
  edits: TreeEdit[];
  message: string;
  author: ChangeAuthor;
  now: Date;
  signal?: AbortSignal;
}): Promise<void> {
  const { location, forge, base, branch } = options;
  // Loaded when it is needed, since most that is done here needs no git.
  const git = require('isomorphic-git') as typeof import('isomorphic-git');
  const gitdir = await mkdtemp(join(tmpdir(), 'safekeep-'));
  const repository = { fs, gitdir };
  const remote = {
    ...repository,
    http: fetchGitHttp(options.signal),
    url: location.cloneUrl,
    headers: { ...(await forge.getGitHeaders()) },
  };
  const asking = { ...options, remarks: new Array<string>() };
  try {
    const { fetchHead } = await askRemote(
      asking,
      git.Errors,
      'fetch',
      async () => {
        await git.init({ ...repository, bare: true });
        await git.addRemote({
          ...repository,
          remote: 'origin',
          url: remote.url,
        });
        return git.fetch({
          ...remote,
          headers: { ...remote.headers },
          remote: 'origin',
          ref: `refs/heads/${base}`,
          remoteRef: `refs/heads/${base}`,
          singleBranch: true,
          depth: 1,
          tags: false,
        });
      },
    );
    if (!fetchHead) {
      throw new ConflictError(
        `${location.repositoryUrl} is empty: it has no branch ${base} to propose a change to`,
      );
    }
    // Lets the push leave out what the remote has already.
    await git.writeRef({
      ...repository,
      ref: 'refs/remotes/origin/HEAD',
      value: `refs/remotes/origin/${base}`,
      symbolic: true,
      force: true,
    });

    const { commit } = await git.readCommit({ ...repository, oid: fetchHead });
    const tree = await editTree({
      git,
      repository,
      tree: commit.tree,
      edits: options.edits,
    });
    if (tree === commit.tree) {
      throw new ConflictError(
        `Branch ${base} of ${location.repositoryUrl} already has this change`,
      );
    }
    const person = {
      ...options.author,
      timestamp: Math.floor(options.now.getTime() / 1000),
      timezoneOffset: 0,
    };
    const oid = await git.writeCommit({
      ...repository,
      commit: {
        tree,
        parent: [fetchHead],
        author: person,
        committer: person,
        message: options.message,
      },
    });
    const ref = `refs/heads/${branch}`;
    await git.writeRef({ ...repository, ref, value: oid, force: true });
    await askRemote(asking, git.Errors, 'push', () =>
      git.push({
        ...remote,
        onMessage: remark => {
          asking.remarks.push(remark.replace(/^\s*(error:\s*)+/, ''));
        },
        headers: { ...remote.headers },
        remote: 'origin',
        ref,
        remoteRef: ref,
        force: true,
      }),
    );
  } finally {
    await rm(gitdir, { recursive: true, force: true });
  }
}

/** Runs one exchange with the remote; says what a failure means. */
async function askRemote<T>(
  options: {
    location: GitopsLocation;
    forge: Forge;
    base: string;
    branch: string;
    /** What the remote said meanwhile; Gitea tells only here why it refuses. */
    remarks: string[];
    signal?: AbortSignal;
  },
  errors: typeof Errors,
  exchange: 'fetch' | 'push',
  ask: () => Promise<T>,
): Promise<T> {
  const { location, forge, base, branch, signal } = options;
  const { host, repositoryUrl } = location;
  const what =
    exchange === 'fetch'
      ? `reading ${repositoryUrl}`
      : `a push to branch ${branch} of ${repositoryUrl}`;
  try {
    return await ask();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof errors.HttpError) {
      throw forgeError({ status: error.data.statusCode, what, host });
    }
    if (error instanceof errors.NotFoundError && exchange === 'fetch') {
      throw new ConflictError(
        `${repositoryUrl} has no branch ${base}; write another in the GitOps URL`,
      );
    }
    if (error instanceof errors.GitPushError) {
      const { prettyDetails } = error.data;
      if (RACE.test(prettyDetails)) {
        throw new ConflictError(
          `Another run is proposing this same change to ${repositoryUrl}. Run the task again to find its pull request.`,
        );
      }
      const detail = forge
        .redact([prettyDetails, ...options.remarks].join('\n'))
        .replace(/\s+/g, ' ')
        .slice(0, 300)
        .replace(/[ .]+$/, '');
      throw new NotAllowedError(
        `${host} refused ${what}: ${detail}. Give the integration’s account write access, and let it push to safekeep/* if those branches are protected.`,
      );
    }
    if (error instanceof errors.SmartHttpError) {
      throw forgeError({
        status: 502,
        what,
        host,
        detail: 'something that is not git',
      });
    }
    if (isNetworkError(error)) {
      throw unreachableForge({ host, what, cause: error });
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`Git failed at ${what}: ${forge.redact(message)}`);
  }
}

/** `fetch` throws a TypeError, or the reason of its signal. */
function isNetworkError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'TimeoutError' || error.message === 'fetch failed')
  );
}
