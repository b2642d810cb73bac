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

/** What each side came to, round by round. */
export interface Rounds {
  ours: number[];
  anchor: number[];
}

export interface Spread {
  min: number;
  median: number;
  max: number;
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

/** Our part in the anchor's, round by round. */
export function ratiosOf({ ours, anchor }: Rounds): number[] {
  return ours.map((value, round) => value / anchor[round]);
}

/**
 * The seconds of processor time that this process spends on something: what
 * others do on the machine does not count.
 */
export function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
