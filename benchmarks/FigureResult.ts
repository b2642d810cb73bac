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

import { Figure } from './Figure';
import { describeGoal, isMet } from './goals';
import { ratiosOf, Rounds, spreadOf } from './rounds';

/** What a figure came to, as `--json` prints it. */
export interface FigureResult {
  figure: string;
  /** The median of the rounds; null where it was not measured. */
  ours: number | null;
  anchor: number | null;
  unit: string;
  /** `ours` divided by `anchor`; null where the anchor is 0, too. */
  ratio: number | null;
  goal: string;
  /** Null where it was not measured, or has no goal. */
  met: boolean | null;
  /** Why `met` is null, or why measuring failed. */
  reason?: string;
  /** The least and the greatest of the rounds. */
  spread?: { ours: Range; anchor: Range; ratio: Range | null };
}

export type Range = [least: number, greatest: number];

/** What is told is what is judged: both are the rounded numbers. */
export function measured(figure: Figure, rounds: Rounds): FigureResult {
  const ours = spreadOf(rounds.ours);
  const anchor = spreadOf(rounds.anchor);
  const [ourMedian, anchorMedian] = [ours.median, anchor.median].map(rounded);
  const isComparable = rounds.anchor.every(value => value > 0);
  const ratio = isComparable ? rounded(ours.median / anchor.median) : undefined;
  const ratios = spreadOf(ratiosOf(rounds));
  const { goal } = figure;
  return {
    figure: figure.name,
    ours: ourMedian,
    anchor: anchorMedian,
    unit: figure.unit,
    ratio: ratio ?? null,
    goal: goalOf(figure),
    met: goal ? isMet(goal, { ours: ourMedian, ratio }) : null,
    ...(!goal && { reason: figure.whyNoGoal ?? 'it has no goal' }),
    spread: {
      ours: rangeOf(ours),
      anchor: rangeOf(anchor),
      ratio: isComparable ? rangeOf(ratios) : null,
    },
  };
}

/** Neither met nor missed. */
export function notMeasured(figure: Figure, reason: string): FigureResult {
  return { ...nothingOf(figure), met: null, reason };
}

/** What breaks while it is measured is no success. */
export function failed(figure: Figure, reason: string): FigureResult {
  return { ...nothingOf(figure), met: false, reason };
}

function nothingOf(figure: Figure) {
  return {
    figure: figure.name,
    ours: null,
    anchor: null,
    unit: figure.unit,
    ratio: null,
    goal: goalOf(figure),
  };
}

export function goalOf(figure: Figure): string {
  return figure.goal ? describeGoal(figure.goal, figure.unit) : 'none';
}

function rangeOf({ min, max }: { min: number; max: number }): Range {
  return [rounded(min), rounded(max)];
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
