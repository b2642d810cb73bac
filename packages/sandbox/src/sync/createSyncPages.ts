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
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { isFromOwnPage } from '../forge/authentication';
import { route } from '../forge/ForgeContext';
import { encodePath, html, type Html } from '../forge/pages/html';
import { sendPageHtml, time } from '../forge/pages/layout';
import type { Sync } from './Sync';
import type { ApplicationState, SyncedObject } from './SyncedApplication';

const STATUS: Record<
  ApplicationState['status'],
  { label: string; badge: string }
> = {
  waiting: { label: '◌ Waiting', badge: '' },
  syncing: { label: '◌ Syncing', badge: '' },
  synced: { label: '✔ Synced', badge: 'synced' },
  failed: { label: '✖ Failed', badge: 'failed' },
};

const HEALTH: Record<SyncedObject['health'], string> = {
  healthy: '✔ healthy',
  progressing: '◌ progressing',
  degraded: '✖ degraded',
  missing: '– not there',
};

/** The state of the sync, as a page and as JSON; mounted at the forge's root. */
export function createSyncPages(sync: Sync): Router {
  const router = Router();

  router.get('/sync.json', (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .json({ applications: sync.state() });
  });
  router.get('/sync', (_request, response) => {
    sendPageHtml(response, {
      title: 'Sync',
      main: html`<h1>Sync</h1>
        <p>
          What the repositories say is applied to the cluster a moment after
          each push to the branch, and what they no longer hold is deleted.
        </p>
        ${sync.state().map(applicationPanel)}`,
    });
  });
  router.post(
    '/sync/:name',
    route(async (request, response) => {
      if (!isFromOwnPage(request)) {
        throw new NotAllowedError('This button works only on its own page');
      }
      const { name } = request.params;
      if (!(await sync.syncNow(name))) {
        throw new NotFoundError(`There is no application "${name}"`);
      }
      response.redirect(303, '/sync');
    }),
  );
  return router;
}

function applicationPanel(state: ApplicationState): Html {
  const { name, owner, repository, branch, path, revision } = state;
  const base = `/${owner}/${repository}`;
  const { label, badge } = STATUS[state.status];
  const failed = state.status === 'failed';
  return html`<section class="panel" aria-label="${name}">
    <div class="title">
      <strong>${name}</strong>
      <span class="state ${badge}">${label}</span>
      <a href="${base}/tree/${encodePath(`${branch}/${path}`)}"
        >${owner}/${repository}: ${path}</a
      >
      <span class="end quiet">
        ${revision &&
        html`<a href="${base}/commit/${revision}"
            ><code>${revision.slice(0, 7)}</code></a
          >
          ${state.subject}`}
      </span>
    </div>
    ${failed
      ? html`<div class="notice">
          ${state.message}${state.appliedRevision &&
          html`<br />The cluster has
            <code>${state.appliedRevision.slice(0, 7)}</code>.`}
        </div>`
      : html`<p>
          ${state.message}${state.finishedAt &&
          state.status === 'synced' &&
          html`, ${time(state.finishedAt)}`}
        </p>`}
    <table class="list">
      <tr>
        <th scope="col">Object</th>
        <th scope="col">Namespace</th>
        <th scope="col">Sync</th>
        <th scope="col">Health</th>
      </tr>
      ${state.objects.map(
        object => html`<tr>
          <td>${object.kind} <code>${object.name}</code></td>
          <td>${object.namespace ?? '–'}</td>
          <td>
            ${object.action === 'kept'
              ? 'kept, as it asks not to be pruned'
              : object.action}
          </td>
          <td>${HEALTH[object.health]}</td>
        </tr>`,
      )}
    </table>
    <form class="actions" method="post" action="/sync/${name}">
      <button type="submit">Sync now</button>
    </form>
  </section>`;
}
