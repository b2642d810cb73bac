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

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from '../process/errors.mjs';
import { startChild } from '../process/children.mjs';
import { withProgress } from '../process/progress.mjs';

const PATIENCE_MS = 8 * 60_000;

async function answers(url, init) {
  try {
    const response = await fetch(url, {
      ...init,
      signal: AbortSignal.timeout(30_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether the catalog has taken in the example service. */
async function catalogIsFilled(backend) {
  try {
    const guest = await fetch(`${backend}/api/auth/guest/refresh`, {
      method: 'POST',
      signal: AbortSignal.timeout(30_000),
    });
    const { backstageIdentity } = await guest.json();
    return answers(
      `${backend}/api/catalog/entities/by-name/component/default/observer`,
      { headers: { authorization: `Bearer ${backstageIdentity.token}` } },
    );
  } catch {
    return false;
  }
}

async function waitFor(part, what, isThere, logFile) {
  const deadline = Date.now() + PATIENCE_MS;
  let status;
  part.ended.then(value => {
    status = value;
  });
  while (!(await isThere())) {
    if (status !== undefined) {
      throw new PlainError(
        `It ended with status ${status} before it answered. Its last lines (${logFile}):\n${part.lastLines.join(
          '\n',
        )}`,
      );
    }
    if (Date.now() > deadline) {
      throw new PlainError(
        `${what} does not answer after ${
          PATIENCE_MS / 60_000
        } minutes; see ${logFile}.`,
      );
    }
    await sleep(1000);
  }
}

/**
 * Starts the backend and the app in development mode and resolves when both
 * answer.
 */
export async function startBackstage({
  node,
  root,
  ports,
  environment,
  logs,
  configs,
}) {
  const cli = path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  const configArguments = configs.flatMap(file => ['--config', file]);
  const startPart = name => {
    const logFile = path.join(logs, `${name}.log`);
    const part = startChild(
      node,
      [cli, 'package', 'start', ...configArguments],
      {
        logFile,
        cwd: path.join(root, 'packages', name),
        env: { ...environment, BROWSER: 'none', FORCE_COLOR: '0' },
      },
    );
    return { part, logFile };
  };

  const parts = { backend: startPart('backend'), app: startPart('app') };
  const backend = `http://localhost:${ports.backend}`;
  const app = `http://localhost:${ports.app}/`;
  await withProgress('Starting the Backstage backend', () =>
    waitFor(
      parts.backend.part,
      backend,
      () => answers(`${backend}/.backstage/health/v1/readiness`),
      parts.backend.logFile,
    ),
  );
  await withProgress('Building and serving the Backstage app', () =>
    waitFor(parts.app.part, app, () => answers(app), parts.app.logFile),
  );
  await withProgress('Filling the catalog', () =>
    waitFor(
      parts.backend.part,
      'The catalog',
      () => catalogIsFilled(backend),
      parts.backend.logFile,
    ),
  );
  return Object.entries(parts).map(([name, { part, logFile }]) => ({
    name,
    ended: part.ended,
    logFile,
  }));
}
