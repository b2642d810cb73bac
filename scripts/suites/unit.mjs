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
import { readReport } from './result.mjs';

function failuresOf(report) {
  return report.testResults
    .filter(file => file.status === 'failed')
    .map(file => `${file.name}\n${file.message}`)
    .join('\n');
}

function skippedOf(report) {
  return report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => test.status === 'pending' || test.status === 'todo')
      .map(test => ({
        name: test.fullName,
        reason: 'what it needs is not on this machine',
      })),
  );
}

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
          // Jest loads packages that are ES modules only with this flag.
          NODE_OPTIONS: '--experimental-vm-modules --no-node-snapshot',
          NODE_NO_WARNINGS: '1',
        },
        onLine,
      },
    );
    const report = await readReport(outputFile);
    if (!report) return { passed: 0, failed: 1, skipped: [], output };
    const skipped = skippedOf(report);
    if (postgres.reason) {
      skipped.push({ name: 'stores on PostgreSQL', reason: postgres.reason });
    }
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return {
      passed: report.numPassedTests,
      failed: failed || (status === 0 ? 0 : 1),
      skipped,
      output: failuresOf(report) || output,
    };
  } finally {
    await postgres.stop?.();
    await rm(folder, { recursive: true, force: true });
  }
}
