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
import { NotFoundError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import type { BareRepository } from '../git/BareRepository';
import { listCommits, type Commit } from '../git/commits';
import { parseRepositoryPath } from '../git/names';
import { findEntry, listTree, readBlob, type TreeEntry } from '../git/trees';
import { commitList } from './commitPages';
import { encodePath, html, type Html } from './html';
import { repositoryHead, sendPageHtml } from './layout';
import { renderMarkdown } from './markdown';

/** The list of repositories, and a repository's folders and files. */
export function createFilePages(context: ForgeContext): Router {
  const router = Router();

  router.get('/', (_request, response) => {
    sendPageHtml(response, {
      title: 'Repositories',
      main: html`<h1>Repositories</h1>
        <div class="panel">
          <table class="list">
            ${context.store.list().map(({ git, pulls }) => {
              const open = pulls
                .list()
                .filter(pull => pull.state === 'open').length;
              return html`<tr>
                <td><a href="/${git.fullName}">${git.fullName}</a></td>
                <td class="end">
                  <a href="/${git.fullName}/pulls"
                    >${open} open pull ${open === 1 ? 'request' : 'requests'}</a
                  >
                </td>
              </tr>`;
            })}
          </table>
        </div>`,
    });
  });

  router.get(
    ['/:owner/:repo', '/:owner/:repo/tree/*'],
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      if ((await git.branches()).length === 0) {
        sendPageHtml(response, {
          title: git.fullName,
          main: html`${repositoryHead(git, 'files')}
            <p>This repository is empty. ${cloneHint(context, git)}</p>`,
        });
        return;
      }
      const rest = request.params[0] || git.defaultBranch;
      const place = await git.splitRefAndPath(rest);
      const path = parseRepositoryPath(place.path);
      const entry = await findEntry(git, { commit: place.commit, path });
      if (entry?.type === 'blob') {
        response.redirect(
          `/${git.fullName}/blob/${encodePath(`${place.ref}/${path}`)}`,
        );
        return;
      }
      if (!entry) {
        throw new NotFoundError(`There is no '${path}' in ${place.ref}`);
      }
      const entries = await listTree(git, { treeish: place.commit, path });
      const readme = entries.find(({ path: file }) =>
        /(^|\/)readme\.md$/i.test(file),
      );
      const [latest] = await listCommits(git, {
        from: place.commit,
        path,
        limit: 1,
      });
      sendPageHtml(response, {
        title: path ? `${path} · ${git.fullName}` : git.fullName,
        main: html`${repositoryHead(git, 'files')}
        ${trail(git, place.ref, path)}
        ${folder({ git, ref: place.ref, path, entries, latest })}
        ${readme && (await readmePanel(git, readme))}
        ${!path && html`<p class="quiet">${cloneHint(context, git)}</p>`}`,
      });
    }),
  );

  router.get(
    '/:owner/:repo/blob/*',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const place = await git.splitRefAndPath(request.params[0]);
      const path = parseRepositoryPath(place.path);
      const entry = await findEntry(git, { commit: place.commit, path });
      if (entry?.type === 'tree') {
        response.redirect(
          `/${git.fullName}/tree/${encodePath(`${place.ref}/${path}`)}`,
        );
        return;
      }
      if (entry?.type !== 'blob') {
        throw new NotFoundError(`There is no file '${path}' in ${place.ref}`);
      }
      const content = await readBlob(git, entry.id);
      const commits = await listCommits(git, {
        from: place.commit,
        path,
        limit: 3,
      });
      const raw = `/${git.fullName}/raw/${encodePath(`${place.ref}/${path}`)}`;
      sendPageHtml(response, {
        title: `${path} · ${git.fullName}`,
        main: html`${repositoryHead(git, 'files')}
          ${trail(git, place.ref, path)}
          <div class="panel">
            <div class="title">
              <strong>${path.split('/').pop()}</strong>
              <span class="quiet">${content.length} bytes</span>
              <a class="end" href="${raw}">Raw</a>
            </div>
            ${fileContent(content)}
          </div>
          <h2>Latest changes</h2>
          ${commitList(git, commits)}`,
      });
    }),
  );

  router.get(
    '/:owner/:repo/raw/*',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const place = await git.splitRefAndPath(request.params[0]);
      const path = parseRepositoryPath(place.path);
      const entry = await findEntry(git, { commit: place.commit, path });
      if (entry?.type !== 'blob') {
        throw new NotFoundError(`There is no file '${path}' in ${place.ref}`);
      }
      // Never as HTML: a repository's file must not run in the forge's name.
      response
        .set({
          'Content-Security-Policy': "default-src 'none'; sandbox",
          'X-Content-Type-Options': 'nosniff',
          'Cache-Control': 'no-store',
        })
        .type('text/plain; charset=utf-8')
        .send(await readBlob(git, entry.id));
    }),
  );

  // Backstage's "edit" links; files are edited by pull requests here.
  router.get('/:owner/:repo/edit/*', (request, response) => {
    const { owner, repo } = request.params;
    const rest = (request.params as Record<string, string>)[0];
    response.redirect(
      `/${encodePath(owner)}/${encodePath(repo)}/blob/${encodePath(rest)}`,
    );
  });

  return router;
}

function cloneHint(context: ForgeContext, git: BareRepository): Html {
  return html`Clone with
    <code>git clone ${context.url}/${git.fullName}.git</code>; the password is
    the forge's token.`;
}

function trail(git: BareRepository, ref: string, path: string): Html {
  const parts = path ? path.split('/') : [];
  const base = `/${git.fullName}/tree/${encodePath(ref)}`;
  return html`<p class="code" aria-label="Path">
    <a href="${base}">${ref}</a>${parts.map((part, index) => {
      const target = encodePath(parts.slice(0, index + 1).join('/'));
      return index === parts.length - 1
        ? html` / ${part}`
        : html` / <a href="${base}/${target}">${part}</a>`;
    })}
  </p>`;
}

function folder(options: {
  git: BareRepository;
  ref: string;
  path: string;
  entries: TreeEntry[];
  latest: Commit | undefined;
}): Html {
  const { git, ref, entries, latest } = options;
  const order = (entry: TreeEntry) => (entry.type === 'tree' ? 0 : 1);
  const sorted = [...entries].sort(
    (a, b) => order(a) - order(b) || a.path.localeCompare(b.path),
  );
  return html`<div class="panel">
    <div class="title">
      ${latest &&
      html`<a href="/${git.fullName}/commit/${latest.id}"
          >${latest.message.split('\n')[0]}</a
        >
        <span class="quiet">${latest.author.name}</span>`}
    </div>
    <table class="list">
      ${sorted.map(entry => {
        const isFolder = entry.type === 'tree';
        const target = encodePath(`${ref}/${entry.path}`);
        const kind = isFolder ? 'tree' : 'blob';
        const name = entry.path.split('/').pop();
        return html`<tr>
          <td>
            <a href="/${git.fullName}/${kind}/${target}"
              >${name}${isFolder && '/'}</a
            >
          </td>
          <td class="end quiet">${!isFolder && `${entry.size ?? 0} bytes`}</td>
        </tr>`;
      })}
    </table>
  </div>`;
}

async function readmePanel(
  git: BareRepository,
  entry: TreeEntry,
): Promise<Html> {
  const content = await readBlob(git, entry.id);
  return html`<section class="panel" aria-label="README">
    <div class="title"><strong>${entry.path.split('/').pop()}</strong></div>
    <div class="body">${renderMarkdown(content.toString('utf8'))}</div>
  </section>`;
}

function fileContent(content: Buffer): Html {
  if (content.includes(0)) {
    return html`<p class="quiet">Binary content, not shown.</p>`;
  }
  const lines = content.toString('utf8').replace(/\n$/, '').split('\n');
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Lines">
    <table class="code">
      <tbody>
        ${lines.map(
          (line, index) => html`<tr id="L${index + 1}">
            <td class="number">
              <a href="#L${index + 1}" aria-label="Line ${index + 1}"
                >${index + 1}</a
              >
            </td>
            <td>${line}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
