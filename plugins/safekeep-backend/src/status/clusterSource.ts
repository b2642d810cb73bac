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
  Reason,
  reason,
  SourceState,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ResourceState, ResourceStatus } from '../clusters/ResourceStatus';

/** Worst first: as a source is seen no better than its worst kind. */
const WORST_FIRST: readonly ResourceState[] = [
  'forbidden',
  'unreachable',
  'starting',
  'stale',
  'live',
];

function reasonFor(
  cluster: string,
  state: SourceState,
  statuses: ResourceStatus[],
): Reason | undefined {
  const message = statuses.find(status => status.message)?.message ?? '';
  switch (state) {
    case 'forbidden':
      return reason('cluster-forbidden', {
        cluster,
        resource: statuses.map(({ kind }) => `${kind}s`).join(', '),
      });
    case 'unreachable':
      return reason('cluster-unreachable', { cluster, message });
    case 'starting':
      return reason('cluster-starting', { cluster });
    case 'stale': {
      const since = Math.min(...statuses.map(status => status.since.getTime()));
      return reason('cluster-stale', {
        cluster,
        since: new Date(since).toISOString(),
        message,
      });
    }
    default:
      return undefined;
  }
}

/** Until when everything of these was seen to be current. */
function observedUntil(statuses: ResourceStatus[]): string | undefined {
  const times = statuses.map(({ lastSeen }) => lastSeen?.getTime());
  return times.length > 0 && times.every(time => time !== undefined)
    ? new Date(Math.min(...times.map(Number))).toISOString()
    : undefined;
}

/**
 * How well these kinds of one cluster can be seen. A kind that the cluster does
 * not have is seen well: there is none of it.
 */
export function clusterSource(
  cluster: string,
  namespace: string | undefined,
  kinds: ResourceStatus[],
): SourceStatus {
  const installed = kinds.filter(({ state }) => state !== 'not-installed');
  const state = (WORST_FIRST.find(candidate =>
    installed.some(status => status.state === candidate),
  ) ?? 'starting') as SourceState;
  const worst = installed.filter(status => status.state === state);
  const isKnown = state === 'live' || state === 'stale';
  return {
    kind: 'cluster',
    name: cluster,
    ...(namespace !== undefined && { namespace }),
    state,
    observedAt: isKnown ? observedUntil(installed) : undefined,
    reason: reasonFor(cluster, state, worst),
  };
}
