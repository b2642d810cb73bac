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

import { Reason } from '../reasons';
import { HealthState, SourceStatus } from '../status';
import { severityRank, worstState } from './severity';
import { isLive, wasSeen, whyNotLive } from './sources';

/**
 * Something that keeps an item from being `ok`, and the sources that say so.
 * It is certain only while all of them are live.
 */
export interface Finding {
  state: Exclude<HealthState, 'ok'>;
  reason: Reason;
  sources: SourceStatus[];
}

export interface Verdict {
  state: HealthState;
  lastState?: HealthState;
  reasons: Reason[];
}

function worstFirst(findings: Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => severityRank(a.state) - severityRank(b.state),
  );
}

function withoutRepeats(reasons: Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter(({ code, why }) => {
    const key = `${code}\n${why}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/**
 * The state of an item that depends on these sources. Each source that is not
 * live makes it at best `unknown`; what was found with such a source only
 * counts for `lastState`, and is told after what is certain.
 */
export function judge(
  findings: Finding[],
  sources: SourceStatus[],
  entityRef: string,
): Verdict {
  const blind = sources.filter(source => !isLive(source));
  const certain = findings.filter(finding => finding.sources.every(isLive));
  const asLastSeen = findings.filter(finding => !certain.includes(finding));
  for (const source of blind) {
    certain.push({
      state: 'unknown',
      reason: whyNotLive(source, entityRef),
      sources: [],
    });
  }
  return {
    state: worstState(certain.map(finding => finding.state)),
    ...(blind.length > 0 &&
      sources.every(wasSeen) && {
        lastState: worstState(findings.map(finding => finding.state)),
      }),
    reasons: withoutRepeats(
      [...worstFirst(certain), ...worstFirst(asLastSeen)].map(
        finding => finding.reason,
      ),
    ),
  };
}
