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

/** What Node needs so that Jest loads packages that are ES modules. */
export const JEST_OPTIONS = {
  NODE_OPTIONS: '--experimental-vm-modules --no-node-snapshot',
  NODE_NO_WARNINGS: '1',
};

function failuresOf(report) {
  return report.testResults
    .filter(file => file.status === 'failed')
    .map(file => `${file.name}\n${file.message}`)
    .join('\n');
}

function skippedOf(report, reason) {
  return report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => test.status === 'pending' || test.status === 'todo')
      .map(test => ({ name: test.fullName, reason })),
  );
}

/** Tests that the person did not ask for are no skips, though Jest says so. */
function isByName(only) {
  return only.some(argument => /^(-t|--testNamePattern)\b/.test(argument));
}

/**
 * What Jest's report comes to. Without one it did not get that far.
 *
 * @returns {import('./result.mjs').SuiteResult}
 */
export function jestResult(report, { status, output, only, reasonOfSkips }) {
  if (!report) return { passed: 0, failed: 1, skipped: [], output };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed || (status === 0 ? 0 : 1),
    skipped: isByName(only) ? [] : skippedOf(report, reasonOfSkips),
    output: failuresOf(report) || output,
  };
}
