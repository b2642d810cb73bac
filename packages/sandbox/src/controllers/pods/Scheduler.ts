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
import { Claim, Pod } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';
import { datedConditions } from './conditions';
import { schedulabilityOf, SELECTED_NODE } from './scheduling';

const WATCHED = ['PersistentVolumeClaim', 'Node'];

/** Gives pods the one node, or says why it cannot. */
export class Scheduler implements Controller {
  static create(context: ControllerContext): Scheduler {
    return new Scheduler(context);
  }

  readonly name = 'default-scheduler';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object, type }: StoreEvent): ObjectKey[] {
    if (object.kind === 'Pod' && type !== 'DELETED') {
      return [keyOf(object)];
    }
    if (!WATCHED.includes(object.kind)) {
      return [];
    }
    return this.context
      .list<Pod>('Pod', object.metadata.namespace)
      .filter(pod => !pod.spec.nodeName)
      .map(keyOf);
  }

  reconcile(key: ObjectKey): void {
    const pod = this.context.get<Pod>('Pod', key);
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) {
      return;
    }
    const result = schedulabilityOf(this.context, pod);
    if (result.outcome === 'fits') {
      this.#assign(pod);
    } else if (result.outcome === 'waits') {
      for (const claim of result.claims) {
        this.#chooseNode(claim);
      }
    } else {
      this.#refuse(pod, result.message);
    }
  }

  #assign(pod: Pod): void {
    const { namespace, name } = pod.metadata;
    this.context.update({
      ...pod,
      spec: { ...pod.spec, nodeName: NODE_NAME },
    });
    this.context.events.record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${NODE_NAME}`,
      component: this.name,
      action: 'Binding',
    });
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

  #refuse(pod: Pod, message: string): void {
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
    };
    const before = pod.status?.conditions?.[0];
    if (before?.message === message) {
      return;
    }
    this.context.updateStatus(pod, {
      ...pod.status,
      conditions: datedConditions(pod, [condition], this.context.timestamp),
    });
    this.context.events.record(pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: this.name,
      action: 'Scheduling',
    });
  }
}
