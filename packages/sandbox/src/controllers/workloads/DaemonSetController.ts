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
import {
  DaemonSet,
  isPodActive,
  isPodReady,
} from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import {
  ControllerContext,
  controllerKey,
  controllerReference,
} from '../ControllerContext';
import { claimPods } from './claimPods';
import { REVISION_LABEL } from './statefulPod';
import { templateHash } from './templateHash';

/** One pod on the one node. */
export class DaemonSetController implements Controller {
  static create(context: ControllerContext): DaemonSetController {
    return new DaemonSetController(context);
  }

  readonly name = 'daemonset-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'DaemonSet') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod' ? controllerKey(object, 'DaemonSet') : [];
  }

  reconcile(key: ObjectKey): void {
    const set = this.context.get<DaemonSet>('DaemonSet', key);
    if (!set) {
      return;
    }
    const revision = templateHash(set.spec.template);
    const all = claimPods(this.context, set);
    const pods = all.filter(isPodActive);
    if (!set.metadata.deletionTimestamp) {
      if (all.length === 0) {
        this.#createPod(set, revision);
      }
      for (const pod of pods) {
        if (pod.metadata.labels?.[REVISION_LABEL] !== revision) {
          this.context.delete(pod);
        }
      }
    }
    const now = claimPods(this.context, set).filter(isPodActive);
    const ready = now.filter(isPodReady).length;
    const updated = now.filter(
      pod => pod.metadata.labels?.[REVISION_LABEL] === revision,
    ).length;
    this.context.updateStatus(set, {
      observedGeneration: set.metadata.generation,
      desiredNumberScheduled: 1,
      currentNumberScheduled: now.length,
      numberMisscheduled: 0,
      numberReady: ready,
      ...(ready > 0 ? { numberAvailable: ready } : { numberUnavailable: 1 }),
      updatedNumberScheduled: updated,
    });
  }

  #createPod(set: DaemonSet, revision: string): void {
    const { metadata, spec } = set.spec.template;
    this.context.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: '',
        generateName: `${set.metadata.name}-`,
        namespace: set.metadata.namespace,
        labels: { ...metadata?.labels, [REVISION_LABEL]: revision },
        annotations: metadata?.annotations,
        ownerReferences: [controllerReference(set)],
      },
      spec: {
        ...spec,
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchFields: [
                    {
                      key: 'metadata.name',
                      operator: 'In',
                      values: [NODE_NAME],
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    });
  }
}
