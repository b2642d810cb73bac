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

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../process/run.mjs';
import { skippedSuite } from './result.mjs';

const CANDIDATES = [
  process.env.SAFEKEEP_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function testsOf(suite) {
  return [
    ...(suite.suites ?? []).flatMap(testsOf),
    ...(suite.specs ?? []).flatMap(spec =>
      spec.tests.map(test => ({ title: spec.title, status: test.status })),
    ),
  ];
}

/** The loop in a real browser, on what `npm start` brings up. */
export async function browser({ root, node, environment, onLine, only }) {
  const chromium = CANDIDATES.find(file => file && existsSync(file));
  if (!chromium) {
    return skippedSuite(
      'the loop in a browser',
      'no Chromium was found; install it or set SAFEKEEP_CHROMIUM',
    );
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-browser-'));
  const outputFile = path.join(folder, 'report.json');
  try {
    const { status, output } = await run(
      node,
      [
        path.join(root, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--reporter=line,json',
        ...only,
      ],
      {
        cwd: root,
        env: {
          ...environment,
          SAFEKEEP_CHROMIUM: chromium,
          PLAYWRIGHT_JSON_OUTPUT_NAME: outputFile,
        },
        onLine,
      },
    );
    let report;
    try {
      report = JSON.parse(await readFile(outputFile, 'utf8'));
    } catch {
      return { passed: 0, failed: 1, skipped: [], output };
    }
    const tests = report.suites.flatMap(testsOf);
    const failed = tests.filter(test => test.status === 'unexpected').length;
    return {
      passed:
        tests.filter(test => /expected|flaky/.test(test.status)).length -
        failed,
      failed: failed || (status === 0 ? 0 : 1),
      skipped: tests
        .filter(test => test.status === 'skipped')
        .map(test => ({ name: test.title, reason: 'skipped by the test' })),
      output,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
