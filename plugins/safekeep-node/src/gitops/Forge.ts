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

/**
 * A pull request that is open.
 *
 * @public
 */
export interface OpenPullRequest {
  url: string;
  number: number;
}

/**
 * What Safekeep asks of the place that hosts a Git repository. One instance is
 * bound to one repository and holds its credentials.
 *
 * @public
 */
export interface Forge {
  /** Name of the branch that a pull request goes to when the URL names none. */
  getDefaultBranch(): Promise<string>;
  /** Headers that authenticate git over HTTP; `undefined` without credentials. */
  getGitHeaders(): Promise<Record<string, string> | undefined>;
  findOpenPullRequest(branch: string): Promise<OpenPullRequest | undefined>;
  /** @throws ConflictError when the branch has an open pull request already. */
  createPullRequest(options: {
    branch: string;
    base: string;
    title: string;
    body: string;
  }): Promise<OpenPullRequest>;
  /** Open ones, and those merged since then, whose branch begins so; newest first. */
  listPullRequests(options: {
    branchPrefix: string;
    mergedSince: Date;
  }): Promise<PullRequestFacts[]>;
  /** The text without the credentials that this forge was asked with. */
  redact(text: string): string;
}
