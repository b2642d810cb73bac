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

import { NODE_NAME } from '../../kubernetes/bootstrap/clusterObjects';
import { recordAt } from '../../kubernetes/json/isRecord';
import { Claim, isPodActive, Pod } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';
import { configFailure, mountFailure } from './podReferences';
import { ContainerState, PodState, podStatus } from './podStatus';
import { schedulabilityOf, SELECTED_NODE } from './scheduling';

/** Makes a pod's containers wait for this reason for good, to show what that looks like. */
export const WAITING_ANNOTATION = 'sandbox.safekeep.io/waiting';

const WATCHED_BY_PODS = ['Secret', 'ConfigMap', 'PersistentVolumeClaim'];

/** The scheduler and the kubelet: pods become ready after a while, and nothing runs. */
export class PodController implements Controller {
  static create(context: ControllerContext): PodController {
    return new PodController(context);
  }

  readonly name = 'kubelet';

  #addresses = 1;
  /** When a pod came to a stage, by uid and stage. */
  readonly #stages = new Map<string, number>();

  private constructor(private readonly context: ControllerContext) {}

  keysOf(event: StoreEvent): ObjectKey[] {
    const { object } = event;
    if (object.kind === 'Pod' && event.type !== 'DELETED') {
      return [keyOf(object)];
    }
    if (WATCHED_BY_PODS.includes(object.kind)) {
      return this.context
        .list<Pod>('Pod', object.metadata.namespace)
        .filter(pod => pod.status?.phase === 'Pending')
        .map(keyOf);
    }
    return [];
  }

  reconcile(key: ObjectKey): void {
    const pod = this.context.get<Pod>('Pod', key);
    if (!pod) {
      return;
    }
    if (pod.metadata.deletionTimestamp) {
      this.#terminate(pod);
    } else if (!pod.spec.nodeName) {
      this.#schedule(pod);
    } else if (isPodActive(pod)) {
      this.#run(pod);
    }
  }

  #terminate(pod: Pod): void {
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    const takes = Math.min(grace, this.context.timing.podTerminationMs);
    this.#afterwards(pod, 'terminating', takes, () => {
      this.#forget(pod);
      this.context.delete(pod, { gracePeriodSeconds: 0 });
    });
  }

  #schedule(pod: Pod): void {
    const result = schedulabilityOf(this.context, pod);
    if (result.outcome === 'fits') {
      this.context.update({
        ...pod,
        spec: { ...pod.spec, nodeName: NODE_NAME },
      });
      const { namespace, name } = pod.metadata;
      this.#record(
        pod,
        'Normal',
        'Scheduled',
        `Successfully assigned ${namespace}/${name} to ${NODE_NAME}`,
        'default-scheduler',
      );
      return;
    }
    if (result.outcome === 'waits') {
      for (const claim of result.claims) {
        this.#chooseNode(claim);
      }
      return;
    }
    this.#report(pod, {
      phase: 'Pending',
      ready: false,
      scheduled: {
        status: 'False',
        reason: 'Unschedulable',
        message: result.message,
      },
    });
    this.#record(
      pod,
      'Warning',
      'FailedScheduling',
      result.message,
      'default-scheduler',
    );
  }

  /** Tells the volume controller that a claim has its first consumer. */
  #chooseNode(claim: Claim): void {
    const { annotations } = claim.metadata;
    if (annotations?.[SELECTED_NODE] !== NODE_NAME) {
      this.context.update({
        ...claim,
        metadata: {
          ...claim.metadata,
          annotations: { ...annotations, [SELECTED_NODE]: NODE_NAME },
        },
      });
    }
  }

  #run(pod: Pod): void {
    const mount = mountFailure(this.context, pod);
    if (mount) {
      this.#wait(pod, 'ContainerCreating');
      this.#record(pod, 'Warning', 'FailedMount', mount);
      return;
    }
    const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    for (const container of all) {
      const failure = configFailure(this.context, pod, container);
      if (failure) {
        this.#wait(pod, 'CreateContainerConfigError', {
          container: container.name,
          message: failure,
        });
        this.#record(pod, 'Warning', 'Failed', `Error: ${failure}`);
        return;
      }
    }
    const asked = pod.metadata.annotations?.[WAITING_ANNOTATION];
    if (asked) {
      this.#wait(pod, asked);
      return;
    }
    this.#start(pod);
  }

  #start(pod: Pod): void {
    const { podReadyMs, jobDurationMs } = this.context.timing;
    const running = pod.status?.phase === 'Running';
    if (!running) {
      this.#wait(pod, 'ContainerCreating');
      this.#afterwards(pod, 'starting', podReadyMs, () =>
        this.#becomeReady(pod),
      );
      return;
    }
    if (pod.spec.restartPolicy !== 'Always') {
      this.#afterwards(pod, 'running', jobDurationMs, () =>
        this.#complete(pod),
      );
    }
  }

  #becomeReady(pod: Pod): void {
    const current = this.context.get<Pod>('Pod', keyOf(pod)) ?? pod;
    const now = this.context.timestamp;
    this.#addresses += 1;
    const done = terminated(now);
    this.#report(current, {
      phase: 'Running',
      ready: true,
      scheduled: { status: 'True' },
      podIP: `10.42.${Math.floor(this.#addresses / 250)}.${
        (this.#addresses % 250) + 1
      }`,
      containers: new Map<string, ContainerState>([
        ...(pod.spec.initContainers ?? []).map(
          ({ name }) => [name, { terminated: done }] as const,
        ),
        ...pod.spec.containers.map(
          ({ name }) => [name, { running: { startedAt: now } }] as const,
        ),
      ]),
    });
    for (const { name } of pod.spec.containers) {
      this.#record(current, 'Normal', 'Started', `Started container ${name}`);
    }
  }

  #complete(pod: Pod): void {
    const current = this.context.get<Pod>('Pod', keyOf(pod)) ?? pod;
    const done = terminated(this.context.timestamp);
    const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    this.#report(current, {
      phase: 'Succeeded',
      ready: false,
      reason: 'PodCompleted',
      scheduled: { status: 'True' },
      podIP: String(recordAt(current, 'status').podIP),
      containers: new Map(all.map(({ name }) => [name, { terminated: done }])),
    });
  }

  #wait(
    pod: Pod,
    reason: string,
    cause?: { container: string; message: string },
  ): void {
    this.#report(pod, {
      phase: 'Pending',
      ready: false,
      scheduled: { status: 'True' },
      containers: new Map(
        [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
          ({ name }): [string, ContainerState] => {
            const concerned = !cause || cause.container === name;
            return [
              name,
              {
                waiting: concerned
                  ? { reason, ...(cause ? { message: cause.message } : {}) }
                  : { reason: 'ContainerCreating' },
              },
            ];
          },
        ),
      ),
    });
  }

  #report(pod: Pod, state: PodState): void {
    this.context.updateStatus(
      pod,
      podStatus(pod, state, this.context.timestamp),
    );
  }

  #record(
    pod: Pod,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    component: string = this.name,
  ): void {
    this.context.events.record(pod, { type, reason, message, component });
  }

  /**
   * Does it now when its time has come, else looks again when it has. Measured
   * by the machine's own clock: the cluster's may be set by a test.
   */
  #afterwards(
    pod: Pod,
    stage: string,
    takes: number,
    action: () => void,
  ): void {
    const id = `${pod.metadata.uid} ${stage}`;
    const since = this.#stages.get(id) ?? performance.now();
    this.#stages.set(id, since);
    const left = since + takes - performance.now();
    if (left <= 0) {
      action();
    } else {
      this.context.lookAgain(Math.ceil(left), this.name, keyOf(pod));
    }
  }

  #forget(pod: Pod): void {
    for (const stage of ['starting', 'running', 'terminating']) {
      this.#stages.delete(`${pod.metadata.uid} ${stage}`);
    }
  }
}

function terminated(now: string) {
  return {
    exitCode: 0,
    reason: 'Completed',
    startedAt: now,
    finishedAt: now,
  };
}
