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
import { parseClusterArguments } from './arguments.mjs';

const SUITES = ['contract', 'interop'];

test('all suites by default, and what stands behind -- is for Jest', () => {
  const parse = (...args) => parseClusterArguments(args, SUITES);
  assert.deepEqual(parse(), {
    help: undefined,
    kubeconfig: undefined,
    names: SUITES,
    only: [],
    isWhole: true,
  });
  assert.deepEqual(
    parse('interop', '--kubeconfig', 'kind.yaml', '--', '-t', 'canary'),
    {
      help: undefined,
      kubeconfig: 'kind.yaml',
      names: ['interop'],
      only: ['-t', 'canary'],
      isWhole: false,
    },
  );
  assert.match(parse('--help').help, /contract, interop/);
});

test('a suite that is run by hand has to be named', () => {
  const parse = (...args) => parseClusterArguments(args, SUITES, ['interop']);
  assert.deepEqual(parse().names, ['contract']);
  assert.equal(parse().isWhole, true);
  assert.deepEqual(parse('interop').names, ['interop']);
});

test('what there is not is told with the usage', () => {
  for (const args of [['unit'], ['--kubernetes', 'x']]) {
    assert.throws(
      () => parseClusterArguments(args, SUITES),
      /(no suite "unit"|--kubernetes)[^]*npm run test:cluster/,
    );
  }
});
