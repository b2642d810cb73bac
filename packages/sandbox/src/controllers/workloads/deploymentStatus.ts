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
import {
  COMPLETED,
  progressDeadline,
  progressing,
  TIMED_OUT,
  withCondition,
} from './deploymentConditions';
import { resolveShare } from './rollingUpdate';

interface Newest {
  set?: ReplicaSet;
  /** Made just now. */
  isNew?: boolean;
  now: Date;
}

interface Counts {
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
}

/** A Deployment's status from its ReplicaSets. Counts of zero are left out, as in the API. */
export function deploymentStatus(
  deployment: Deployment,
  sets: ReplicaSet[],
  newest: Newest,
): { conditions: Condition[] } {
  const counts: Counts = {
    replicas: sum(sets, 'replicas'),
    updatedReplicas: newest.set?.status?.replicas ?? 0,
    readyReplicas: sum(sets, 'readyReplicas'),
    availableReplicas: sum(sets, 'availableReplicas'),
  };
  const declared = sets.reduce(
    (total, set) => total + (set.spec.replicas ?? 0),
    0,
  );
  const unavailableReplicas = Math.max(0, declared - counts.availableReplicas);
  const shown = Object.entries({ ...counts, unavailableReplicas }).filter(
    ([, count]) => count > 0,
  );
  const before = deployment.status?.conditions ?? [];
  const available = withCondition(
    before,
    availability(deployment, counts.availableReplicas),
    newest.now,
  );
  return {
    observedGeneration: deployment.metadata.generation,
    ...Object.fromEntries(shown),
    conditions: deployment.spec.paused
      ? available
      : withProgress(deployment, available, counts, newest),
  } as { conditions: Condition[] };
}

function availability(deployment: Deployment, available: number) {
  return available >= minimumAvailable(deployment)
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

/** Whether the rollout is done, goes on, or has taken too long. */
function withProgress(
  deployment: Deployment,
  conditions: Condition[],
  counts: Counts,
  { set, isNew, now }: Newest,
): Condition[] {
  const say = (
    status: string,
    reason: string,
    message: string,
    again = false,
  ) =>
    withCondition(
      conditions,
      { type: 'Progressing', status, reason, message },
      now,
      { again },
    );
  const name = set?.metadata.name;
  if (isNew) {
    return say(
      'True',
      'NewReplicaSetCreated',
      `Created new replica set "${name}"`,
    );
  }
  const subject = set
    ? `ReplicaSet "${name}"`
    : `Deployment "${deployment.metadata.name}"`;
  const last = progressing(conditions);
  if (
    counts.replicas === counts.updatedReplicas &&
    last?.reason === COMPLETED
  ) {
    return conditions;
  }
  if (isComplete(deployment, counts)) {
    return say('True', COMPLETED, `${subject} has successfully progressed.`);
  }
  if (hasProgressed(deployment, counts)) {
    const message = `${subject} is progressing.`;
    return say('True', 'ReplicaSetUpdated', message, true);
  }
  const isLate = progressDeadline(
    { ...deployment, status: { ...deployment.status, conditions } },
    now,
  );
  return isLate === 0
    ? say('False', TIMED_OUT, `${subject} has timed out progressing.`)
    : conditions;
}

function isComplete(deployment: Deployment, counts: Counts): boolean {
  const desired = deployment.spec.replicas ?? 1;
  return [
    counts.replicas,
    counts.updatedReplicas,
    counts.availableReplicas,
  ].every(count => count === desired);
}

/** More new pods, fewer old ones, or more that are ready. */
function hasProgressed({ status = {} }: Deployment, counts: Counts): boolean {
  const {
    replicas = 0,
    updatedReplicas = 0,
    readyReplicas = 0,
    availableReplicas = 0,
  } = status;
  return (
    counts.updatedReplicas > updatedReplicas ||
    counts.replicas - counts.updatedReplicas < replicas - updatedReplicas ||
    counts.readyReplicas > readyReplicas ||
    counts.availableReplicas > availableReplicas
  );
}

function sum(
  sets: ReplicaSet[],
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
): number {
  return sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
}

function minimumAvailable(deployment: Deployment): number {
  const desired = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type === 'Recreate') {
    return desired;
  }
  const limit = deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? 0;
  return desired - resolveShare(limit, desired, Math.floor);
}
