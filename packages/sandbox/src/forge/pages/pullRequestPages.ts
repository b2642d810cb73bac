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

import express, { Router, type Request } from 'express';
import { InputError, NotAllowedError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import { checkToken, isFromOwnPage } from '../authentication';
import { diffText } from '../git/diff';
import { mergePullRequest, pullRequestRange } from '../pulls/pullRequests';
import { pullRequestOf } from '../rest/pullRequestRoutes';
import { sendPageHtml } from './layout';
import { pullRequestListPage, pullRequestPage } from './pullRequestViews';

/** The list of a repository's pull requests, and one with its diff and its buttons. */
export function createPullRequestPages(context: ForgeContext): Router {
  const router = Router();
  const base = '/:owner/:repo/pull/:number(\\d+)';

  router.get(
    '/:owner/:repo/pulls',
    route((request, response) => {
      const repository = repositoryOf(context, request);
      const state = request.query.state === 'closed' ? 'closed' : 'open';
      sendPageHtml(response, {
        title: `Pull requests · ${repository.git.fullName}`,
        main: pullRequestListPage(repository, state),
      });
    }),
  );

  router.get(
    base,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      sendPageHtml(response, {
        title: `${pull.title} · #${pull.number}`,
        main: await pullRequestPage(repository, pull),
      });
    }),
  );
  // The page alone: `/files`, `/commits` and `/checks` of GitHub are parts of it.
  router.get(`${base}/:part(files|commits|checks)`, (request, response) => {
    response.redirect(request.path.replace(/\/[a-z]+$/, ''));
  });
  router.get(
    `${base}.:format(diff|patch)`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const range = await pullRequestRange(repository, pull);
      response
        .set('X-Content-Type-Options', 'nosniff')
        .type('text/plain')
        .send(await diffText(repository.git, range.base, range.head));
    }),
  );

  const form = express.urlencoded({ extended: false, limit: '10kb' });
  router.post(
    `${base}/merge`,
    form,
    route(async (request, response) => {
      assertOwnPage(context, request);
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const method = request.body?.method ?? 'merge';
      if (method !== 'merge' && method !== 'squash') {
        throw new InputError('A pull request is merged by "merge" or "squash"');
      }
      await mergePullRequest(repository, {
        number: pull.number,
        method,
        mergedBy: context.user,
        // What the person read is what is merged, or nothing.
        expectedHead: request.body?.head || undefined,
      });
      await context.branchesMoved(repository);
      response.redirect(303, `/${repository.git.fullName}/pull/${pull.number}`);
    }),
  );
  router.post(
    `${base}/:verb(close|reopen)`,
    form,
    route(async (request, response) => {
      assertOwnPage(context, request);
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      if (!pull.mergedAt) {
        const close = request.params.verb === 'close';
        await repository.pulls.update(pull.number, {
          state: close ? 'closed' : 'open',
          closedAt: close ? new Date().toISOString() : undefined,
        });
      }
      response.redirect(303, `/${repository.git.fullName}/pull/${pull.number}`);
    }),
  );

  return router;
}

function assertOwnPage(context: ForgeContext, request: Request): void {
  if (
    !isFromOwnPage(request) &&
    checkToken(request, context.token) !== 'valid'
  ) {
    throw new NotAllowedError(
      'This button works only on the forge’s own page; tools use the REST API with the token',
    );
  }
}
