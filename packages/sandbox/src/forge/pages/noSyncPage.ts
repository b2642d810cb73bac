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
import { html } from './html';
import { sendPageHtml } from './layout';

/** Stands in for the sync's page where the sandbox runs without a cluster. */
export function createNoSyncPage(): Router {
  const router = Router();
  router.get('/sync.json', (_request, response) => {
    response.json({ applications: [] });
  });
  router.get('/sync', (_request, response) => {
    sendPageHtml(response, {
      title: 'Sync',
      main: html`<h1>Sync</h1>
        <p>
          The sandbox runs without its own cluster, so that nothing is applied
          from here. Point the Argo CD or Flux of your cluster at a repository
          of this forge, or apply it by hand.
        </p>`,
    });
  });
  return router;
}
