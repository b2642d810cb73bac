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
import { Benchmark, CannotMeasure, Figure } from './Figure';
import { measureFigures } from './measureFigures';
import { exitCodeOf, renderJson, renderTable } from './report';
import { Rounds } from './rounds';

const SIZE: Figure = {
  name: 'size',
  title: 'the size of a thing',
  unit: 'bytes',
  anchor: 'another thing',
  goal: { ratio: { atMost: 0.5 } },
};
const PACE: Figure = {
  name: 'pace',
  title: 'things a second',
  unit: 'things per second',
  anchor: 'another maker',
  goal: { ratio: { atLeast: 2 } },
};

function benchmark(
  taken: Record<string, Rounds> | Error,
  more: Partial<Benchmark> = {},
): Benchmark {
  return {
    figures: [SIZE],
    measure: async () => {
      if (taken instanceof Error) {
        throw taken;
      }
      return taken;
    },
    ...more,
  };
}

function measure(
  benchmarks: Benchmark[],
  options: { names?: string[]; quick?: boolean } = {},
) {
  return measureFigures({
    benchmarks,
    names: [],
    quick: false,
    onProgress: () => {},
    ...options,
  });
}

const GOOD: Rounds = { ours: [1, 2, 3, 2, 2], anchor: [10, 9, 8, 10, 30] };

describe('measureFigures', () => {
  it('tells medians, their ratio, the goal and whether it is met', async () => {
    const results = await measure([benchmark({ size: GOOD })]);
    assert.deepEqual(JSON.parse(renderJson(results)), [
      {
        figure: 'size',
        ours: 2,
        anchor: 10,
        unit: 'bytes',
        ratio: 0.2,
        goal: 'ratio ≤ 0.5',
        met: true,
        spread: { ours: [1, 3], anchor: [8, 30], ratio: [0.06667, 0.375] },
      },
    ]);
    assert.equal(exitCodeOf(results), 0);
  });

  it('judges what it tells', async () => {
    // 0.50004 is told as 0.5.
    const rounds = { ours: Array(5).fill(0.50004), anchor: Array(5).fill(1) };
    const [result] = await measure([benchmark({ size: rounds })]);
    assert.equal(result.ratio, 0.5);
    assert.equal(result.met, true);
  });

  it('tells a miss, in either direction', async () => {
    const [size, pace] = await measure([
      benchmark(
        { size: { ...GOOD, ours: GOOD.anchor }, pace: GOOD },
        { figures: [SIZE, PACE] },
      ),
    ]);
    assert.deepEqual([size.ratio, size.met], [1, false]);
    assert.deepEqual([pace.ratio, pace.met], [0.2, false]);
    assert.equal(exitCodeOf([size]), 1);
  });

  it('is neither met nor missed where it cannot be measured, and says why', async () => {
    const results = await measure([
      benchmark(new CannotMeasure('there is no cluster')),
    ]);
    assert.deepEqual(JSON.parse(renderJson(results)), [
      {
        figure: 'size',
        ours: null,
        anchor: null,
        unit: 'bytes',
        ratio: null,
        goal: 'ratio ≤ 0.5',
        met: null,
        reason: 'there is no cluster',
      },
    ]);
    assert.match(renderTable(results), /not measured[^]*size: there is no/);
    assert.equal(exitCodeOf(results), 0);
  });

  it('counts what breaks as missed, and goes on', async () => {
    const results = await measure([
      benchmark(new Error('what was sealed does not open')),
      benchmark({ pace: GOOD }, { figures: [PACE] }),
    ]);
    assert.deepEqual(
      results.map(({ figure, ours, met }) => ({ figure, ours, met })),
      [
        { figure: 'size', ours: null, met: false },
        { figure: 'pace', ours: 2, met: false },
      ],
    );
    assert.match(results[0].reason!, /does not open/);
    assert.equal(exitCodeOf(results.slice(0, 1)), 1);
  });

  it('takes a median of five, and of three in the smaller set', async () => {
    const three = { ours: [1, 2, 3], anchor: [10, 10, 10] };
    const few = [benchmark({ size: three })];
    assert.equal((await measure(few))[0].met, false);
    assert.match((await measure(few))[0].reason!, /3 rounds instead of 5/);
    assert.equal((await measure(few, { quick: true }))[0].met, true);
    const two = { ours: [1, 2], anchor: [10, 10] };
    const fewer = [benchmark({ size: two })];
    assert.equal((await measure(fewer, { quick: true }))[0].met, false);
  });

  it('takes nothing that is no number for one', async () => {
    for (const wrong of [NaN, Infinity, -1]) {
      const rounds = { ...GOOD, ours: [1, 1, wrong, 1, 1] };
      const [result] = await measure([benchmark({ size: rounds })]);
      assert.equal(result.met, false);
    }
    const [absent] = await measure([benchmark({})]);
    assert.equal(absent.met, false);
  });

  it('has no ratio to an anchor of nothing', async () => {
    const nothing = { ours: Array(5).fill(0), anchor: Array(5).fill(0) };
    const [result] = await measure([benchmark({ size: nothing })]);
    assert.deepEqual([result.ours, result.ratio, result.met], [0, null, false]);
  });

  it('leaves what takes long out of the smaller set, and says so, unless it is named', async () => {
    const slow = benchmark({ size: GOOD }, { whyNotQuick: 'it takes long' });
    const [left] = await measure([slow], { quick: true });
    assert.equal(left.met, null);
    assert.equal(left.reason, 'not in --quick: it takes long');
    const named = { quick: true, names: ['size'] };
    assert.equal((await measure([slow], named))[0].met, true);
    assert.equal((await measure([slow]))[0].met, true);
  });

  it('measures and tells only what is named', async () => {
    const both = benchmark(
      { size: GOOD, pace: GOOD },
      { figures: [SIZE, PACE] },
    );
    const other = benchmark(new Error('not to be measured'));
    const results = await measure([both, other], { names: ['pace'] });
    assert.deepEqual(
      results.map(({ figure }) => figure),
      ['pace'],
    );
  });

  it('has neither where there is no goal, and says so', async () => {
    const figure = { ...SIZE, goal: undefined, whyNoGoal: 'nobody set one' };
    const results = await measure([
      benchmark({ size: GOOD }, { figures: [figure] }),
    ]);
    assert.equal(results[0].ours, 2);
    assert.equal(results[0].goal, 'none');
    assert.equal(results[0].met, null);
    assert.equal(results[0].reason, 'nobody set one');
    assert.equal(exitCodeOf(results), 0);
  });
});
