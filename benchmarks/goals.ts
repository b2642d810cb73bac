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

/** A bound, itself included. */
export type Limit = { atMost: number } | { atLeast: number };

/** What a figure has to reach; with several limits, all of them. */
export interface Goal {
  /** Of ours, divided by the anchor's. */
  ratio?: Limit;
  /** Of ours alone, in the figure's unit. */
  ours?: Limit;
}

/** Undefined as a ratio (of an anchor that is 0) keeps no limit. */
export function isMet(
  goal: Goal,
  value: { ours: number; ratio: number | undefined },
): boolean {
  return isWithin(goal.ratio, value.ratio) && isWithin(goal.ours, value.ours);
}

function isWithin(limit: Limit | undefined, value: number | undefined) {
  if (limit === undefined) {
    return true;
  }
  if (value === undefined) {
    return false;
  }
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** `ratio ≤ 0.05, ours ≤ 50 ms` */
export function describeGoal(goal: Goal, unit: string): string {
  const parts = [];
  if (goal.ratio) {
    parts.push(`ratio ${describeLimit(goal.ratio)}`);
  }
  if (goal.ours) {
    parts.push(`ours ${describeLimit(goal.ours)} ${unit}`);
  }
  return parts.join(', ');
}

function describeLimit(limit: Limit): string {
  return 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`;
}
