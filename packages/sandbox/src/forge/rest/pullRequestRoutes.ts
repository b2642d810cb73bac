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

import { Router, type Request } from 'express';
import { InputError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import type { ForgeRepository } from '../RepositoryStore';
import { listCommits } from '../git/commits';
import { diffFiles, diffText, type ChangedFile } from '../git/diff';
import { mergeCommits } from '../git/merge';
import type { PullRequest } from '../pulls/PullRequestStore';
import {
  getPullRequest,
  mergePullRequest,
  openPullRequest,
  pullRequestRange,
} from '../pulls/pullRequests';
import {
  readBoolean,
  readObject,
  readOptionalString,
  readString,
} from './body';
import { sendPage } from './paging';
import { representCommit, representPullRequest } from './representations';

/** Pull requests: list, open, read, change, merge. */
export function createPullRequestRoutes(context: ForgeContext): Router {
  const router = Router();
  const base = '/repos/:owner/:repo/pulls';

  router.get(
    base,
    route((request, response) => {
      const repository = repositoryOf(context, request);
      const pulls = filterPullRequests(request, repository.pulls.list());
      sendPage(request, response, {
        url: context.url,
        items: pulls.map(pull =>
          representPullRequest(context, repository, pull),
        ),
      });
    }),
  );
  router.post(
    base,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const body = readObject(request.body, 'The request');
      const pull = await openPullRequest(repository, {
        title: readString(body, 'title'),
        body: readOptionalString(body, 'body') ?? '',
        head: readString(body, 'head'),
        base: readString(body, 'base'),
        draft: readBoolean(body, 'draft'),
        author: context.user,
      });
      response
        .status(201)
        .json(await representWhole(context, repository, pull));
    }),
  );

  router.get(
    `${base}/:number(\\d+)`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      response.setHeader('Vary', 'Accept, Authorization');
      if (/\.(diff|patch)\b/.test(request.headers.accept ?? '')) {
        const range = await pullRequestRange(repository, pull);
        response
          .type('text/plain')
          .send(await diffText(repository.git, range.base, range.head));
        return;
      }
      response.json(await representWhole(context, repository, pull));
    }),
  );
  router.patch(
    `${base}/:number(\\d+)`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const body = readObject(request.body, 'The request');
      const state = readOptionalString(body, 'state') ?? pull.state;
      if (state !== 'open' && state !== 'closed') {
        throw new InputError('"state" must be "open" or "closed"');
      }
      if (state === 'open' && pull.mergedAt) {
        throw new InputError('A merged pull request cannot be opened again');
      }
      const updated = await repository.pulls.update(pull.number, {
        title: readOptionalString(body, 'title') ?? pull.title,
        body: readOptionalString(body, 'body') ?? pull.body,
        state,
        closedAt:
          state === 'open'
            ? undefined
            : pull.closedAt ?? new Date().toISOString(),
      });
      response.json(await representWhole(context, repository, updated));
    }),
  );

  router.get(
    `${base}/:number(\\d+)/files`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const range = await pullRequestRange(repository, pull);
      const files = await diffFiles(repository.git, range.base, range.head);
      sendPage(request, response, {
        url: context.url,
        items: files.map(representFile),
      });
    }),
  );
  router.get(
    `${base}/:number(\\d+)/commits`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const commits = await listCommits(repository.git, {
        from: pull.headCommit,
        except: pull.baseCommit,
        limit: 250,
      });
      sendPage(request, response, {
        url: context.url,
        items: commits
          .reverse()
          .map(commit => representCommit(context, repository.git, commit)),
      });
    }),
  );

  router.get(
    `${base}/:number(\\d+)/merge`,
    route((request, response) => {
      const pull = pullRequestOf(repositoryOf(context, request), request);
      response.status(pull.mergedAt ? 204 : 404).end();
    }),
  );
  router.put(
    `${base}/:number(\\d+)/merge`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const body = readObject(request.body ?? {}, 'The request');
      const method = readOptionalString(body, 'merge_method') ?? 'merge';
      if (method !== 'merge' && method !== 'squash') {
        throw new InputError('"merge_method" must be "merge" or "squash"');
      }
      const merged = await mergePullRequest(repository, {
        number: pull.number,
        method,
        mergedBy: context.user,
        expectedHead: readOptionalString(body, 'sha'),
        title: readOptionalString(body, 'commit_title'),
        message: readOptionalString(body, 'commit_message'),
      });
      await context.branchesMoved(repository);
      response.json({
        sha: merged.mergeCommit,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    }),
  );

  return router;
}

/** The pull request that a route's `:number` names. */
export function pullRequestOf(
  repository: ForgeRepository,
  request: Request,
): PullRequest {
  return getPullRequest(repository, Number(request.params.number));
}

/** A changed file as GitHub's REST shows it. */
export function representFile(file: ChangedFile) {
  return {
    sha: file.id,
    filename: file.path,
    previous_filename: file.previousPath,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    patch: file.patch || undefined,
  };
}

function filterPullRequests(
  request: Request,
  pulls: PullRequest[],
): PullRequest[] {
  const { state = 'open', head, base, sort, direction } = request.query;
  const branch = typeof head === 'string' ? head.replace(/^[^:/]+:/, '') : '';
  const found = pulls.filter(
    pull =>
      (state === 'all' || pull.state === state) &&
      (!branch || pull.head === branch) &&
      (!base || pull.base === base),
  );
  if (sort === 'updated') {
    found.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  }
  return direction === 'asc' ? found.reverse() : found;
}

async function representWhole(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequest,
) {
  const { git } = repository;
  const range = await pullRequestRange(repository, pull);
  const files = await diffFiles(git, range.base, range.head);
  const commits = await listCommits(git, {
    from: pull.headCommit,
    except: pull.baseCommit,
    limit: 250,
  });
  const mergeable =
    pull.state === 'open'
      ? (
          await mergeCommits(git, {
            base: pull.baseCommit,
            head: pull.headCommit,
          })
        ).tree !== undefined
      : null;
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return {
    ...representPullRequest(context, repository, pull),
    merged: pull.mergedAt !== undefined,
    merged_by: pull.mergedBy ? { login: pull.mergedBy } : null,
    mergeable,
    mergeable_state: mergeable === false ? 'dirty' : 'clean',
    comments: pull.comments.length,
    commits: commits.length,
    changed_files: files.length,
    additions: sum(files.map(file => file.additions)),
    deletions: sum(files.map(file => file.deletions)),
  };
}
