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
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { runInLanes } from './lanes.mjs';

const STAGES = [[['a', 'b'], ['c']], [['d']]];

/** Tells what began and what ended, in that order. */
function recorder() {
  const told = [];
  const run = async name => {
    told.push(`+${name}`);
    await turn();
    told.push(`-${name}`);
    return name.toUpperCase();
  };
  return { told, run };
}

test('lanes run side by side, stages one after the other', async () => {
  const { told, run } = recorder();
  const results = await runInLanes(['d', 'a', 'c', 'b', 'e'], STAGES, run);
  assert.deepEqual(results, ['D', 'A', 'C', 'B', 'E']);
  assert.deepEqual(told.slice(0, 2), ['+a', '+c']);
  assert.ok(told.indexOf('+b') > told.indexOf('-a'));
  assert.ok(told.indexOf('+d') > told.indexOf('-b'));
  // What no stage knows of has the machine to itself.
  assert.deepEqual(told.slice(-4), ['+d', '-d', '+e', '-e']);
});

test('only what is asked for runs, and nothing after an end', async () => {
  const { told, run } = recorder();
  assert.deepEqual(await runInLanes(['b'], STAGES, run), ['B']);
  assert.deepEqual(told, ['+b', '-b']);
  const stop = new AbortController();
  const stopping = async name => {
    stop.abort();
    return name;
  };
  assert.deepEqual(
    await runInLanes(['a', 'b', 'd'], STAGES, stopping, stop.signal),
    ['a'],
  );
});

test('what cannot be run fails the whole', async () => {
  await assert.rejects(
    runInLanes(['a', 'c'], STAGES, async name => {
      throw new Error(name);
    }),
    /^Error: a$/,
  );
});
