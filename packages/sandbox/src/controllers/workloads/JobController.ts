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
import { isFinal, JobOutcome, suspension, withOutcome } from './jobConditions';
import { JobTally } from './JobTally';

/** Runs a Job's pods until enough of them have succeeded, or too many failed. */
export class JobController implements Controller {
  static create(context: ControllerContext): JobController {
    return new JobController(context);
  }

  readonly name = 'job-controller';

  readonly #tally = JobTally.create();

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
    if ((job.status?.conditions ?? []).some(isFinal)) {
      this.#tally.forget(job);
      this.#expire(job);
      return;
    }
    const counts = this.#tally.count(job, claimPods(this.context, job));
    const { completions = 1, backoffLimit = 6, suspend } = job.spec;
    const outcome: JobOutcome | undefined =
      (counts.failed > backoffLimit && 'failed') ||
      (counts.succeeded >= completions && 'complete') ||
      undefined;
    if (outcome || suspend) {
      this.#deleteActive(job);
    } else {
      this.#createMissing(job, counts);
    }
    this.#report(job, counts, outcome);
  }

  /** After a failure it waits, twice as long after each. */
  #createMissing(
    job: Job,
    counts: { succeeded: number; failed: number },
  ): void {
    const { completions = 1, parallelism = 1 } = job.spec;
    const active = this.#active(job).length;
    const wanted = Math.min(parallelism, completions - counts.succeeded);
    const wait = this.#tally.backOff(job, this.context.timing.jobBackOffMs);
    if (active < wanted && wait > 0) {
      this.context.lookAgain(Math.ceil(wait), this.name, keyOf(job));
      return;
    }
    for (let missing = wanted - active; missing > 0; missing--) {
      this.#createPod(job);
    }
  }

  #report(
    job: Job,
    counts: { succeeded: number; failed: number },
    outcome: JobOutcome | undefined,
  ): void {
    const now = this.context.timestamp;
    const running = this.#active(job);
    const suspended = suspension(job, now);
    const startTime =
      job.spec.suspend || suspended?.resumed
        ? undefined
        : job.status?.startTime;
    this.context.updateStatus(job, {
      ...(job.spec.suspend ? {} : { startTime: startTime ?? now }),
      ...(running.length > 0 ? { active: running.length } : {}),
      ready: running.filter(isPodReady).length,
      ...(counts.succeeded > 0 ? { succeeded: counts.succeeded } : {}),
      ...(counts.failed > 0 ? { failed: counts.failed } : {}),
      terminating: this.#leaving(job).length,
      uncountedTerminatedPods: {},
      ...(outcome === 'complete' ? { completionTime: now } : {}),
      ...withOutcome(
        suspended?.conditions ?? job.status?.conditions,
        outcome,
        now,
      ),
    });
    if (suspended) {
      this.#record(job, 'Normal', suspended.reason, suspended.message);
    }
    if (outcome === 'complete') {
      this.#record(job, 'Normal', 'Completed', 'Job completed');
    } else if (outcome === 'failed') {
      this.#record(
        job,
        'Warning',
        'BackoffLimitExceeded',
        'Job has reached the specified backoff limit',
      );
    }
  }

  #active(job: Job): Pod[] {
    return claimPods(this.context, job).filter(isPodActive);
  }

  #leaving(job: Job): Pod[] {
    return claimPods(this.context, job).filter(
      pod =>
        pod.metadata.deletionTimestamp &&
        !['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''),
    );
  }

  #deleteActive(job: Job): void {
    for (const pod of this.#active(job)) {
      this.context.delete(pod);
      this.#record(
        job,
        'Normal',
        'SuccessfulDelete',
        `Deleted pod: ${pod.metadata.name}`,
      );
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
    this.#record(
      job,
      'Normal',
      'SuccessfulCreate',
      `Created pod: ${pod.metadata.name}`,
    );
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

  #record(
    job: Job,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const component = this.name;
    this.context.events.record(job, { type, reason, message, component });
  }
}
