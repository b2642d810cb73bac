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

import { Goal } from './goals';
import { Rounds } from './rounds';

/** One number of ours beside the same number of something else. */
export interface Figure {
  /** As it is named on the command line and in the report. */
  name: string;
  /** What is counted, in a few words. */
  title: string;
  /** Of ours and of the anchor's. */
  unit: string;
  /** What ours stands beside, in a few words. */
  anchor: string;
  /** Undefined where none was ever set; `whyNoGoal` says why. */
  goal?: Goal;
  whyNoGoal?: string;
}

export interface MeasureOptions {
  /** A smaller set, for the sum of all to end within three minutes. */
  quick: boolean;
  /** To be given as many times; more is allowed. */
  rounds: number;
  /** What is done at the moment, for the one who waits. */
  onProgress(text: string): void;
}

/** Figures that are measured together. */
export interface Benchmark {
  figures: readonly Figure[];
  /** Why it is no part of the smaller set, unless it is asked for by name. */
  whyNotQuick?: string;
  /**
   * Both sides in turn; the rounds of each figure, by its name.
   *
   * @throws {@link CannotMeasure} where this machine lacks what it takes.
   */
  measure(options: MeasureOptions): Promise<Record<string, Rounds>>;
}

/** This machine lacks what a figure takes; the message says what, and how to get it. */
export class CannotMeasure extends Error {}
