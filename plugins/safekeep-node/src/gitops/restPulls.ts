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

import { PullRequestFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { readChangedSecrets } from './changedSecrets';
import { OpenPullRequest } from './Forge';
import { ForgeRest } from './ForgeRest';

/**
 * What is read of a pull request and has the same name at every forge;
 * everything else is ignored.
 *
 * @internal
 */
export interface RestPull {
  number: number;
  title: string;
  body: string | null;
  html_url: string;
  created_at: string;
  updated_at: string;
  merged_at: string | null;
  user?: { login?: string } | null;
  /** Of one that is not merged: a trial that GitHub makes. */
  merge_commit_sha?: string | null;
}

/** @internal */
export async function createPull(
  rest: ForgeRest,
  options: {
    repositoryUrl: string;
    branch: string;
    base: string;
    title: string;
    body: string;
  },
): Promise<OpenPullRequest> {
  const pull = await rest.post<RestPull>({
    path: '/pulls',
    what: `a new pull request in ${options.repositoryUrl}`,
    json: {
      title: options.title,
      body: options.body,
      head: options.branch,
      base: options.base,
    },
  });
  return { url: pull.html_url, number: pull.number };
}

/**
 * The pull requests that are open, and those merged since then, whose branch
 * begins so; newest first.
 *
 * @internal
 */
export async function listPulls<T extends RestPull>(options: {
  /** Those of one state, page by page, the one that changed last first. */
  pagesOf(state: 'open' | 'closed'): AsyncIterable<T[]>;
  /** `undefined` for a branch of another repository. */
  branchOf(pull: T): string | undefined;
  branchPrefix: string;
  mergedSince: Date;
}): Promise<PullRequestFacts[]> {
  const since = options.mergedSince.getTime();
  const pulls: T[] = [];
  for await (const page of options.pagesOf('open')) {
    pulls.push(...page);
  }
  for await (const page of options.pagesOf('closed')) {
    pulls.push(
      ...page.filter(({ merged_at: at }) => at && Date.parse(at) >= since),
    );
    // A pull request that was merged since then was also updated since then.
    if (page.some(pull => Date.parse(pull.updated_at) < since)) {
      break;
    }
  }
  return pulls
    .flatMap(pull => {
      const branch = options.branchOf(pull);
      return branch?.startsWith(options.branchPrefix)
        ? toFacts(pull, branch)
        : [];
    })
    .sort((a, b) => b.number - a.number);
}

function toFacts(pull: RestPull, branch: string): PullRequestFacts {
  const secrets = readChangedSecrets(pull.body);
  const author = pull.user?.login;
  const commit = pull.merged_at ? pull.merge_commit_sha : undefined;
  return {
    number: pull.number,
    title: pull.title,
    url: pull.html_url,
    branch,
    ...(secrets && { secrets }),
    merged: Boolean(pull.merged_at),
    createdAt: pull.created_at,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
    ...(author && { author }),
    ...(commit && /^[0-9a-f]{40,64}$/.test(commit) && { commit }),
  };
}
