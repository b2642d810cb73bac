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
import { PlainError } from '../process/errors.mjs';
import { startChild } from '../process/children.mjs';
import { withProgress } from '../process/progress.mjs';

/**
 * Starts the sandbox and resolves once its first sync has been applied.
 */
export async function startSandbox({
  node,
  root,
  ports,
  environment,
  logs,
  withCluster,
}) {
  const args = [
    path.join(root, 'packages/sandbox/bin/safekeep-sandbox'),
    '--forge-port',
    String(ports.forge),
    '--exit-with-parent',
    ...(withCluster
      ? ['--cluster-port', String(ports.cluster)]
      : ['--no-cluster']),
  ];
  return withProgress('Starting the sandbox', async () => {
    const logFile = path.join(logs, 'sandbox.log');
    let onReady;
    const ready = new Promise(resolve => {
      onReady = resolve;
    });
    const sandbox = startChild(node, args, {
      logFile,
      cwd: root,
      env: environment,
      onLine: line => {
        if (line.startsWith('{"ready":true')) onReady(JSON.parse(line));
      },
    });
    const outcome = await Promise.race([ready, sandbox.ended]);
    if (typeof outcome === 'number') {
      throw new PlainError(
        `The sandbox did not start: ${
          sandbox.lastLines.filter(Boolean).pop() ?? 'it said nothing'
        } (${logFile})`,
      );
    }
    return { name: 'sandbox', ended: sandbox.ended, logFile };
  });
}
