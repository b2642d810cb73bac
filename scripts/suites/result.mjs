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

import { readFile } from 'node:fs/promises';

/**
 * What a suite reports.
 *
 * @typedef {object} SuiteResult
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {string} [output] shown when something failed
 */

/** A suite that is one check: its command's exit status decides. */
export function singleCheck({ status, output }) {
  return status === 0
    ? { passed: 1, failed: 0, skipped: [] }
    : { passed: 0, failed: 1, skipped: [], output };
}

/** A suite that cannot run here. */
export function skippedSuite(name, reason) {
  return { passed: 0, failed: 0, skipped: [{ name, reason }] };
}

/** The report that a runner wrote, or nothing where it did not get that far. */
export async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function sum(results, key) {
  return results.reduce((total, result) => total + result[key], 0);
}

/**
 * All suites in one: a table, what was skipped and why, and the closing line.
 * With `requireAll` a skip counts as a failure.
 */
export function summarize(results, { requireAll }) {
  const passed = sum(results, 'passed');
  const skips = results.flatMap(({ suite, skipped }) =>
    skipped.map(skip => ({ suite, ...skip })),
  );
  const failed = sum(results, 'failed') + (requireAll ? skips.length : 0);
  const skipped = requireAll ? 0 : skips.length;

  const lines = results.map(
    result =>
      `${(result.failed ? '✖' : '✔').padEnd(2)} ${result.suite.padEnd(10)} ${
        result.passed
      } passed, ${result.failed} failed, ${
        result.skipped.length
      } skipped (${Math.round(result.seconds)} s)`,
  );
  if (skips.length > 0) {
    lines.push(
      '',
      requireAll
        ? 'Not run, which SAFEKEEP_REQUIRE_ALL=1 counts as failed:'
        : 'Skipped:',
      ...skips.map(skip => `  ${skip.suite}: ${skip.name} (${skip.reason})`),
    );
  }
  const closing = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return { text: `${lines.join('\n')}\n\n${closing}`, failed, passed };
}
