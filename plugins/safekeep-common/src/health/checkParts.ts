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

import { Reason, reason } from '../reasons';
import { CheckStatus, HealthState, SourceStatus } from '../status';
import { NamespaceView } from './namespaceView';
import { severityRank, worstState } from './severity';
import { isLive, wasSeen } from './sources';

/** What one object adds to a check. */
export interface CheckPart {
  state: HealthState;
  evidence: string;
  reason?: Reason;
  /** The cluster it is told of; named with the evidence when there are several. */
  source?: SourceStatus;
}

const MOST_PARTS = 5;

export function notVisible(evidence: string): CheckPart {
  return { state: 'unknown', evidence, reason: reason('check-not-visible') };
}

/** The part, as far as what it was read from may be relied on. */
export function relyingOn(sources: SourceStatus[], part: CheckPart): CheckPart {
  const source = sources.find(({ kind }) => kind === 'cluster');
  const relied = sources.every(isLive)
    ? part
    : notVisible(
        sources.every(wasSeen) ? `last seen: ${part.evidence}` : 'not visible',
      );
  return { ...relied, ...(source && { source }) };
}

/**
 * A part for each place that the others do not speak of and that cannot be seen
 * now: what it holds is not known, so that a check which may apply there is
 * neither left out nor ok. A place that had nothing when it was last seen does
 * not make a check apply.
 */
function blindParts(views: NamespaceView[], parts: CheckPart[]): CheckPart[] {
  if (views.length === 0) {
    return [notVisible('no cluster is known')];
  }
  const told = new Set(parts.map(({ source }) => source));
  return views.flatMap(({ cluster, namespace, seen, source }) => {
    if (!seen) {
      return notVisible(`${cluster}/${namespace}: not visible`);
    }
    return !isLive(source) && !told.has(source) && parts.length > 0
      ? notVisible(`${cluster}/${namespace}: not visible now`)
      : [];
  });
}

/** One line of the checklist; none when it does not apply. */
export function combineParts(
  id: CheckStatus['id'],
  visibleParts: CheckPart[],
  views: NamespaceView[],
): CheckStatus[] {
  const allParts = [...visibleParts, ...blindParts(views, visibleParts)];
  // One file may serve several clusters; it is told once.
  const parts = [
    ...new Map(
      allParts.map(part => [
        JSON.stringify([part.state, part.evidence, part.source?.name]),
        part,
      ]),
    ).values(),
  ];
  if (parts.length === 0) {
    return [];
  }
  const worstFirst = [...parts].sort(
    (a, b) => severityRank(a.state) - severityRank(b.state),
  );
  const clusters = new Set(parts.flatMap(({ source }) => source?.name ?? []));
  const evidence = worstFirst
    .slice(0, MOST_PARTS)
    .map(part =>
      clusters.size > 1 && part.source
        ? `${part.source.name}: ${part.evidence}`
        : part.evidence,
    );
  const more = worstFirst.length - evidence.length;
  const why = worstFirst[0].reason;
  return [
    {
      id,
      state: worstState(parts.map(({ state }) => state)),
      evidence: evidence.join('; ') + (more > 0 ? ` and ${more} more` : ''),
      ...(why && { reason: why }),
    },
  ];
}
