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
  isPodActive,
  isPodReady,
  Job,
  Pod,
} from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import {
  ControllerContext,
  controllerKey,
  controllerReference,
} from '../ControllerContext';
import { claimPods } from './claimPods';

/** Runs a Job's pods until enough of them have succeeded, or too many failed. */
export class JobController implements Controller {
  static create(context: ControllerContext): JobController {
    return new JobController(context);
  }

  readonly name = 'job-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'Job') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod' ? controllerKey(object, 'Job') : [];
  }

  reconcile(key: ObjectKey): void {
    const job = this.context.get<Job>('Job', key);
    if (!job || job.metadata.deletionTimestamp) {
      return;
    }
    if (isDone(job)) {
      this.#expire(job);
      return;
    }
    const pods = claimPods(this.context, job);
    const succeeded = inPhase(pods, 'Succeeded');
    const failed = inPhase(pods, 'Failed');
    const { completions = 1, parallelism = 1, suspend } = job.spec;
    const complete = succeeded >= completions;
    const gaveUp = failed > (job.spec.backoffLimit ?? 6);
    if (!complete && !gaveUp && !suspend) {
      const active = pods.filter(isPodActive).length;
      const wanted = Math.min(parallelism, completions - succeeded);
      for (let missing = wanted - active; missing > 0; missing--) {
        this.#createPod(job);
      }
    }
    const running = claimPods(this.context, job).filter(isPodActive);
    const ready = running.filter(isPodReady).length;
    const now = this.context.timestamp;
    const startTime = job.status?.startTime ?? (suspend ? undefined : now);
    this.context.updateStatus(job, {
      startTime,
      ...(running.length > 0 ? { active: running.length } : {}),
      ready,
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
      terminating: 0,
      uncountedTerminatedPods: {},
      ...(complete ? { completionTime: now } : {}),
      ...conditionsOf(complete, gaveUp, now),
    });
    if (complete) {
      this.context.events.record(job, {
        type: 'Normal',
        reason: 'Completed',
        message: 'Job completed',
        component: this.name,
      });
    }
  }

  #createPod(job: Job): void {
    const { metadata, spec } = job.spec.template;
    const pod = this.context.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: '',
        generateName: `${job.metadata.name}-`,
        namespace: job.metadata.namespace,
        labels: metadata?.labels,
        annotations: metadata?.annotations,
        ownerReferences: [controllerReference(job)],
      },
      spec,
    });
    this.context.events.record(job, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component: this.name,
    });
  }

  /** `ttlSecondsAfterFinished`: a finished Job removes itself. */
  #expire(job: Job): void {
    const { ttlSecondsAfterFinished: ttl } = job.spec;
    const done = job.status?.conditions?.find(isFinal);
    if (ttl === undefined || !done?.lastTransitionTime) {
      return;
    }
    const left =
      Date.parse(done.lastTransitionTime) +
      ttl * 1000 -
      this.context.now().getTime();
    if (left > 0) {
      this.context.lookAgain(left, this.name, keyOf(job));
    } else {
      this.context.delete(job);
    }
  }
}

function inPhase(pods: Pod[], phase: string): number {
  return pods.filter(pod => pod.status?.phase === phase).length;
}

function isFinal(condition: Condition): boolean {
  return (
    condition.status === 'True' &&
    ['Complete', 'Failed'].includes(condition.type)
  );
}

function isDone(job: Job): boolean {
  return (job.status?.conditions ?? []).some(isFinal);
}

function conditionsOf(
  complete: boolean,
  gaveUp: boolean,
  now: string,
): { conditions?: Condition[] } {
  if (!complete && !gaveUp) {
    return {};
  }
  const reason = complete ? 'CompletionsReached' : 'BackoffLimitExceeded';
  const message = complete
    ? 'Reached expected number of succeeded pods'
    : 'Job has reached the specified backoff limit';
  const types = complete
    ? ['SuccessCriteriaMet', 'Complete']
    : ['FailureTarget', 'Failed'];
  return {
    conditions: types.map(type => ({
      type,
      status: 'True',
      lastTransitionTime: now,
      reason,
      message,
    })),
  };
}
