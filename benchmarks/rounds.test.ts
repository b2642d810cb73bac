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
import { describe, it } from 'node:test';
import { inTurn, ratiosOf, spreadOf } from './rounds';

describe('spreadOf', () => {
  it('has the middle one of an odd number, in whatever order', () => {
    const values = [10, 2, 9, 1, 100];
    assert.deepEqual(spreadOf(values), { min: 1, median: 9, max: 100 });
    assert.deepEqual(values, [10, 2, 9, 1, 100]);
  });

  it('has the mean of the two in the middle of an even number', () => {
    assert.equal(spreadOf([4, 1, 3, 100]).median, 3.5);
    assert.equal(spreadOf([7]).median, 7);
  });
});

describe('inTurn', () => {
  it('alternates, and does not count the first of each', async () => {
    const calls: string[] = [];
    let value = 0;
    const side = (name: string) => () => {
      calls.push(name);
      return (value += 1);
    };
    const rounds = await inTurn(3, side('ours'), side('anchor'));
    assert.deepEqual(
      calls,
      Array.from({ length: 4 }, () => ['ours', 'anchor']).flat(),
    );
    assert.deepEqual(rounds, { ours: [3, 5, 7], anchor: [4, 6, 8] });
  });
});

describe('ratiosOf', () => {
  it('is ours in parts of the anchor', () => {
    assert.deepEqual(ratiosOf({ ours: [1, 9], anchor: [10, 3] }), [0.1, 3]);
  });
});
