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

import { Benchmark, CannotMeasure, Figure, MeasureOptions } from './Figure';
import { failed, FigureResult, measured, notMeasured } from './FigureResult';
import { Rounds } from './rounds';

const QUICK_ROUNDS = 3;
const ROUNDS = 5;

/**
 * Measures the figures of these names, or all of them, one benchmark after the
 * other. Every figure has its place in the result, also where it could not be
 * measured.
 */
export async function measureFigures(options: {
  benchmarks: readonly Benchmark[];
  /** None: all. */
  names: readonly string[];
  quick: boolean;
  onProgress: MeasureOptions['onProgress'];
}): Promise<FigureResult[]> {
  const { names } = options;
  const results: FigureResult[] = [];
  for (const benchmark of options.benchmarks) {
    const figures = benchmark.figures.filter(
      ({ name }) => names.length === 0 || names.includes(name),
    );
    if (figures.length === 0) {
      continue;
    }
    if (options.quick && benchmark.whyNotQuick && names.length === 0) {
      const reason = `not in --quick: ${benchmark.whyNotQuick}`;
      results.push(...figures.map(figure => notMeasured(figure, reason)));
      continue;
    }
    const together = await measureTogether(benchmark, figures, options);
    together.forEach(result => options.onProgress(describeResult(result)));
    results.push(...together);
  }
  return results;
}

async function measureTogether(
  benchmark: Benchmark,
  figures: readonly Figure[],
  options: { quick: boolean; onProgress: MeasureOptions['onProgress'] },
): Promise<FigureResult[]> {
  const rounds = options.quick ? QUICK_ROUNDS : ROUNDS;
  try {
    const taken = await benchmark.measure({ ...options, rounds });
    return figures.map(figure => {
      assertWhole(figure, taken[figure.name], rounds);
      return measured(figure, taken[figure.name]);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return figures.map(figure =>
      error instanceof CannotMeasure
        ? notMeasured(figure, reason)
        : failed(figure, `measuring failed: ${reason}`),
    );
  }
}

/** For the one who waits, who has the rest at the end. */
function describeResult({ figure, ours, anchor, ratio, met }: FigureResult) {
  return `${figure}: ${ours} beside ${anchor}, ratio ${ratio}, met: ${met}`;
}

function assertWhole(
  figure: Figure,
  taken: Rounds | undefined,
  rounds: number,
): void {
  if (!taken) {
    throw new Error(`nothing was taken of ${figure.name}`);
  }
  for (const values of [taken.ours, taken.anchor]) {
    if (values.length < rounds) {
      throw new Error(`${values.length} rounds instead of ${rounds}`);
    }
    if (!values.every(value => Number.isFinite(value) && value >= 0)) {
      throw new Error(`a round of ${figure.name} is no number`);
    }
  }
}
