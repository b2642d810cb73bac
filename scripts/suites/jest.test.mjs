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

import assert from 'node:assert/strict';
import test from 'node:test';
import { jestResult } from './jest.mjs';

const REPORT = {
  numPassedTests: 3,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [
    {
      name: 'a.test.ts',
      status: 'passed',
      assertionResults: [
        { status: 'passed', fullName: 'works' },
        { status: 'pending', fullName: 'on PostgreSQL' },
      ],
    },
  ],
};
const ENDED = { status: 0, output: 'said', only: [], reasonOfSkips: 'why' };

test('what Jest skips has a reason, and what was not asked for is no skip', () => {
  assert.deepEqual(jestResult(REPORT, ENDED), {
    passed: 3,
    failed: 0,
    skipped: [{ name: 'on PostgreSQL', reason: 'why' }],
    output: 'said',
  });
  for (const only of [['-t', 'works'], ['--testNamePattern=works']]) {
    assert.deepEqual(jestResult(REPORT, { ...ENDED, only }).skipped, []);
  }
});

test('a run that ends badly has failed, whatever its report says', () => {
  assert.equal(jestResult(REPORT, { ...ENDED, status: 1 }).failed, 1);
  assert.equal(jestResult(undefined, ENDED).failed, 1);
  const broken = { ...REPORT, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
  assert.equal(jestResult(broken, { ...ENDED, status: 1 }).failed, 3);
});
