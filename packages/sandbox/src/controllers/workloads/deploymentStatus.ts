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
  Condition,
  Deployment,
  ReplicaSet,
} from '../../kubernetes/objects/workloads';

/** A Deployment's status from its ReplicaSets. Counts of zero are left out, as in the API. */
export function deploymentStatus(
  deployment: Deployment,
  sets: ReplicaSet[],
  newestName: string | undefined,
  now: string,
): object {
  const desired = deployment.spec.replicas ?? 1;
  const newest = sets.find(set => set.metadata.name === newestName);
  const replicas = sum(sets, 'replicas');
  const ready = sum(sets, 'readyReplicas');
  const updated = newest?.status?.replicas ?? 0;
  const updatedAvailable = newest?.status?.availableReplicas ?? 0;
  const unavailable = Math.max(0, desired - ready);
  const complete =
    updated === desired && replicas === desired && updatedAvailable >= desired;
  const available = condition(deployment, now, {
    type: 'Available',
    ...(unavailable === 0 || ready >= minimumAvailable(deployment, desired)
      ? {
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        }),
  });
  const progressing = condition(deployment, now, {
    type: 'Progressing',
    status: 'True',
    reason: complete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    message: `ReplicaSet "${newestName}" ${
      complete ? 'has successfully progressed.' : 'is progressing.'
    }`,
  });
  return {
    observedGeneration: deployment.metadata.generation,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: [available, progressing],
  };
}

function sum(sets: ReplicaSet[], field: 'replicas' | 'readyReplicas'): number {
  return sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
}

function minimumAvailable(deployment: Deployment, desired: number): number {
  if (deployment.spec.strategy?.type === 'Recreate') {
    return desired;
  }
  const limit = deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? 0;
  const share =
    typeof limit === 'number'
      ? limit
      : Math.floor((Number.parseFloat(limit) / 100) * desired);
  return desired - share;
}

function condition(
  deployment: Deployment,
  now: string,
  next: Condition,
): Condition {
  const before = deployment.status?.conditions?.find(
    one => one.type === next.type,
  );
  const same =
    before?.status === next.status &&
    before?.reason === next.reason &&
    before?.message === next.message;
  return {
    ...next,
    lastUpdateTime: same ? before?.lastUpdateTime : now,
    lastTransitionTime:
      before?.status === next.status ? before?.lastTransitionTime : now,
  };
}
