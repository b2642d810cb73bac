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

import type { ForgeContext } from '../ForgeContext';
import type { ForgeRepository } from '../RepositoryStore';
import type { BareRepository } from '../git/BareRepository';
import type { Commit } from '../git/commits';
import type { PullRequest } from '../pulls/PullRequestStore';

/** A user as GitHub's REST shows it, as far as clients look at it. */
export function representUser(context: ForgeContext, login: string) {
  return {
    login,
    id: 1,
    type: 'User',
    site_admin: false,
    html_url: `${context.url}/${login}`,
    url: `${context.url}/api/v3/users/${login}`,
  };
}

/** The API address of a repository. */
export function repositoryApiUrl(
  context: ForgeContext,
  git: BareRepository,
): string {
  return `${context.url}/api/v3/repos/${git.fullName}`;
}

/** A repository as GitHub's REST shows it. */
export function representRepository(
  context: ForgeContext,
  git: BareRepository,
) {
  const api = repositoryApiUrl(context, git);
  return {
    id: 1,
    name: git.name,
    full_name: git.fullName,
    private: true,
    visibility: 'private',
    fork: false,
    archived: false,
    disabled: false,
    owner: {
      ...representUser(context, git.owner),
      type: 'Organization',
    },
    description: null,
    default_branch: git.defaultBranch,
    html_url: `${context.url}/${git.fullName}`,
    clone_url: `${context.url}/${git.fullName}.git`,
    url: api,
    archive_url: `${api}/{archive_format}{/ref}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    branches_url: `${api}/branches{/branch}`,
    commits_url: `${api}/commits{/sha}`,
    contents_url: `${api}/contents/{+path}`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    pulls_url: `${api}/pulls{/number}`,
    trees_url: `${api}/git/trees{/sha}`,
    permissions: { admin: true, maintain: true, push: true, pull: true },
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
  };
}

/** A commit as the `git/commits` routes show it. */
export function representGitCommit(
  context: ForgeContext,
  git: BareRepository,
  commit: Commit,
) {
  const api = repositoryApiUrl(context, git);
  return {
    sha: commit.id,
    url: `${api}/git/commits/${commit.id}`,
    html_url: `${context.url}/${git.fullName}/commit/${commit.id}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/git/commits/${sha}`,
    })),
    verification: { verified: false, reason: 'unsigned' },
  };
}

/** A commit as the `commits` routes show it. */
export function representCommit(
  context: ForgeContext,
  git: BareRepository,
  commit: Commit,
) {
  const { sha, html_url, parents, ...inner } = representGitCommit(
    context,
    git,
    commit,
  );
  return {
    sha,
    html_url,
    url: `${repositoryApiUrl(context, git)}/commits/${sha}`,
    commit: inner,
    author: null,
    committer: null,
    parents,
  };
}

/** A pull request as GitHub's REST shows it in a list. */
export function representPullRequest(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequest,
) {
  const { git } = repository;
  const api = repositoryApiUrl(context, git);
  const html = `${context.url}/${git.fullName}/pull/${pull.number}`;
  const side = (ref: string, sha: string) => ({
    label: `${git.owner}:${ref}`,
    ref,
    sha,
    user: representUser(context, git.owner),
    repo: representRepository(context, git),
  });
  return {
    id: pull.number,
    node_id: `PR_${git.fullName}_${pull.number}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    draft: pull.draft,
    user: representUser(context, pull.author),
    url: `${api}/pulls/${pull.number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${api}/pulls/${pull.number}/commits`,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommit ?? null,
    labels: pull.labels.map(name => ({ name })),
    assignees: pull.assignees.map(login => representUser(context, login)),
    requested_reviewers: pull.reviewers.map(login =>
      representUser(context, login),
    ),
    requested_teams: [],
    head: side(pull.head, pull.headCommit),
    base: side(pull.base, pull.baseCommit),
  };
}
