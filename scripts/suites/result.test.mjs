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
import { summarize } from './result.mjs';

const RESULTS = [
  { suite: 'types', passed: 1, failed: 0, skipped: [], seconds: 1 },
  {
    suite: 'unit',
    passed: 40,
    failed: 1,
    skipped: [{ name: 'on PostgreSQL', reason: 'not installed' }],
    seconds: 2,
  },
];

test('the last line counts all suites and skips are named', () => {
  const { text, failed } = summarize(RESULTS, { requireAll: false });
  assert.equal(text.split('\n').at(-1), '41 passed, 1 failed, 1 skipped');
  assert.match(text, /unit: on PostgreSQL \(not installed\)/);
  assert.equal(failed, 1);
});

test('a skip is a failure when everything is required', () => {
  const { text, failed } = summarize(RESULTS, { requireAll: true });
  assert.equal(text.split('\n').at(-1), '41 passed, 2 failed, 0 skipped');
  assert.equal(failed, 2);
});
