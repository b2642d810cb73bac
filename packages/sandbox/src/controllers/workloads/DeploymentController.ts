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
  Deployment,
  isPodActive,
  Pod,
  ReplicaSet,
} from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext, controllerKey } from '../ControllerContext';
import { DeploymentSets } from './DeploymentSets';
import { pausedCondition, progressDeadline } from './deploymentConditions';
import { deploymentStatus } from './deploymentStatus';
import { planRollingUpdate } from './rollingUpdate';

/** Brings a Deployment's pods to its template, by its strategy. */
export class DeploymentController implements Controller {
  static create(context: ControllerContext): DeploymentController {
    return new DeploymentController(context, DeploymentSets.create(context));
  }

  readonly name = 'deployment-controller';

  private constructor(
    private readonly context: ControllerContext,
    private readonly sets: DeploymentSets,
  ) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    switch (object.kind) {
      case 'Deployment':
        return [keyOf(object)];
      case 'ReplicaSet':
        return controllerKey(object, 'Deployment');
      case 'Pod':
        return this.#ownerOfPod(object as Pod);
      default:
        return [];
    }
  }

  reconcile(key: ObjectKey): void {
    const deployment = this.context.get<Deployment>('Deployment', key);
    if (!deployment) {
      return;
    }
    const newest = this.#act(deployment);
    const current = this.context.get<Deployment>('Deployment', key);
    if (current) {
      this.#report(current, newest);
    }
  }

  /** A pod tells the Deployment of its ReplicaSet, which waits for old pods to be gone. */
  #ownerOfPod(pod: Pod): ObjectKey[] {
    const [set] = controllerKey(pod, 'ReplicaSet');
    const found = set && this.context.get<ReplicaSet>('ReplicaSet', set);
    return found ? controllerKey(found, 'Deployment') : [];
  }

  #act(deployment: Deployment): { set?: ReplicaSet; isNew?: boolean } {
    if (deployment.metadata.deletionTimestamp) {
      return {};
    }
    if (deployment.spec.paused) {
      const set = this.sets.find(deployment);
      this.#scaleOnly(deployment);
      return { set };
    }
    const newest =
      deployment.spec.strategy?.type === 'Recreate'
        ? this.#recreate(deployment)
        : this.#roll(deployment);
    if (newest.set) {
      this.sets.forgetOld(deployment, newest.set);
    }
    return newest;
  }

  /** The newest ReplicaSet is not even made before every old pod is gone. */
  #recreate(deployment: Deployment): { set?: ReplicaSet; isNew?: boolean } {
    const known = this.sets.find(deployment);
    const older = this.sets.others(deployment, known);
    for (const set of older) {
      this.#resize(deployment, set, 0);
    }
    if (!older.every(set => this.#hasNoPods(set))) {
      return { set: known };
    }
    const desired = deployment.spec.replicas ?? 1;
    const newest = this.sets.ensure(deployment, desired);
    if (newest.isNew) {
      this.#tellScaled(deployment, newest.set, 0, desired);
    } else {
      this.#resize(deployment, newest.set, desired);
    }
    return newest;
  }

  #roll(deployment: Deployment): { set: ReplicaSet; isNew: boolean } {
    const known = this.sets.find(deployment);
    const older = this.sets.others(deployment, known);
    const limits = {
      desired: deployment.spec.replicas ?? 1,
      maxSurge: deployment.spec.strategy?.rollingUpdate?.maxSurge ?? '25%',
      maxUnavailable:
        deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%',
    };
    if (!known) {
      const none = { name: '', replicas: 0, available: 0 };
      const plan = planRollingUpdate(none, older.map(rolloutSet), limits);
      const replicas = plan.get(none.name) ?? 0;
      const newest = this.sets.ensure(deployment, replicas);
      this.#tellScaled(deployment, newest.set, 0, replicas);
      return newest;
    }
    const newest = this.sets.ensure(deployment, 0);
    const plan = planRollingUpdate(
      rolloutSet(newest.set),
      older.map(rolloutSet),
      limits,
    );
    for (const set of [newest.set, ...older]) {
      const size = plan.get(set.metadata.name);
      this.#resize(deployment, set, size ?? set.spec.replicas ?? 0);
    }
    return newest;
  }

  /** A paused Deployment follows its number of replicas, and nothing else. */
  #scaleOnly(deployment: Deployment): void {
    const active = this.sets
      .all(deployment)
      .filter(set => (set.spec.replicas ?? 0) > 0);
    if (active.length === 1) {
      this.#resize(deployment, active[0], deployment.spec.replicas ?? 1);
    }
  }

  /** Not even terminating ones: `Recreate` is there so that two never run at once. */
  #hasNoPods(set: ReplicaSet): boolean {
    return this.context
      .controlled<Pod>('Pod', set)
      .every(pod => !isPodActive(pod) && !pod.metadata.deletionTimestamp);
  }

  #resize(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const before = set.spec.replicas ?? 0;
    this.sets.resize(deployment, set, replicas);
    this.#tellScaled(deployment, set, before, replicas);
  }

  #tellScaled(
    deployment: Deployment,
    set: ReplicaSet,
    before: number,
    after: number,
  ): void {
    if (before !== after) {
      const direction = after > before ? 'up' : 'down';
      this.context.events.record(deployment, {
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${after}`,
        component: this.name,
      });
    }
  }

  #report(
    deployment: Deployment,
    newest: { set?: ReplicaSet; isNew?: boolean },
  ): void {
    const now = this.context.now();
    const sets = this.sets.all(deployment);
    const name = newest.set?.metadata.name;
    const status = deploymentStatus(deployment, sets, {
      set: sets.find(set => set.metadata.name === name),
      isNew: newest.isNew,
      now,
    });
    const reported = this.context.updateStatus(deployment, {
      ...status,
      conditions: pausedCondition(deployment, status.conditions, now),
    }) as Deployment;
    const wait = progressDeadline(reported, now);
    if (wait !== undefined) {
      this.context.lookAgain(wait, this.name, keyOf(deployment));
    }
  }
}

function rolloutSet(set: ReplicaSet) {
  return {
    name: set.metadata.name,
    replicas: set.spec.replicas ?? 0,
    available: set.status?.availableReplicas ?? 0,
  };
}
