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
  Observation,
  SURROUNDING_KINDS,
  SurroundingKind,
  SurroundingVisibility,
  SourceState,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ResourceStatus } from '../clusters/ResourceStatus';
import { ObservationStore } from '../database/ObservationStore';

export function isSurrounding(kind: string): kind is SurroundingKind {
  return (SURROUNDING_KINDS as readonly string[]).includes(kind);
}

/**
 * How well the kinds around a database can be seen. As long as the rest is shown
 * as it was last seen, so are they.
 */
export function visibilityOf(
  statuses: ResourceStatus[],
  source: SourceState,
): Partial<Record<SurroundingKind, SurroundingVisibility>> {
  const seen: Partial<Record<SurroundingKind, SurroundingVisibility>> = {};
  for (const { kind, state } of statuses) {
    if (isSurrounding(kind)) {
      const isSeen =
        state === 'live' ||
        state === 'not-installed' ||
        (state === 'stale' && source === 'stale');
      const otherwise = state === 'forbidden' ? 'forbidden' : 'not-visible';
      seen[kind] = isSeen ? 'seen' : otherwise;
    }
  }
  return seen;
}

/**
 * What is outside of a namespace and is about what is in it: the volumes that
 * its claims name, the StorageClasses, and what applies its workloads. Of that
 * no more than concerns this namespace.
 */
export async function readOutside(
  store: ObservationStore,
  cluster: string,
  namespace: string,
  inside: Observation[],
): Promise<Observation[]> {
  const volumes: string[] = [];
  const appliers: string[] = [];
  for (const observation of inside) {
    if (observation.kind === 'PersistentVolumeClaim' && observation.volume) {
      volumes.push(observation.volume);
    }
    if ('appliedBy' in observation && observation.appliedBy) {
      appliers.push(observation.appliedBy.name);
    }
  }
  if (volumes.length === 0 && appliers.length === 0 && !hasClaim(inside)) {
    return [];
  }
  const outside = [
    ...(await store.readNamed(cluster, 'PersistentVolume', volumes)),
    ...(await store.readNamed(cluster, 'StorageClass')),
    ...(await store.readNamed(cluster, 'Application', appliers)),
    ...(await store.readNamed(cluster, 'Kustomization', appliers)),
  ];
  return outside.flatMap(observation => {
    switch (observation.kind) {
      case 'PersistentVolume':
        return observation.claim?.namespace === namespace ? observation : [];
      case 'Application':
      case 'Kustomization':
        return {
          ...observation,
          failures: observation.failures.filter(
            failure => failure.namespace === namespace,
          ),
        };
      default:
        return observation;
    }
  });
}

function hasClaim(observations: Observation[]): boolean {
  return observations.some(({ kind }) => kind === 'PersistentVolumeClaim');
}
