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

export { BRANCH_PREFIX, changeBranch } from './branch';
export { readableGitopsUrl } from './forgeUrl';
export {
  isBranchName,
  parseGitopsUrl,
  type BranchMark,
  type GitopsLocation,
} from './gitopsUrl';
export { isPlainPath } from './isPlainPath';
export {
  listPullRequests,
  type ListPullRequestsOptions,
} from './listPullRequests';
export {
  proposePullRequest,
  type ProposedPullRequest,
  type ProposePullRequestOptions,
} from './proposePullRequest';
export { type ChangeAuthor } from './pushChange';
export { type OpenPullRequest } from './Forge';
export {
  assertRepositoryAllowed,
  isRepositoryAllowed,
  readAllowedRepositories,
} from './repositoryAccess';
