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

import { Router } from 'express';
import { NotFoundError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import { findMergeBase, listCommits, readCommit } from '../git/commits';
import { diffFiles, diffText } from '../git/diff';
import { parseRepositoryPath } from '../git/names';
import { readPage, sendPage } from './paging';
import { representFile } from './pullRequestRoutes';
import {
  repositoryApiUrl,
  representCommit,
  representRepository,
  representUser,
} from './representations';

/** Who the caller is, the repositories, their branches and their history. */
export function createRepositoryRoutes(context: ForgeContext): Router {
  const router = Router();

  router.get('/', (_request, response) => {
    response.json({ current_user_url: `${context.url}/api/v3/user` });
  });
  router.get('/meta', (_request, response) => {
    response.json({ installed_version: '3.14.0' });
  });
  router.get('/user', (_request, response) => {
    response.json(representUser(context, context.user));
  });
  router.get('/rate_limit', (_request, response) => {
    const core = { limit: 5000, used: 0, remaining: 5000, reset: 0 };
    response.json({ resources: { core, search: core }, rate: core });
  });
  router.get(['/user/repos', '/orgs/:owner/repos'], (request, response) => {
    sendPage(request, response, {
      url: context.url,
      items: context.store
        .list()
        .filter(
          ({ git }) =>
            !request.params.owner || git.owner === request.params.owner,
        )
        .map(({ git }) => representRepository(context, git)),
    });
  });

  router.get(
    '/repos/:owner/:repo',
    route((request, response) => {
      const { git } = repositoryOf(context, request);
      response.json(representRepository(context, git));
    }),
  );
  router.get(
    '/repos/:owner/:repo/forks',
    route((request, response) => {
      repositoryOf(context, request);
      response.json([]);
    }),
  );

  router.get(
    '/repos/:owner/:repo/branches',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const branches = await git.branches();
      sendPage(request, response, {
        url: context.url,
        items: branches.map(({ name, commit }) => ({
          name,
          protected: false,
          commit: {
            sha: commit,
            url: `${repositoryApiUrl(context, git)}/commits/${commit}`,
          },
        })),
      });
    }),
  );
  router.get(
    '/repos/:owner/:repo/branches/:branch(*)',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const { branch } = request.params;
      const commit = await git.branchCommit(branch);
      if (!commit) {
        throw new NotFoundError(
          `Repository ${git.fullName} has no branch '${branch}'`,
        );
      }
      response.json({
        name: branch,
        protected: false,
        commit: representCommit(context, git, await readCommit(git, commit)),
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/commits',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const from = await git.getCommit(String(request.query.sha || 'HEAD'));
      const path = parseRepositoryPath(String(request.query.path ?? ''));
      const commits = await listCommits(git, {
        from,
        path,
        ...readPage(request),
      });
      response.setHeader('ETag', `"${commits.map(c => c.id).join('')}"`);
      response.json(
        commits.map(commit => representCommit(context, git, commit)),
      );
    }),
  );
  // What GithubUrlReader asks first, to learn a ref's commit.
  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/status',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const sha = await git.getCommit(request.params.ref);
      response.setHeader('ETag', `"status-${sha}"`);
      response.json({
        state: 'pending',
        statuses: [],
        total_count: 0,
        sha,
        repository: representRepository(context, git),
        commit_url: `${repositoryApiUrl(context, git)}/commits/${sha}`,
      });
    }),
  );
  router.get(
    '/repos/:owner/:repo/commits/:ref(*)',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const sha = await git.getCommit(request.params.ref);
      const accept = request.headers.accept ?? '';
      response.setHeader('ETag', `"${sha}"`);
      response.setHeader('Vary', 'Accept, Authorization');
      if (/\.sha\b/.test(accept)) {
        response.type('text/plain').send(sha);
        return;
      }
      const commit = await readCommit(git, sha);
      response.json(representCommit(context, git, commit));
    }),
  );

  router.get(
    '/repos/:owner/:repo/compare/:base(*)...:head(*)',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const base = await git.getCommit(request.params.base);
      const head = await git.getCommit(request.params.head);
      const from = (await findMergeBase(git, base, head)) ?? base;
      if (/\.diff\b/.test(request.headers.accept ?? '')) {
        response.type('text/plain').send(await diffText(git, from, head));
        return;
      }
      const ahead = await listCommits(git, {
        from: head,
        except: base,
        limit: 250,
      });
      const behind = await listCommits(git, {
        from: base,
        except: head,
        limit: 250,
      });
      const files = await diffFiles(git, from, head);
      response.json({
        status: compareStatus(ahead.length, behind.length),
        ahead_by: ahead.length,
        behind_by: behind.length,
        total_commits: ahead.length,
        commits: ahead
          .reverse()
          .map(commit => representCommit(context, git, commit)),
        files: files.map(representFile),
      });
    }),
  );

  return router;
}

function compareStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) {
    return 'diverged';
  }
  if (ahead > 0) {
    return 'ahead';
  }
  return behind > 0 ? 'behind' : 'identical';
}
