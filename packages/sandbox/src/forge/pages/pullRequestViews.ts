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

import type { ForgeRepository } from '../RepositoryStore';
import { listCommits } from '../git/commits';
import { diffFiles } from '../git/diff';
import { mergeCommits } from '../git/merge';
import type { PullRequest } from '../pulls/PullRequestStore';
import { pullRequestRange } from '../pulls/pullRequests';
import { commitList } from './commitPages';
import { diffView } from './diffView';
import { encodePath, html, type Html } from './html';
import { repositoryHead, time } from './layout';
import { renderMarkdown } from './markdown';

function stateOf(pull: PullRequest): { name: string; label: string } {
  if (pull.mergedAt) {
    return { name: 'merged', label: '✔ Merged' };
  }
  return pull.state === 'open'
    ? { name: 'open', label: pull.draft ? '◌ Draft' : '◌ Open' }
    : { name: 'closed', label: '✖ Closed' };
}

function badge(pull: PullRequest): Html {
  const { name, label } = stateOf(pull);
  return html`<span class="state ${name}">${label}</span>`;
}

/** The pull requests of a repository. */
export function pullRequestListPage(
  repository: ForgeRepository,
  state: 'open' | 'closed',
): Html {
  const { git, pulls } = repository;
  const base = `/${git.fullName}/pulls`;
  const shown = pulls.list().filter(pull => pull.state === state);
  const count = (of: string) =>
    pulls.list().filter(pull => pull.state === of).length;
  return html`${repositoryHead(git, 'pulls')}
    <nav class="tabs" aria-label="State">
      <a href="${base}" ${state === 'open' && html`aria-current="page"`}
        >${count('open')} open</a
      >
      <a
        href="${base}?state=closed"
        ${state === 'closed' && html`aria-current="page"`}
        >${count('closed')} closed</a
      >
    </nav>
    ${shown.length === 0
      ? html`<p class="quiet">There are no ${state} pull requests.</p>`
      : html`<div class="panel">
          <table class="list">
            ${shown.map(
              pull => html`<tr>
                <td>
                  <a href="/${git.fullName}/pull/${pull.number}"
                    >${pull.title}</a
                  ><br />
                  <span class="quiet"
                    >#${pull.number} by ${pull.author},
                    ${time(pull.createdAt)}</span
                  >
                </td>
                <td class="end">${badge(pull)}</td>
              </tr>`,
            )}
          </table>
        </div>`}`;
}

/** One pull request: what it is for, what it changes, and the buttons. */
export async function pullRequestPage(
  repository: ForgeRepository,
  pull: PullRequest,
): Promise<Html> {
  const { git } = repository;
  const range = await pullRequestRange(repository, pull);
  const files = await diffFiles(git, range.base, range.head);
  const commits = await listCommits(git, {
    from: pull.headCommit,
    except: pull.baseCommit,
    limit: 50,
  });
  return html`${repositoryHead(git, 'pulls')}
    <h2>${pull.title} <span class="quiet">#${pull.number}</span></h2>
    <p>
      ${badge(pull)} ${pull.author}
      ${pull.state === 'open' ? 'wants' : 'wanted'} to merge ${commits.length}
      ${commits.length === 1 ? 'commit' : 'commits'} from
      <code>${pull.head}</code> into <code>${pull.base}</code>, opened
      ${time(pull.createdAt)}
    </p>
    <section class="panel" aria-label="Description">
      <div class="body">
        ${pull.body.trim()
          ? renderMarkdown(pull.body)
          : html`<p class="quiet">No description was given.</p>`}
      </div>
    </section>
    ${pull.comments.map(
      comment => html`<section class="panel" aria-label="Comment">
        <div class="title">
          ${comment.author}
          <span class="quiet">${time(comment.createdAt)}</span>
        </div>
        <div class="body">${renderMarkdown(comment.body)}</div>
      </section>`,
    )}
    ${await mergeBox(repository, pull)}
    ${commits.length > 0 && html`<h2>Commits</h2>`}
    ${commits.length > 0 && commitList(git, commits)}
    ${diffView({
      files,
      blobUrl: `/${git.fullName}/blob/${encodePath(pull.headCommit)}`,
    })}`;
}

async function mergeBox(
  repository: ForgeRepository,
  pull: PullRequest,
): Promise<Html> {
  const { git } = repository;
  const address = `/${git.fullName}/pull/${pull.number}`;
  if (pull.mergedAt) {
    return html`<section class="panel" aria-label="Merge">
      <p>
        Merged
        ${time(pull.mergedAt)}${pull.mergedBy &&
        ` by ${pull.mergedBy}`}${pull.mergeCommit &&
        html` as
          <a href="/${git.fullName}/commit/${pull.mergeCommit}"
            ><code>${pull.mergeCommit.slice(0, 7)}</code></a
          >`}. <a href="/sync">See it reach the cluster</a>.
      </p>
    </section>`;
  }
  if (pull.state === 'closed') {
    return html`<section class="panel" aria-label="Merge">
      <div class="actions">
        <span>Closed without being merged.</span>
        <form method="post" action="${address}/reopen">
          <button type="submit">Reopen pull request</button>
        </form>
      </div>
    </section>`;
  }
  const { conflicts } = await mergeCommits(git, {
    base: pull.baseCommit,
    head: pull.headCommit,
  });
  return html`<section class="panel" aria-label="Merge">
    ${conflicts &&
    html`<p>
      <strong>✖ This branch conflicts with ${pull.base}</strong> in
      ${conflicts.map(
        (path, at) => html`${at > 0 && ', '}<code>${path}</code>`,
      )}.
      Bring the branch up to date, then merge.
    </p>`}
    <div class="actions">
      ${!conflicts &&
      !pull.draft &&
      html`<form method="post" action="${address}/merge">
        <input type="hidden" name="head" value="${pull.headCommit}" />
        <button class="primary" type="submit" name="method" value="merge">
          Merge pull request
        </button>
        <button type="submit" name="method" value="squash">
          Squash and merge
        </button>
      </form>`}
      <form method="post" action="${address}/close">
        <button type="submit">Close pull request</button>
      </form>
      ${pull.draft &&
      html`<span class="quiet">A draft can be merged once it is ready.</span>`}
    </div>
  </section>`;
}
