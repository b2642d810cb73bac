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
  JobProgress,
  LABEL_JOB,
} from '@safekeep/backstage-plugin-safekeep-common';
import { count, hasCondition, list, record, text, time } from './json';

function outcomeOf(status: unknown): JobProgress['outcome'] {
  if (hasCondition(status, 'Complete', 'True')) {
    return 'complete';
  }
  if (hasCondition(status, 'Failed', 'True')) {
    return 'failed';
  }
  return hasCondition(status, 'Suspended', 'True') ? 'suspended' : undefined;
}

/** How far a Job is. */
export function jobProgress(object: unknown): JobProgress {
  const status = record(object, 'status');
  return {
    active: count(status, 'active') ?? 0,
    succeeded: count(status, 'succeeded') ?? 0,
    failed: count(status, 'failed') ?? 0,
    outcome: outcomeOf(status),
  };
}

/** Whether a Job or a pod is, by its label, one of Safekeep's that does this. */
export function isJobFor(object: unknown, purpose: string): boolean {
  const labels = record(object, 'metadata', 'labels');
  return text(labels, LABEL_JOB) === purpose;
}

/**
 * What a container said when it ended, or when it ended the time before. A
 * termination message may hold anything, so that only what `parse` makes of it
 * comes out.
 */
export function lastWords<T extends object>(
  container: unknown,
  parse: (message: string | undefined) => T | undefined,
): { said: T; finishedAt?: string } | undefined {
  for (const state of ['state', 'lastState']) {
    const terminated = record(container, state, 'terminated');
    const said = parse(text(terminated, 'message')?.trim());
    if (said) {
      const finishedAt = time(terminated, 'finishedAt');
      return { said, ...(finishedAt && { finishedAt }) };
    }
  }
  return undefined;
}

/** The {@link lastWords} of the first container of a pod that has any. */
export function saidAtTheEnd<T extends object>(
  object: unknown,
  parse: (message: string | undefined) => T | undefined,
): (T & { finishedAt?: string }) | undefined {
  for (const container of list(record(object, 'status'), 'containerStatuses')) {
    const found = lastWords(container, parse);
    if (found) {
      const { said, ...end } = found;
      return { ...said, ...end };
    }
  }
  return undefined;
}
