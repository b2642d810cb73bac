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

import { Condition, Job } from '../../kubernetes/objects/workloads';

export type JobOutcome = 'complete' | 'failed';

const OUTCOMES = {
  complete: {
    types: ['SuccessCriteriaMet', 'Complete'],
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  },
  failed: {
    types: ['FailureTarget', 'Failed'],
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  },
};

export function isFinal(condition: Condition): boolean {
  return (
    condition.status === 'True' &&
    ['Complete', 'Failed'].includes(condition.type)
  );
}

/** The conditions with how it has ended: first that it will, then that it has. */
export function withOutcome(
  before: Condition[] | undefined,
  outcome: JobOutcome | undefined,
  now: string,
): { conditions?: Condition[] } {
  if (!outcome) {
    return before ? { conditions: before } : {};
  }
  const { types, reason, message } = OUTCOMES[outcome];
  const ended = types.map(type => dated(type, 'True', reason, message, now));
  return { conditions: [...(before ?? []), ...ended] };
}

/** What there is to say when a Job has just been suspended or resumed. */
export function suspension(
  job: Job,
  now: string,
):
  | {
      conditions: Condition[];
      resumed: boolean;
      reason: string;
      message: string;
    }
  | undefined {
  const before = job.status?.conditions ?? [];
  const known = before.find(({ type }) => type === 'Suspended');
  const others = before.filter(one => one !== known);
  const isSuspended = known?.status === 'True';
  if (job.spec.suspend && !isSuspended) {
    const message = 'Job suspended';
    return {
      conditions: [
        ...others,
        dated('Suspended', 'True', 'JobSuspended', message, now),
      ],
      resumed: false,
      reason: 'Suspended',
      message,
    };
  }
  if (!job.spec.suspend && isSuspended) {
    const message = 'Job resumed';
    return {
      conditions: [
        ...others,
        dated('Suspended', 'False', 'JobResumed', message, now),
      ],
      resumed: true,
      reason: 'Resumed',
      message,
    };
  }
  return undefined;
}

function dated(
  type: string,
  status: string,
  reason: string,
  message: string,
  now: string,
): Condition {
  return {
    type,
    status,
    reason,
    message,
    lastProbeTime: now,
    lastTransitionTime: now,
  };
}
