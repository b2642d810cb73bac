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
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild, stopChildren } from '../process/children.mjs';
import { freePorts, portEnvironment } from '../process/ports.mjs';
import { run } from '../process/run.mjs';
import { readReport, skippedSuite } from './result.mjs';

const CANDIDATES = [
  process.env.SAFEKEEP_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Runs `npm start`'s own script on free ports, with the backend's database and
 * working directory where the test can look into them afterwards.
 */
async function bringUp({ root, environment, folder, onLine }) {
  const places = {
    database: path.join(folder, 'database'),
    workspaces: path.join(folder, 'workspaces'),
    temporary: path.join(folder, 'temporary'),
  };
  for (const place of Object.values(places)) await mkdir(place);
  const ports = await freePorts();
  const variables = {
    ...environment,
    ...portEnvironment(ports),
    APP_CONFIG_backend_database_connection: JSON.stringify({
      directory: places.database,
    }),
    APP_CONFIG_backend_workingDirectory: places.workspaces,
    TMPDIR: places.temporary,
  };
  const logFile = path.join(folder, 'start.log');
  const started = Date.now();
  let tellUp;
  const up = new Promise(resolve => {
    tellUp = resolve;
  });
  const { ended, lastLines } = startChild(
    process.execPath,
    [path.join(root, 'scripts/start.mjs')],
    {
      cwd: root,
      env: variables,
      logFile,
      onLine: line => {
        onLine(line);
        if (line.startsWith('Safekeep is up')) tellUp();
      },
    },
  );
  const outcome = await Promise.race([up, ended]);
  if (typeof outcome === 'number') return { failure: lastLines.join('\n') };
  return {
    variables: {
      ...variables,
      SAFEKEEP_E2E_DATABASE: places.database,
      SAFEKEEP_E2E_WORKSPACES: places.workspaces,
      SAFEKEEP_E2E_TEMPORARY: places.temporary,
      TMPDIR: tmpdir(),
      SAFEKEEP_E2E_LOGS: path.join(root, '.safekeep/logs', String(ports.app)),
    },
    seconds: Math.round((Date.now() - started) / 1000),
  };
}

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
    const up = await bringUp({ root, environment, folder, onLine });
    if (up.failure) {
      return { passed: 0, failed: 1, skipped: [], output: up.failure };
    }
    onLine(`npm start was up after ${up.seconds} s`);
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
          ...up.variables,
          SAFEKEEP_CHROMIUM: chromium,
          PLAYWRIGHT_JSON_OUTPUT_NAME: outputFile,
        },
        onLine,
      },
    );
    const report = await readReport(outputFile);
    if (!report) return { passed: 0, failed: 1, skipped: [], output };
    const tests = report.suites.flatMap(testsOf);
    const count = (...statuses) =>
      tests.filter(test => statuses.includes(test.status)).length;
    const failed = count('unexpected');
    return {
      passed: count('expected', 'flaky'),
      failed: failed || (status === 0 ? 0 : 1),
      skipped: tests
        .filter(test => test.status === 'skipped')
        .map(test => ({ name: test.title, reason: 'skipped by the test' })),
      output,
    };
  } finally {
    await stopChildren();
    await rm(folder, { recursive: true, force: true });
  }
}
