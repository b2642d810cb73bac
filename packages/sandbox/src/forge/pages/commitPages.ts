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
import type { BareRepository } from '../git/BareRepository';
import { listCommits, readCommit, type Commit } from '../git/commits';
import { diffFiles } from '../git/diff';
import { diffView } from './diffView';
import { encodePath, html, type Html } from './html';
import { repositoryHead, sendPageHtml, time } from './layout';

/** The tree that a repository starts from, so that a first commit has a diff too. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const PER_PAGE = 50;

/** A list of commits, newest first. */
export function commitList(git: BareRepository, commits: Commit[]): Html {
  return html`<div class="panel">
    <table class="list">
      ${commits.map(
        commit => html`<tr>
          <td>
            <a href="/${git.fullName}/commit/${commit.id}"
              >${commit.message.split('\n')[0]}</a
            ><br />
            <span class="quiet"
              >${commit.author.name}, ${time(commit.author.date)}</span
            >
          </td>
          <td class="end"><code>${commit.id.slice(0, 7)}</code></td>
        </tr>`,
      )}
    </table>
  </div>`;
}

/** A repository's history, and one commit of it. */
export function createCommitPages(context: ForgeContext): Router {
  const router = Router();

  router.get(
    '/:owner/:repo/commits/*',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const { ref, commit, path } = await git.splitRefAndPath(
        request.params[0],
      );
      const page = Math.max(
        1,
        Number.parseInt(String(request.query.page), 10) || 1,
      );
      const commits = await listCommits(git, {
        from: commit,
        path,
        limit: PER_PAGE,
        skip: (page - 1) * PER_PAGE,
      });
      sendPageHtml(response, {
        title: `Commits · ${git.fullName}`,
        main: html`${repositoryHead(git, 'commits')}
          <p>
            History of <code>${path || ref}</code>${path && html` in ${ref}`}
          </p>
          ${commitList(git, commits)}
          ${commits.length === PER_PAGE &&
          html`<p>
            <a
              href="/${git.fullName}/commits/${encodePath(
                path ? `${ref}/${path}` : ref,
              )}?page=${page + 1}"
              >Older</a
            >
          </p>`}`,
      });
    }),
  );

  router.get(
    '/:owner/:repo/commit/:sha',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const commit = await readCommit(
        git,
        await git.getCommit(request.params.sha),
      );
      const files = await diffFiles(
        git,
        commit.parents[0] ?? EMPTY_TREE,
        commit.id,
      );
      const [subject, ...rest] = commit.message.split('\n');
      const body = rest.join('\n').trim();
      sendPageHtml(response, {
        title: `${subject} · ${git.fullName}`,
        main: html`${repositoryHead(git, 'commits')}
          <h2>${subject}</h2>
          ${body && html`<pre>${body}</pre>`}
          <p class="quiet">
            ${commit.author.name} &lt;${commit.author.email}&gt;,
            ${time(commit.author.date)}, commit <code>${commit.id}</code>
          </p>
          ${diffView({
            files,
            blobUrl: `/${git.fullName}/blob/${commit.id}`,
          })}`,
      });
    }),
  );

  return router;
}
