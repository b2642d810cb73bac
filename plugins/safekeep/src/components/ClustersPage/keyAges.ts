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

import { SealingKeyStatus } from '@safekeep/backstage-plugin-safekeep-common';

/** How long a sealing key is, or was, the newest, against the renewal period. */
export interface KeyAge {
  /** Since when it is the newest; for an older key, when it was made. */
  since: number;
  /** Seconds for which it has been the newest. */
  seconds: number;
  newest: boolean;
  /** Part of the renewal period, 1 at most; undefined where no period is known. */
  part?: number;
  /** When the next key is due; only of the newest one, where a period is known. */
  due?: number;
  overdue: boolean;
}

/**
 * The ages of a cluster's sealing keys, in their order.
 *
 * @param periodSeconds - of the renewal; 0 or undefined means that none is due
 * @param now - in milliseconds
 */
export function keyAges(
  keys: SealingKeyStatus[],
  periodSeconds: number | undefined,
  now: number,
): KeyAge[] {
  const starts = keys.map(({ notBefore }) => Date.parse(notBefore));
  return keys.map(({ newest }, index) => {
    const since = starts[index];
    // The next one that was made after it.
    const successors = starts.filter(start => start > since);
    const until =
      newest || successors.length === 0 ? now : Math.min(...successors);
    const seconds = Math.max(0, (until - since) / 1_000);
    const due =
      newest && periodSeconds ? since + periodSeconds * 1_000 : undefined;
    return {
      since,
      seconds,
      newest,
      overdue: due !== undefined && due < now,
      ...(due !== undefined && { due }),
      ...(periodSeconds && { part: Math.min(1, seconds / periodSeconds) }),
    };
  });
}
