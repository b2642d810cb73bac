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

import { InputError } from '@backstage/errors';
import type { ClusterObject } from './SyncTarget';

const ANNOTATION_WAVE = 'argocd.argoproj.io/sync-wave';

/** Within a wave, kinds that others need come first; unknown kinds last. */
const KIND_ORDER = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'SealedSecret',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'Ingress',
];

function kindRank(kind: string): number {
  const rank = KIND_ORDER.indexOf(kind);
  return rank < 0 ? KIND_ORDER.length : rank;
}

/** The sync wave that an object asks for; 0 when it doesn't. */
export function waveOf(object: ClusterObject): number {
  const text = object.metadata.annotations?.[ANNOTATION_WAVE];
  if (text === undefined) {
    return 0;
  }
  if (!/^[+-]?\d+$/.test(text)) {
    throw new InputError(
      `${object.kind} ${object.metadata.name}: the sync wave "${text}" is not a whole number`,
    );
  }
  return Number(text);
}

/** What is done in one wave: first all deletions, then all that is applied. */
export interface SyncWave {
  wave: number;
  prune: ClusterObject[];
  apply: ClusterObject[];
}

/**
 * Plans a sync as Argo CD does: waves one after the other, and what leaves in
 * the opposite order of the waves in which it came, those who need others first.
 */
export function planWaves(
  objects: ClusterObject[],
  leaving: ClusterObject[],
): SyncWave[] {
  const waves = new Map<number, SyncWave>();
  const at = (wave: number): SyncWave => {
    const found = waves.get(wave) ?? { wave, prune: [], apply: [] };
    waves.set(wave, found);
    return found;
  };
  for (const object of objects) {
    at(waveOf(object)).apply.push(object);
  }
  const leavingWaves = [...new Set(leaving.map(waveOf))].sort((a, b) => a - b);
  for (const object of leaving) {
    const place = leavingWaves.indexOf(waveOf(object));
    at(leavingWaves[leavingWaves.length - 1 - place]).prune.push(object);
  }
  for (const { prune, apply } of waves.values()) {
    apply.sort(byKindAndName);
    prune.sort((a, b) => byKindAndName(b, a));
  }
  return [...waves.values()].sort((a, b) => a.wave - b.wave);
}

function byKindAndName(a: ClusterObject, b: ClusterObject): number {
  return (
    kindRank(a.kind) - kindRank(b.kind) ||
    a.metadata.name.localeCompare(b.metadata.name)
  );
}
