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

/** What a benchmark found, both sides in one run. */
export interface Comparison {
  /** What was done, in a few words. */
  what: string;
  unit: 'CPU-seconds' | 'milliseconds' | 'seconds';
  ours: Side;
  anchor: Side & { name: string };
  /** How many times more the anchor takes than we do, of each round. */
  ratios: Spread;
  goal: string;
}

/** What one thing took in each round. */
export type Side = Spread & { each: string };

export interface Spread {
  min: number;
  median: number;
  max: number;
}

export interface Rounds {
  ours: number[];
  anchor: number[];
}

/**
 * Runs both sides in turn, so that a machine that slows down slows both, after a
 * round that is not counted.
 */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number> | number,
  anchor: () => Promise<number> | number,
): Promise<Rounds> {
  await ours();
  await anchor();
  const result: Rounds = { ours: [], anchor: [] };
  for (let round = 0; round < rounds; round++) {
    result.ours.push(await ours());
    result.anchor.push(await anchor());
  }
  return result;
}

export function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return {
    min: sorted[0],
    median: (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2,
    max: sorted[sorted.length - 1],
  };
}

/** The anchor's part in ours, round by round. */
export function ratiosOf({ ours, anchor }: Rounds): Spread {
  return spreadOf(anchor.map((value, round) => value / ours[round]));
}

export function printComparison(comparison: Comparison): void {
  console.log(
    JSON.stringify(comparison, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(3)) : value,
    ),
  );
}
