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
  Pod,
  ReplicaSet,
} from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import {
  ControllerContext,
  controllerKey,
  controllerReference,
} from '../ControllerContext';
import { isPodAvailable, nextAvailability } from './availability';
import { claimPods } from './claimPods';

/** Keeps as many pods as a ReplicaSet asks for. */
export class ReplicaSetController implements Controller {
  static create(context: ControllerContext): ReplicaSetController {
    return new ReplicaSetController(context);
  }

  readonly name = 'replicaset-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'ReplicaSet') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod' ? controllerKey(object, 'ReplicaSet') : [];
  }

  reconcile(key: ObjectKey): void {
    const set = this.context.get<ReplicaSet>('ReplicaSet', key);
    if (!set) {
      return;
    }
    const pods = claimPods(this.context, set).filter(isPodActive);
    if (!set.metadata.deletionTimestamp) {
      this.#scale(set, pods);
    }
    const current = claimPods(this.context, set).filter(isPodActive);
    const { minReadySeconds } = set.spec;
    const now = this.context.now();
    const ready = current.filter(isPodReady).length;
    const available = current.filter(pod =>
      isPodAvailable(pod, minReadySeconds, now),
    ).length;
    this.context.updateStatus(set, {
      observedGeneration: set.metadata.generation,
      replicas: current.length,
      ...(current.length > 0 ? { fullyLabeledReplicas: current.length } : {}),
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      ...(available > 0 ? { availableReplicas: available } : {}),
    });
    const wait = nextAvailability(current, minReadySeconds, now);
    if (wait !== undefined) {
      this.context.lookAgain(wait, this.name, key);
    }
  }

  #scale(set: ReplicaSet, pods: Pod[]): void {
    const desired = set.spec.replicas ?? 1;
    for (let missing = desired - pods.length; missing > 0; missing--) {
      const pod = this.context.create(podOf(set));
      this.#record(
        set,
        'SuccessfulCreate',
        `Created pod: ${pod.metadata.name}`,
      );
    }
    const surplus = pods.length - desired;
    if (surplus > 0) {
      // Those that are not ready go first, then the youngest.
      const doomed = [...pods]
        .sort(
          (a, b) =>
            Number(isPodReady(a)) - Number(isPodReady(b)) ||
            Number(b.metadata.resourceVersion) -
              Number(a.metadata.resourceVersion),
        )
        .slice(0, surplus);
      for (const pod of doomed) {
        this.context.delete(pod);
        this.#record(
          set,
          'SuccessfulDelete',
          `Deleted pod: ${pod.metadata.name}`,
        );
      }
    }
  }

  #record(set: ReplicaSet, reason: string, message: string): void {
    this.context.events.record(set, {
      type: 'Normal',
      reason,
      message,
      component: this.name,
    });
  }
}

function podOf(set: ReplicaSet): Pod {
  const { metadata, spec } = set.spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      labels: metadata?.labels,
      annotations: metadata?.annotations,
      name: '',
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace,
      ownerReferences: [controllerReference(set)],
    },
    spec,
  };
}
