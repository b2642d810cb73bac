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

import type { JsonValue } from '@backstage/types';
import { fieldsOf, type ClusterObject } from './SyncTarget';

/** Whether an object does what it is there for, as Argo CD judges it. */
export type Health = 'healthy' | 'progressing' | 'degraded' | 'missing';

/** Judges an object of the cluster by its status. */
export function assessHealth(object: ClusterObject | undefined): Health {
  if (!object) {
    return 'missing';
  }
  const status = fieldsOf(object, 'status');
  const spec = fieldsOf(object, 'spec');
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet': {
      const wanted = Number(spec.replicas ?? 1);
      const observed =
        Number(status.observedGeneration ?? 0) >=
        (object.metadata.generation ?? 0);
      const ready = Number(status.readyReplicas ?? 0) >= wanted;
      const updated = Number(status.updatedReplicas ?? 0) >= wanted;
      // Old pods still there are part of a rollout that is not over.
      const over = Number(status.replicas ?? 0) <= wanted;
      if (observed && ready && updated && over) {
        return 'healthy';
      }
      return conditionOf(status.conditions, 'Progressing') === 'False'
        ? 'degraded'
        : 'progressing';
    }
    case 'PersistentVolumeClaim':
      if (status.phase === 'Lost') {
        return 'degraded';
      }
      return status.phase === 'Bound' ? 'healthy' : 'progressing';
    case 'Job':
      if (conditionOf(status.conditions, 'Failed') === 'True') {
        return 'degraded';
      }
      return conditionOf(status.conditions, 'Complete') === 'True'
        ? 'healthy'
        : 'progressing';
    case 'SealedSecret': {
      const synced = conditionOf(status.conditions, 'Synced');
      if (synced === 'False') {
        return 'degraded';
      }
      return synced === 'True' ? 'healthy' : 'progressing';
    }
    case 'Namespace':
      return status.phase === 'Terminating' ? 'progressing' : 'healthy';
    default:
      return 'healthy';
  }
}

function conditionOf(
  conditions: JsonValue | undefined,
  type: string,
): string | undefined {
  if (!Array.isArray(conditions)) {
    return undefined;
  }
  for (const condition of conditions) {
    if (
      typeof condition === 'object' &&
      condition !== null &&
      !Array.isArray(condition) &&
      condition.type === type
    ) {
      return String(condition.status);
    }
  }
  return undefined;
}
