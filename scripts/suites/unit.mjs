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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../process/run.mjs';
import { startPostgres } from './postgres.mjs';
import { JEST_OPTIONS, jestResult } from './jest.mjs';
import { readReport } from './result.mjs';

/**
 * The unit and integration tests of all packages, by Jest. The stores are
 * tested on SQLite, and on PostgreSQL where a server is installed.
 */
export async function unit({ root, node, environment, onLine, only }) {
  const postgres = await startPostgres();
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-jest-'));
  const outputFile = path.join(folder, 'report.json');
  try {
    const { status, output } = await run(
      node,
      [
        path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'repo',
        'test',
        '--ci',
        '--maxWorkers=2',
        // Shared machines are slow at times; a test that hangs still ends.
        '--testTimeout=30000',
        '--json',
        `--outputFile=${outputFile}`,
        ...only,
      ],
      {
        cwd: root,
        env: {
          ...environment,
          ...postgres.environment,
          CI: 'true',
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          ...JEST_OPTIONS,
        },
        onLine,
      },
    );
    const result = jestResult(await readReport(outputFile), {
      status,
      output,
      only,
      reasonOfSkips: 'what it needs is not on this machine',
    });
    if (postgres.reason) {
      const { reason } = postgres;
      result.skipped.push({ name: 'stores on PostgreSQL', reason });
    }
    return result;
  } finally {
    await postgres.stop?.();
    await rm(folder, { recursive: true, force: true });
  }
}
