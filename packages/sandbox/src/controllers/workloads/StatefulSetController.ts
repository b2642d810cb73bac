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

import { Pod, StatefulSet } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext, controllerKey } from '../ControllerContext';
import { isPodAvailable, nextAvailability } from './availability';
import { claimPods } from './claimPods';
import { ensureClaims } from './statefulClaims';
import { ordinalOf, REVISION_LABEL, statefulPod } from './statefulPod';
import { StatefulRevisions } from './StatefulRevisions';
import { statefulStatus } from './statefulStatus';

interface Revisions {
  current: string;
  update: string;
}

/** Keeps a StatefulSet's pods: numbered, each with its claims, replaced one at a time. */
export class StatefulSetController implements Controller {
  static create(context: ControllerContext): StatefulSetController {
    return new StatefulSetController(
      context,
      StatefulRevisions.create(context),
    );
  }

  readonly name = 'statefulset-controller';

  private constructor(
    private readonly context: ControllerContext,
    private readonly revisions: StatefulRevisions,
  ) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'StatefulSet') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod' ? controllerKey(object, 'StatefulSet') : [];
  }

  reconcile(key: ObjectKey): void {
    const set = this.context.get<StatefulSet>('StatefulSet', key);
    if (!set || set.metadata.deletionTimestamp) {
      return;
    }
    const revisions = this.revisions.resolve(set);
    this.#act(set, revisions);
    const pods = this.#pods(set);
    const now = this.context.now();
    this.context.updateStatus(set, statefulStatus(set, pods, revisions, now));
    this.revisions.forgetOld(set, [
      revisions.current,
      revisions.update,
      ...pods.map(pod => pod.metadata.labels?.[REVISION_LABEL] ?? ''),
    ]);
    const wait = nextAvailability(pods, set.spec.minReadySeconds, now);
    if (wait !== undefined) {
      this.context.lookAgain(wait, this.name, key);
    }
  }

  #pods(set: StatefulSet): Pod[] {
    return claimPods(this.context, set).sort(
      (a, b) => ordinalOf(a) - ordinalOf(b),
    );
  }

  /** Makes what is missing, then removes what is too much, then replaces what is outdated. */
  #act(set: StatefulSet, revisions: Revisions): void {
    const desired = set.spec.replicas ?? 1;
    const pods = this.#pods(set);
    const wanted = new Map(
      pods
        .filter(pod => ordinalOf(pod) < desired)
        .map(one => [ordinalOf(one), one]),
    );
    const surplus = pods.filter(pod => ordinalOf(pod) >= desired).reverse();
    if (
      this.#complete(set, desired, wanted, revisions) &&
      this.#shrink(set, surplus)
    ) {
      this.#replaceOutdated(set, desired, wanted, revisions.update);
    }
  }

  /** Whether nothing stands in the way of what comes next. */
  #complete(
    set: StatefulSet,
    desired: number,
    pods: Map<number, Pod>,
    revisions: Revisions,
  ): boolean {
    const ordered = set.spec.podManagementPolicy !== 'Parallel';
    for (let ordinal = 0; ordinal < desired; ordinal++) {
      const pod = pods.get(ordinal);
      if (!pod) {
        this.#createPod(set, ordinal, revisions);
        if (ordered) {
          return false;
        }
        continue;
      }
      if (pod.status?.phase === 'Pending') {
        this.#ensureClaims(set, ordinal);
      }
      if (isFinished(pod)) {
        this.context.delete(pod);
        return false;
      }
      // The next pod waits for this one; so does every update, even one that would mend it.
      if (ordered && !this.#isInService(set, pod)) {
        return false;
      }
    }
    return true;
  }

  /** From the last ordinal down, each when the one before is gone. */
  #shrink(set: StatefulSet, surplus: Pod[]): boolean {
    const ordered = set.spec.podManagementPolicy !== 'Parallel';
    for (const pod of surplus) {
      if (!isLeaving(pod)) {
        this.#deletePod(set, pod);
      }
      if (ordered) {
        return false;
      }
    }
    return true;
  }

  /** From the last ordinal down to the partition, waiting for each to be in service. */
  #replaceOutdated(
    set: StatefulSet,
    desired: number,
    pods: Map<number, Pod>,
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
        this.#deletePod(set, pod);
        return;
      }
      if (!pod || !this.#isInService(set, pod)) {
        return;
      }
    }
  }

  #isInService(set: StatefulSet, pod: Pod): boolean {
    const { minReadySeconds } = set.spec;
    return (
      !isLeaving(pod) &&
      isPodAvailable(pod, minReadySeconds, this.context.now())
    );
  }

  /** Below the partition a pod comes back as it was. */
  #createPod(set: StatefulSet, ordinal: number, revisions: Revisions): void {
    const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
    const below =
      type !== 'OnDelete' && ordinal < (rollingUpdate?.partition ?? 0);
    const revision = below ? revisions.current : revisions.update;
    const template = this.revisions.templateOf(set, revision);
    this.#ensureClaims(set, ordinal);
    const { metadata } = this.context.create(
      statefulPod(set, template, ordinal, revision),
    );
    this.#record(
      set,
      'SuccessfulCreate',
      `create Pod ${metadata.name} in StatefulSet ${set.metadata.name} successful`,
    );
  }

  #ensureClaims(set: StatefulSet, ordinal: number): void {
    ensureClaims(this.context, set, ordinal, message =>
      this.#record(set, 'SuccessfulCreate', message),
    );
  }

  #deletePod(set: StatefulSet, pod: Pod): void {
    this.context.delete(pod);
    this.#record(
      set,
      'SuccessfulDelete',
      `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
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
