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
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import type { PullRequestComment } from '../pulls/PullRequestStore';
import { readArray, readObject, readString } from './body';
import { pullRequestOf } from './pullRequestRoutes';
import { representPullRequest, representUser } from './representations';

/** What GitHub keeps of a pull request as an issue: labels, people, comments. */
export function createIssueRoutes(context: ForgeContext): Router {
  const router = Router();
  const issue = '/repos/:owner/:repo/issues/:number(\\d+)';
  const strings = (values: unknown[]) => values.map(String);

  router.post(
    `${issue}/labels`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const added = Array.isArray(request.body)
        ? request.body
        : readArray(readObject(request.body, 'The request'), 'labels');
      const labels = [...new Set([...pull.labels, ...strings(added)])];
      await repository.pulls.update(pull.number, { labels });
      response.json(labels.map(name => ({ name })));
    }),
  );

  router.post(
    `${issue}/assignees`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const body = readObject(request.body, 'The request');
      const added = strings(readArray(body, 'assignees'));
      const updated = await repository.pulls.update(pull.number, {
        assignees: [...new Set([...pull.assignees, ...added])],
      });
      response
        .status(201)
        .json(representPullRequest(context, repository, updated));
    }),
  );

  router.post(
    '/repos/:owner/:repo/pulls/:number(\\d+)/requested_reviewers',
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const body = readObject(request.body, 'The request');
      const added = strings(readArray(body, 'reviewers'));
      const updated = await repository.pulls.update(pull.number, {
        reviewers: [...new Set([...pull.reviewers, ...added])],
      });
      response
        .status(201)
        .json(representPullRequest(context, repository, updated));
    }),
  );

  const represent = (comment: PullRequestComment) => ({
    id: comment.id,
    user: representUser(context, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
  });
  router.get(
    `${issue}/comments`,
    route((request, response) => {
      const pull = pullRequestOf(repositoryOf(context, request), request);
      response.json(pull.comments.map(represent));
    }),
  );
  router.post(
    `${issue}/comments`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const pull = pullRequestOf(repository, request);
      const comment = {
        id: pull.comments.length + 1,
        author: context.user,
        body: readString(readObject(request.body, 'The request'), 'body'),
        createdAt: new Date().toISOString(),
      };
      await repository.pulls.update(pull.number, {
        comments: [...pull.comments, comment],
      });
      response.status(201).json(represent(comment));
    }),
  );

  return router;
}
