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

import express, { Router } from 'express';
import type { ForgeContext } from '../ForgeContext';
import { checkToken } from '../authentication';
import { createContentsRoutes } from './contentsRoutes';
import { createGitDataRoutes } from './gitDataRoutes';
import { createGraphqlRoute } from './graphqlRoute';
import { createIssueRoutes } from './issueRoutes';
import { createPullRequestRoutes } from './pullRequestRoutes';
import { createRepositoryRoutes } from './repositoryRoutes';
import { DOCUMENTATION, sendError } from './sendError';

/**
 * The part of GitHub Enterprise's API, to be mounted at `/api`, that Backstage's
 * GitHub integration and Safekeep's own actions use. Every route wants the
 * token, as that of a private repository would.
 */
export function createRestRouter(context: ForgeContext): Router {
  const router = Router();

  router.use((request, response, next) => {
    response.setHeader('X-GitHub-Media-Type', 'github.v3');
    response.setHeader('X-OAuth-Scopes', 'repo');
    response.setHeader('X-RateLimit-Limit', '5000');
    response.setHeader('X-RateLimit-Remaining', '5000');
    // Clients that name a tag they know add `no-cache`, and GitHub answers 304
    // all the same; Express would not.
    delete request.headers['cache-control'];
    const token = checkToken(request, context.token);
    if (token === 'valid') {
      next();
      return;
    }
    response.status(401).json({
      message:
        token === 'invalid' ? 'Bad credentials' : 'Requires authentication',
      documentation_url: DOCUMENTATION,
    });
  });
  router.use(express.json({ limit: '50mb', type: () => true, strict: false }));

  router.post('/graphql', createGraphqlRoute(context));
  const v3 = Router();
  v3.use(createRepositoryRoutes(context));
  v3.use(createContentsRoutes(context));
  v3.use(createGitDataRoutes(context));
  v3.use(createPullRequestRoutes(context));
  v3.use(createIssueRoutes(context));
  router.use('/v3', v3);

  router.use((request, response) => {
    response.status(404).json({
      message: `The sandbox forge has no ${request.method} ${request.path}`,
      documentation_url: DOCUMENTATION,
    });
  });
  router.use(sendError);
  return router;
}
