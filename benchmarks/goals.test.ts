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
import { describeGoal, isMet } from './goals';

describe('isMet', () => {
  it('takes less for better where the goal is a most', () => {
    const goal = { ratio: { atMost: 0.1 } };
    assert.equal(isMet(goal, { ours: 7, ratio: 0.09 }), true);
    assert.equal(isMet(goal, { ours: 7, ratio: 0.1 }), true);
    assert.equal(isMet(goal, { ours: 7, ratio: 0.11 }), false);
  });

  it('takes more for better where the goal is a least', () => {
    const goal = { ratio: { atLeast: 2 } };
    assert.equal(isMet(goal, { ours: 7, ratio: 2.1 }), true);
    assert.equal(isMet(goal, { ours: 7, ratio: 2 }), true);
    assert.equal(isMet(goal, { ours: 7, ratio: 1.9 }), false);
  });

  it('wants every limit kept', () => {
    const goal = { ratio: { atMost: 0.05 }, ours: { atMost: 50 } };
    assert.equal(isMet(goal, { ours: 50, ratio: 0.05 }), true);
    assert.equal(isMet(goal, { ours: 51, ratio: 0.01 }), false);
    assert.equal(isMet(goal, { ours: 1, ratio: 0.06 }), false);
  });

  it('takes no ratio for none kept', () => {
    const nothing = { ours: 0, ratio: undefined };
    assert.equal(isMet({ ratio: { atMost: 1 } }, nothing), false);
    assert.equal(isMet({ ours: { atMost: 0 } }, nothing), true);
  });
});

describe('describeGoal', () => {
  it('says the direction and the unit', () => {
    assert.equal(
      describeGoal({ ratio: { atMost: 0.05 }, ours: { atMost: 50 } }, 'ms'),
      'ratio ≤ 0.05, ours ≤ 50 ms',
    );
    assert.equal(describeGoal({ ratio: { atLeast: 2 } }, 's'), 'ratio ≥ 2');
  });
});
