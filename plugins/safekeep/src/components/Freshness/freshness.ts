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

import {
  SourceState,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { POLL_INTERVAL_MS } from '../../hooks/usePolled';

/** After three turns without an answer, the last one no longer counts as live. */
export const OUTDATED_AFTER_MS = 3 * POLL_INTERVAL_MS;

const WORST_FIRST: SourceState[] = [
  'forbidden',
  'unreachable',
  'stale',
  'starting',
  'live',
];

/** How fresh the whole of a status is: as fresh as its worst source. */
export type Freshness =
  | { kind: 'outdated'; answeredAt: number }
  | { kind: 'live'; answeredAt: number }
  | { kind: Exclude<SourceState, 'live'>; source: SourceStatus };

/** What was answered last, as far as freshness is concerned. */
export interface FreshnessSnapshot {
  status?: { sources: SourceStatus[] };
  answeredAt?: number;
  error?: Error;
}

/**
 * Judges a snapshot. A source that was live in an answer is live as of that
 * answer: when answers stop coming, nothing is live any more.
 */
export function judgeFreshness(
  snapshot: FreshnessSnapshot,
  now: number,
): Freshness | undefined {
  const { status, answeredAt } = snapshot;
  if (!status || answeredAt === undefined) {
    return undefined;
  }
  if (now - answeredAt > OUTDATED_AFTER_MS) {
    return { kind: 'outdated', answeredAt };
  }
  for (const kind of WORST_FIRST) {
    const source = status.sources.find(({ state }) => state === kind);
    if (source && kind !== 'live') {
      return { kind, source };
    }
  }
  return { kind: 'live', answeredAt };
}
