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

import { isPodActive, Pod } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { SimulatedDatabases } from '../../postgres/SimulatedDatabases';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';
import { ContainerRunner } from './ContainerRunner';
import { mountFailure } from './podReferences';
import { podStatus } from './podStatus';
import { Stages } from './Stages';

const WATCHED_BY_PODS = ['Secret', 'ConfigMap', 'PersistentVolumeClaim'];

/** The kubelet of the one node: mounts, starts, restarts and ends. Nothing runs. */
export class PodController implements Controller {
  static create(
    context: ControllerContext,
    databases: SimulatedDatabases,
  ): PodController {
    const stages = Stages.create((delayMs, key) =>
      context.lookAgain(delayMs, 'kubelet', key),
    );
    const runner = ContainerRunner.create(context, stages, databases);
    return new PodController(context, stages, runner, databases);
  }

  readonly name = 'kubelet';

  #addresses = 1;

  private constructor(
    private readonly context: ControllerContext,
    private readonly stages: Stages,
    private readonly runner: ContainerRunner,
    private readonly databases: SimulatedDatabases,
  ) {}

  keysOf({ object, type }: StoreEvent): ObjectKey[] {
    if (object.kind === 'Pod' && type !== 'DELETED') {
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
    if (pod?.metadata.deletionTimestamp) {
      this.#terminate(pod);
    } else if (pod?.spec.nodeName && isPodActive(pod)) {
      this.#run(pod);
    }
  }

  #terminate(pod: Pod): void {
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    const takes = Math.min(grace, this.context.timing.podTerminationMs);
    if (this.stages.begins(pod, 'terminating')) {
      this.runner.tellStopping(pod);
    }
    if (this.stages.isOver(pod, 'terminating', takes)) {
      this.stages.forget(pod);
      this.databases.stop(pod);
      this.context.delete(pod, { gracePeriodSeconds: 0 });
    }
  }

  #run(pod: Pod): void {
    const failure = mountFailure(this.context, pod);
    if (failure && !pod.status?.podIP) {
      this.context.events.record(pod, {
        type: 'Warning',
        reason: 'FailedMount',
        message: failure,
        component: this.name,
      });
      this.#report(pod, false);
      return;
    }
    this.#report(pod, true);
  }

  #report(pod: Pod, sandboxReady: boolean): void {
    const seen = this.runner.advance(pod, sandboxReady);
    const podIP = sandboxReady
      ? pod.status?.podIP ?? this.#nextAddress()
      : undefined;
    this.context.updateStatus(
      pod,
      podStatus(pod, { sandboxReady, podIP, ...seen }, this.context.timestamp),
    );
  }

  #nextAddress(): string {
    this.#addresses += 1;
    const subnet = Math.floor(this.#addresses / 250);
    return `10.42.${subnet}.${(this.#addresses % 250) + 1}`;
  }
}
