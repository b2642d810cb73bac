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

import type { RequestHandler } from 'express';
import { InputError } from '@backstage/errors';
import { route, type ForgeContext } from '../ForgeContext';
import { findOpenPullRequest } from '../pulls/pullRequests';
import { readObject, readString } from './body';

/**
 * The one GraphQL query that `publish:github:pull-request` asks: whether a
 * branch is there, and its open pull request. Any other is refused by name.
 */
export function createGraphqlRoute(context: ForgeContext): RequestHandler {
  return route(async (request, response) => {
    const body = readObject(request.body, 'The request');
    const query = readString(body, 'query');
    if (
      !/associatedPullRequests\(first: 1, states: OPEN\)/.test(query) ||
      /^\s*mutation\b/.test(query)
    ) {
      throw new InputError(
        'The sandbox forge answers no GraphQL but the query for the open pull request of a branch',
      );
    }
    const variables = readObject(body.variables, '"variables"');
    const repository = context.store.get(
      readString(variables, 'owner'),
      readString(variables, 'repo'),
    );
    const head = readString(variables, 'head').replace(/^refs\/heads\//, '');
    const exists = await repository.git.branchCommit(head);
    const pull = findOpenPullRequest(repository, { head });
    const node = pull && {
      id: `PR_${repository.git.fullName}_${pull.number}`,
      number: pull.number,
      url: `${context.url}/${repository.git.fullName}/pull/${pull.number}`,
    };
    response.json({
      data: {
        repository: {
          ref: exists
            ? { associatedPullRequests: { edges: node ? [{ node }] : [] } }
            : null,
        },
      },
    });
  });
}
