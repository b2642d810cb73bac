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
import {
  ControllerContext,
  controllerKey,
  controllerReference,
} from '../ControllerContext';
import { deploymentStatus } from './deploymentStatus';
import { planRollingUpdate } from './rollingUpdate';
import { templateHash } from './templateHash';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';

/** Brings a Deployment's pods to its template, by its strategy. */
export class DeploymentController implements Controller {
  static create(context: ControllerContext): DeploymentController {
    return new DeploymentController(context);
  }

  readonly name = 'deployment-controller';

  private constructor(private readonly context: ControllerContext) {}

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
    let newest: ReplicaSet | undefined;
    if (!deployment.metadata.deletionTimestamp) {
      newest = this.#newest(deployment);
      this.#roll(deployment, newest);
      this.#forgetOldRevisions(deployment, newest);
    }
    const current = this.context.get<Deployment>('Deployment', key);
    if (current) {
      this.context.updateStatus(
        current,
        deploymentStatus(
          current,
          this.#sets(current),
          newest?.metadata.name,
          this.context.timestamp,
        ),
      );
    }
  }

  /** A pod tells the Deployment of its ReplicaSet, which waits for old pods to be gone. */
  #ownerOfPod(pod: Pod): ObjectKey[] {
    const [set] = controllerKey(pod, 'ReplicaSet');
    const found = set && this.context.get<ReplicaSet>('ReplicaSet', set);
    return found ? controllerKey(found, 'Deployment') : [];
  }

  #sets(deployment: Deployment): ReplicaSet[] {
    return this.context.controlled<ReplicaSet>('ReplicaSet', deployment);
  }

  /** The ReplicaSet of the current template, made where there is none. */
  #newest(deployment: Deployment): ReplicaSet {
    const hash = templateHash(deployment.spec.template);
    const name = `${deployment.metadata.name}-${hash}`;
    const sets = this.#sets(deployment);
    const revisions = sets.map(set => revisionOf(set));
    const existing = sets.find(set => set.metadata.name === name);
    const last = Math.max(0, ...revisions);
    const set = existing ?? this.#createSet(deployment, name, hash, last + 1);
    if (existing && revisionOf(existing) < last) {
      // Going back to an earlier template makes it the newest revision.
      this.#setAnnotation(existing, String(last + 1));
    }
    this.#setAnnotation(
      deployment,
      String(
        revisionOf(
          this.context.get<ReplicaSet>('ReplicaSet', keyOf(set)) ?? set,
        ),
      ),
    );
    return this.context.get<ReplicaSet>('ReplicaSet', keyOf(set)) ?? set;
  }

  #createSet(
    deployment: Deployment,
    name: string,
    hash: string,
    revision: number,
  ): ReplicaSet {
    const { template, selector } = deployment.spec;
    const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
    const set: ReplicaSet = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: { [REVISION]: String(revision) },
        ownerReferences: [controllerReference(deployment)],
      },
      spec: {
        replicas: 0,
        selector: {
          ...selector,
          matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash },
        },
        template: {
          ...template,
          metadata: { ...template.metadata, labels },
        },
      },
    };
    return this.context.create(set) as ReplicaSet;
  }

  #roll(deployment: Deployment, newest: ReplicaSet): void {
    const { spec } = deployment;
    const desired = spec.replicas ?? 1;
    const older = this.#sets(deployment).filter(
      set => set.metadata.name !== newest.metadata.name,
    );
    if (spec.paused) {
      return;
    }
    if (spec.strategy?.type === 'Recreate') {
      for (const set of older) {
        this.#resize(deployment, set, 0);
      }
      if (older.every(set => this.#hasNoPods(set))) {
        this.#resize(deployment, newest, desired);
      }
      return;
    }
    const plan = planRollingUpdate(rolloutSet(newest), older.map(rolloutSet), {
      desired,
      maxSurge: spec.strategy?.rollingUpdate?.maxSurge ?? '25%',
      maxUnavailable: spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%',
    });
    for (const set of [newest, ...older]) {
      const size = plan.get(set.metadata.name);
      this.#resize(deployment, set, size ?? set.spec.replicas ?? 0);
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
    if (before === replicas) {
      return;
    }
    this.context.update({ ...set, spec: { ...set.spec, replicas } });
    const direction = replicas > before ? 'up' : 'down';
    this.context.events.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`,
      component: this.name,
    });
  }

  #forgetOldRevisions(deployment: Deployment, newest: ReplicaSet): void {
    const limit = deployment.spec.revisionHistoryLimit ?? 10;
    const idle = this.#sets(deployment)
      .filter(
        set =>
          set.metadata.name !== newest.metadata.name &&
          set.spec.replicas === 0 &&
          (set.status?.replicas ?? 0) === 0,
      )
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const set of idle.slice(0, Math.max(0, idle.length - limit))) {
      this.context.delete(set);
    }
  }

  #setAnnotation(object: Deployment | ReplicaSet, revision: string): void {
    const { annotations } = object.metadata;
    if (annotations?.[REVISION] !== revision) {
      this.context.update({
        ...object,
        metadata: {
          ...object.metadata,
          resourceVersion: undefined,
          annotations: { ...annotations, [REVISION]: revision },
        },
      });
    }
  }
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

function rolloutSet(set: ReplicaSet) {
  return {
    name: set.metadata.name,
    replicas: set.spec.replicas ?? 0,
    available: set.status?.availableReplicas ?? 0,
  };
}
