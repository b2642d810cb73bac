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

import type { ScmIntegrationRegistry } from '@backstage/integration';
import { PullRequestFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { BRANCH_PREFIX } from './branch';
import { createForge } from './createForge';
import { parseGitopsUrl } from './gitopsUrl';

/**
 * Options for {@link listPullRequests}.
 *
 * @public
 */
export interface ListPullRequestsOptions {
  /** The GitOps URL; its folder plays no part. */
  repository: string;
  integrations: ScmIntegrationRegistry;
  /** Merged ones are listed from then on. Default: 14 days ago. */
  mergedSince?: Date;
  signal?: AbortSignal;
}

const FORTNIGHT_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * The pull requests of Safekeep's in a repository: those that are open, and
 * those merged lately; newest first.
 *
 * @public
 * @throws NotAllowedError, NotFoundError, ServiceUnavailableError when the
 *   forge does not tell: that is never the same as none.
 */
export async function listPullRequests(
  options: ListPullRequestsOptions,
): Promise<PullRequestFacts[]> {
  const forge = createForge({
    location: parseGitopsUrl(options.repository),
    integrations: options.integrations,
    signal: options.signal,
  });
  return forge.listPullRequests({
    branchPrefix: BRANCH_PREFIX,
    mergedSince: options.mergedSince ?? new Date(Date.now() - FORTNIGHT_MS),
  });
}
