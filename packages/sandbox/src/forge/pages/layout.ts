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

import type { Response } from 'express';
import type { BareRepository } from '../git/BareRepository';
import { html, type Html } from './html';

/** Sends a whole page of the forge. */
export function sendPageHtml(
  response: Response,
  page: { title: string; main: Html; status?: number },
): void {
  const document = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Safekeep sandbox forge</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/forge.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="site">
          <strong><a href="/">Safekeep sandbox forge</a></strong>
          <nav aria-label="Forge">
            <a href="/">Repositories</a>
            <a href="/sync">Sync</a>
          </nav>
        </header>
        <main id="main">${page.main}</main>
        <footer class="site">
          A forge on this machine, for trying Safekeep out. Its repositories are
          real Git repositories.
        </footer>
      </body>
    </html> `;
  response
    .status(page.status ?? 200)
    .set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    })
    .type('html')
    .send(document.text);
}

/** The title of a repository's pages and the tabs below it. */
export function repositoryHead(
  git: BareRepository,
  current: 'files' | 'commits' | 'pulls',
): Html {
  const base = `/${git.fullName}`;
  const tab = (name: typeof current, href: string, label: string) =>
    name === current
      ? html`<a href="${href}" aria-current="page">${label}</a>`
      : html`<a href="${href}">${label}</a>`;
  return html`<p class="quiet"><a href="/">Repositories</a> /</p>
    <h1><a href="${base}">${git.fullName}</a></h1>
    <nav class="tabs" aria-label="Repository">
      ${tab('files', base, 'Files')}
      ${tab('commits', `${base}/commits/${git.defaultBranch}`, 'Commits')}
      ${tab('pulls', `${base}/pulls`, 'Pull requests')}
    </nav>`;
}

/** A moment, exact for machines and on hover. */
export function time(iso: string): Html {
  const date = new Date(iso).toISOString();
  return html`<time datetime="${date}" title="${date}"
    >${date.slice(0, 16).replace('T', ' ')} UTC</time
  >`;
}
