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

import { Condition, Deployment } from '../../kubernetes/objects/workloads';
import { timestamp } from '../../kubernetes/store/ObjectStore';

export const TIMED_OUT = 'ProgressDeadlineExceeded';
export const COMPLETED = 'NewReplicaSetAvailable';

/** Replaces the condition of its type, unless that says the same already. */
export function withCondition(
  conditions: Condition[],
  next: Omit<Condition, 'lastUpdateTime' | 'lastTransitionTime'>,
  now: Date,
  options: { again?: boolean } = {},
): Condition[] {
  const before = conditions.find(({ type }) => type === next.type);
  const isSame =
    before?.status === next.status && before.reason === next.reason;
  if (isSame && !options.again) {
    return conditions;
  }
  const time = timestamp(now);
  return [
    ...conditions.filter(one => one !== before),
    {
      ...next,
      lastUpdateTime: time,
      lastTransitionTime:
        before?.status === next.status ? before.lastTransitionTime : time,
    },
  ];
}

/** Nobody waits for a paused Deployment to make progress. */
export function pausedCondition(
  deployment: Deployment,
  conditions: Condition[],
  now: Date,
): Condition[] {
  const reason = progressing(conditions)?.reason;
  const { paused } = deployment.spec;
  if (reason === TIMED_OUT) {
    return conditions;
  }
  if (paused && reason !== 'DeploymentPaused') {
    return withCondition(
      conditions,
      {
        type: 'Progressing',
        status: 'Unknown',
        reason: 'DeploymentPaused',
        message: 'Deployment is paused',
      },
      now,
    );
  }
  return !paused && reason === 'DeploymentPaused'
    ? withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'Unknown',
          reason: 'DeploymentResumed',
          message: 'Deployment is resumed',
        },
        now,
      )
    : conditions;
}

export function progressing(conditions: Condition[]): Condition | undefined {
  return conditions.find(({ type }) => type === 'Progressing');
}

/** In how many milliseconds a rollout has taken too long; undefined when none is going on. */
export function progressDeadline(
  deployment: Deployment,
  now: Date,
): number | undefined {
  const last = progressing(deployment.status?.conditions ?? []);
  const { progressDeadlineSeconds = 600, paused } = deployment.spec;
  if (!last || paused || [TIMED_OUT, COMPLETED].includes(last.reason ?? '')) {
    return undefined;
  }
  const end =
    Date.parse(last.lastUpdateTime ?? '') + progressDeadlineSeconds * 1000;
  // A second more, as times are in whole ones.
  return Math.max(0, end + 1000 - now.getTime());
}
