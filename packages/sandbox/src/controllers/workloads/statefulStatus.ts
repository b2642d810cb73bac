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
  isPodReady,
  Pod,
  StatefulSet,
} from '../../kubernetes/objects/workloads';
import { isPodAvailable } from './availability';
import { REVISION_LABEL } from './statefulPod';

/** A StatefulSet's counters. Those of zero are left out, but for two. */
export function statefulStatus(
  set: StatefulSet,
  pods: Pod[],
  revisions: { current: string; update: string },
  now: Date,
): object {
  const { current, update } = revisions;
  const { minReadySeconds } = set.spec;
  const staying = pods.filter(pod => !pod.metadata.deletionTimestamp);
  const at = (revision: string) =>
    staying.filter(pod => pod.metadata.labels?.[REVISION_LABEL] === revision)
      .length;
  const ready = pods.filter(isPodReady).length;
  const available = pods.filter(pod =>
    isPodAvailable(pod, minReadySeconds, now),
  ).length;
  const desired = set.spec.replicas ?? 1;
  const updated = at(update);
  // Under OnDelete the current revision never moves on.
  const done =
    set.spec.updateStrategy?.type !== 'OnDelete' &&
    [updated, ready, pods.length].every(count => count === desired);
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    ...shown('readyReplicas', ready),
    availableReplicas: available,
    ...shown('currentReplicas', done ? updated : at(current)),
    ...shown('updatedReplicas', updated),
    currentRevision: done ? update : current,
    updateRevision: update,
    collisionCount: 0,
  };
}

function shown(field: string, value: number): object {
  return value > 0 ? { [field]: value } : {};
}
