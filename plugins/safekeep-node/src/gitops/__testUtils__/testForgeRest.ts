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

/** A pull request as GitHub's REST has it. */
export interface TestPull {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  html_url: string;
  created_at: string;
  updated_at: string;
  merged_at: string | null;
  user?: { login: string };
  merge_commit_sha?: string | null;
  head: { ref: string; repo: { full_name: string } | null };
  base: { ref: string };
}

export interface TestAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** What a forge's REST has of its own. */
export interface TestForgeRest {
  apiPath: string;
  /** What stands before the branch in a folder's URL. */
  mark: string;
  /** What stands before the number in a pull request's URL. */
  pullPath: string;
  /** How many items a page has, of whatever was asked for. */
  pageSize(query: URLSearchParams): number;
  integrations(forge: { url: string; token?: string }): object;
  refuse(reason: 'no token' | 'wrong token' | 'not found'): TestAnswer;
  refuseSecond(pull: TestPull): TestAnswer;
  isListed(pull: TestPull, query: URLSearchParams): boolean;
  show(pull: TestPull, hasBranch: (branch: string) => boolean): object;
}

function json(status: number, body: object): TestAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

const github: TestForgeRest = {
  apiPath: '/api/v3',
  mark: 'tree',
  pullPath: 'pull',
  pageSize: query => Math.min(Number(query.get('per_page') ?? 30), 100),
  integrations: ({ url, token }) => ({
    github: [{ host: new URL(url).host, apiBaseUrl: `${url}/api/v3`, token }],
  }),
  refuse: reason =>
    reason === 'not found'
      ? json(404, { message: 'Not Found' })
      : json(401, { message: 'Bad credentials' }),
  refuseSecond: ({ head: { ref } }) =>
    json(422, {
      message: 'Validation Failed',
      errors: [{ message: `A pull request already exists for acme:${ref}.` }],
    }),
  isListed: ({ state, head }, query) =>
    state === query.get('state') &&
    [null, `acme:${head.ref}`].includes(query.get('head')),
  show: pull => pull,
};

/** As Gitea 1.26 answers. */
const gitea: TestForgeRest = {
  apiPath: '/api/v1',
  mark: 'src/branch',
  pullPath: 'pulls',
  pageSize: query => Math.min(Number(query.get('limit') ?? 30), 50),
  integrations: ({ url, token }) => ({
    gitea: [{ host: new URL(url).host, baseUrl: url, password: token }],
  }),
  // Who has no token is not told that there is such a repository.
  refuse: reason =>
    reason === 'wrong token'
      ? json(401, { message: 'invalid username, password or token' })
      : json(404, { errors: null, message: 'not found' }),
  refuseSecond: ({ number, head, base }) =>
    json(409, {
      message: `pull request already exists for these targets [id: ${number}, issue_id: ${number}, head_repo_id: 1, base_repo_id: 1, head_branch: ${head.ref}, base_branch: ${base.ref}]`,
    }),
  isListed: ({ state }, query) => state === query.get('state'),
  show: ({ head: { ref, repo }, base, ...pull }, hasBranch) => {
    const isOwn = repo?.full_name.toLowerCase() === 'acme/deployment';
    return {
      ...pull,
      merged: Boolean(pull.merged_at),
      head: {
        label: ref,
        ref: hasBranch(ref) ? ref : `refs/pull/${pull.number}/head`,
        repo_id: (isOwn && 1) || (repo ? 2 : -1),
        repo,
      },
      base: { label: base.ref, ref: base.ref, repo_id: 1 },
    };
  },
};

export const testForgeRests = { github, gitea };
