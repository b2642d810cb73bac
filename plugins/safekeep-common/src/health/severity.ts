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

import { HealthState } from '../status';

/**
 * Worst first. What is known to be wrong comes before what nobody could look
 * at: it is certain, and a person can act on it. What nobody could look at
 * comes before what is fine, and is never hidden by it.
 */
const WORST_FIRST: readonly HealthState[] = [
  'failing',
  'attention',
  'unknown',
  'ok',
];

export function severityRank(state: HealthState): number {
  return WORST_FIRST.indexOf(state);
}

export function worstState(states: Iterable<HealthState>): HealthState {
  let worst: HealthState = 'ok';
  for (const state of states) {
    if (severityRank(state) < severityRank(worst)) {
      worst = state;
    }
  }
  return worst;
}

/** By code unit, so that the order is the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

interface Ranked {
  state: HealthState;
  lastState?: HealthState;
  name: string;
  namespace: string;
  cluster?: string;
}

/**
 * Worst first, then as last seen (so that a stale list keeps its order), then
 * by name.
 */
export function compareItems(a: Ranked, b: Ranked): number {
  return (
    severityRank(a.state) - severityRank(b.state) ||
    severityRank(a.lastState ?? a.state) -
      severityRank(b.lastState ?? b.state) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.cluster ?? '', b.cluster ?? '')
  );
}
