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
import { ResourceStatus } from '../clusters/ResourceStatus';

function reasonFor(
  place: { cluster: string; namespace: string },
  state: SourceState,
  { since, message = '' }: ResourceStatus,
): Reason | undefined {
  switch (state) {
    case 'forbidden':
      return reason('secret-metadata-forbidden', place);
    case 'unreachable':
      return reason('secret-metadata-unreachable', { ...place, message });
    case 'starting':
      return reason('secret-metadata-starting', {
        namespace: place.namespace,
      });
    case 'stale':
      return reason('secret-metadata-stale', {
        ...place,
        since: since.toISOString(),
        message,
      });
    default:
      return undefined;
  }
}

/** How well the metadata of the Secrets of one namespace can be seen. */
export function secretMetadataSource(
  cluster: string,
  namespace: string,
  status: ResourceStatus,
): SourceStatus {
  // Every cluster has Secrets: one that says it has none cannot be read.
  const state: SourceState =
    status.state === 'not-installed' ? 'unreachable' : status.state;
  const isKnown = state === 'live' || state === 'stale';
  return {
    kind: 'secret-metadata',
    name: cluster,
    namespace,
    state,
    ...(isKnown &&
      status.lastSeen && { observedAt: status.lastSeen.toISOString() }),
    reason: reasonFor({ cluster, namespace }, state, status),
  };
}
