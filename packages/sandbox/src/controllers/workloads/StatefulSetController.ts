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
  Claim,
  isPodReady,
  Pod,
  StatefulSet,
} from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import {
  ControllerContext,
  controllerKey,
  controllerReference,
} from '../ControllerContext';
import { claimPods } from './claimPods';
import {
  claimName,
  ordinalOf,
  REVISION_LABEL,
  statefulPod,
} from './statefulPod';
import { templateHash } from './templateHash';

/** Keeps a StatefulSet's pods: numbered, each with its claims, replaced one at a time. */
export class StatefulSetController implements Controller {
  static create(context: ControllerContext): StatefulSetController {
    return new StatefulSetController(context);
  }

  readonly name = 'statefulset-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'StatefulSet') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod' ? controllerKey(object, 'StatefulSet') : [];
  }

  reconcile(key: ObjectKey): void {
    const set = this.context.get<StatefulSet>('StatefulSet', key);
    if (!set) {
      return;
    }
    const update = `${set.metadata.name}-${templateHash(set.spec.template)}`;
    const current = set.status?.currentRevision || update;
    if (!set.metadata.deletionTimestamp) {
      this.#act(set, update, current);
    }
    const pods = this.#pods(set);
    const at = (revision: string) =>
      pods.filter(pod => pod.metadata.labels?.[REVISION_LABEL] === revision)
        .length;
    const ready = pods.filter(isPodReady).length;
    const desired = set.spec.replicas ?? 1;
    const done = at(update) === desired && ready === desired;
    const currentCount = done ? at(update) : at(current);
    this.context.updateStatus(set, {
      observedGeneration: set.metadata.generation,
      replicas: pods.length,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      availableReplicas: ready,
      ...(currentCount > 0 ? { currentReplicas: currentCount } : {}),
      ...(at(update) > 0 ? { updatedReplicas: at(update) } : {}),
      currentRevision: done ? update : current,
      updateRevision: update,
      collisionCount: 0,
    });
  }

  #pods(set: StatefulSet): Pod[] {
    return claimPods(this.context, set).sort(
      (a, b) => ordinalOf(a) - ordinalOf(b),
    );
  }

  #act(set: StatefulSet, update: string, current: string): void {
    const desired = set.spec.replicas ?? 1;
    const ordered = set.spec.podManagementPolicy !== 'Parallel';
    const pods = new Map(this.#pods(set).map(pod => [ordinalOf(pod), pod]));
    for (let ordinal = 0; ordinal < desired; ordinal++) {
      const pod = pods.get(ordinal);
      if (!pod) {
        this.#createPod(
          set,
          ordinal,
          this.#revisionFor(set, ordinal, update, current),
        );
        if (ordered) {
          return;
        }
      } else if (isFinished(pod)) {
        this.context.delete(pod);
        return;
      } else if (ordered && (!isPodReady(pod) || isLeaving(pod))) {
        // The next pod waits for this one; so does every update, even one that would mend it.
        return;
      }
    }
    const surplus = [...pods.values()]
      .filter(pod => ordinalOf(pod) >= desired)
      .reverse();
    for (const pod of surplus) {
      if (!isLeaving(pod)) {
        this.context.delete(pod);
        this.#record(
          set,
          'SuccessfulDelete',
          `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
        );
      }
      if (ordered) {
        return;
      }
    }
    this.#replaceOutdated(set, pods, desired, update);
  }

  /** From the last ordinal down to the partition, waiting for each to be ready. */
  #replaceOutdated(
    set: StatefulSet,
    pods: Map<number, Pod>,
    desired: number,
    update: string,
  ): void {
    if (set.spec.updateStrategy?.type === 'OnDelete') {
      return;
    }
    const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    for (let ordinal = desired - 1; ordinal >= partition; ordinal--) {
      const pod = pods.get(ordinal);
      const outdated = pod?.metadata.labels?.[REVISION_LABEL] !== update;
      if (pod && outdated && !isLeaving(pod)) {
        this.context.delete(pod);
        this.#record(
          set,
          'SuccessfulDelete',
          `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
        );
        return;
      }
      if (!pod || isLeaving(pod) || !isPodReady(pod)) {
        return;
      }
    }
  }

  /** Below the partition a pod comes back as it was; the template of then is gone here, so only its name is. */
  #revisionFor(
    set: StatefulSet,
    ordinal: number,
    update: string,
    current: string,
  ): string {
    const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    return ordinal < partition ? current : update;
  }

  #createPod(set: StatefulSet, ordinal: number, revision: string): void {
    for (const template of set.spec.volumeClaimTemplates ?? []) {
      this.#ensureClaim(set, template, ordinal);
    }
    const pod = this.context.create(statefulPod(set, ordinal, revision));
    this.#record(
      set,
      'SuccessfulCreate',
      `create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
    );
  }

  /** A claim that is there already is taken as it is, with its old data. */
  #ensureClaim(set: StatefulSet, template: Claim, ordinal: number): void {
    const { namespace } = set.metadata;
    const name = claimName(template.metadata.name, set, ordinal);
    if (this.context.get('PersistentVolumeClaim', { namespace, name })) {
      return;
    }
    const deletesClaims =
      set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
    this.context.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        namespace,
        labels: {
          ...template.metadata.labels,
          ...set.spec.selector.matchLabels,
        },
        annotations: template.metadata.annotations,
        ...(deletesClaims
          ? { ownerReferences: [controllerReference(set)] }
          : {}),
      },
      spec: template.spec,
    });
    this.#record(
      set,
      'SuccessfulCreate',
      `create Claim ${name} Pod ${set.metadata.name}-${ordinal} in StatefulSet ${set.metadata.name} success`,
    );
  }

  #record(set: StatefulSet, reason: string, message: string): void {
    this.context.events.record(set, {
      type: 'Normal',
      reason,
      message,
      component: this.name,
    });
  }
}

function isLeaving(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

function isFinished(pod: Pod): boolean {
  return (
    !isLeaving(pod) && ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')
  );
}
