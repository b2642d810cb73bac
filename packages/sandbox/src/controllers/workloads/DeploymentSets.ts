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

import { isDeepStrictEqual } from 'node:util';
import { Deployment, ReplicaSet } from '../../kubernetes/objects/workloads';
import { ControllerContext, controllerReference } from '../ControllerContext';
import { resolveShare } from './rollingUpdate';
import { templateHash } from './templateHash';

const PREFIX = 'deployment.kubernetes.io';
const REVISION = `${PREFIX}/revision`;
const HISTORY = `${PREFIX}/revision-history`;
const DESIRED = `${PREFIX}/desired-replicas`;
const MAXIMUM = `${PREFIX}/max-replicas`;
const HASH_LABEL = 'pod-template-hash';

/** What a ReplicaSet does not get from its Deployment. */
const NOT_COPIED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MAXIMUM,
];

/** The ReplicaSets of a Deployment: one for each template that it has had. */
export class DeploymentSets {
  static create(context: ControllerContext): DeploymentSets {
    return new DeploymentSets(context);
  }

  private constructor(private readonly context: ControllerContext) {}

  all(deployment: Deployment): ReplicaSet[] {
    return this.context.controlled<ReplicaSet>('ReplicaSet', deployment);
  }

  others(deployment: Deployment, newest?: ReplicaSet): ReplicaSet[] {
    return this.all(deployment).filter(
      set => set.metadata.name !== newest?.metadata.name,
    );
  }

  /** The one of the current template, if it has been made. */
  find(deployment: Deployment): ReplicaSet | undefined {
    const name = nameOf(deployment);
    return this.all(deployment).find(set => set.metadata.name === name);
  }

  /** The one of the current template, as the newest revision; made with so many replicas where there is none. */
  ensure(
    deployment: Deployment,
    replicas: number,
  ): { set: ReplicaSet; isNew: boolean } {
    const known = this.find(deployment);
    const last = Math.max(
      0,
      ...this.others(deployment, known).map(set => revisionOf(set)),
    );
    const set = known
      ? this.#refresh(deployment, known, last + 1)
      : this.#make(deployment, replicas, last + 1);
    this.#noteRevision(deployment, revisionOf(set));
    return { set, isNew: known === undefined };
  }

  resize(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const annotations = { ...set.metadata.annotations, ...sizes(deployment) };
    if (
      set.spec.replicas !== replicas ||
      !isDeepStrictEqual(set.metadata.annotations, annotations)
    ) {
      this.context.update({
        ...set,
        metadata: { ...set.metadata, annotations },
        spec: { ...set.spec, replicas },
      });
    }
  }

  forgetOld(deployment: Deployment, newest: ReplicaSet): void {
    const limit = deployment.spec.revisionHistoryLimit ?? 10;
    const idle = this.others(deployment, newest)
      .filter(
        set => set.spec.replicas === 0 && (set.status?.replicas ?? 0) === 0,
      )
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const set of idle.slice(0, Math.max(0, idle.length - limit))) {
      this.context.delete(set);
    }
  }

  #make(
    deployment: Deployment,
    replicas: number,
    revision: number,
  ): ReplicaSet {
    const { template, selector, minReadySeconds } = deployment.spec;
    const hash = templateHash(template);
    const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
    const set: ReplicaSet = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: nameOf(deployment),
        namespace: deployment.metadata.namespace,
        labels,
        annotations: {
          ...copied(deployment),
          ...sizes(deployment),
          [REVISION]: String(revision),
        },
        ownerReferences: [controllerReference(deployment)],
      },
      spec: {
        replicas,
        ...(minReadySeconds ? { minReadySeconds } : {}),
        selector: {
          ...selector,
          matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash },
        },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    };
    return this.context.create(set) as ReplicaSet;
  }

  /** Going back to an earlier template makes it the newest revision. */
  #refresh(
    deployment: Deployment,
    set: ReplicaSet,
    revision: number,
  ): ReplicaSet {
    const annotations = { ...set.metadata.annotations, ...copied(deployment) };
    const before = annotations[REVISION];
    if (revisionOf(set) < revision) {
      annotations[REVISION] = String(revision);
      annotations[HISTORY] = [annotations[HISTORY], before]
        .filter(Boolean)
        .join(',');
    }
    const { minReadySeconds } = deployment.spec;
    return this.context.update({
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: {
        ...set.spec,
        ...(minReadySeconds ? { minReadySeconds } : {}),
      },
    }) as ReplicaSet;
  }

  #noteRevision(deployment: Deployment, revision: number): void {
    const { annotations } = deployment.metadata;
    if (annotations?.[REVISION] !== String(revision)) {
      this.context.update({
        ...deployment,
        metadata: {
          ...deployment.metadata,
          resourceVersion: undefined,
          annotations: { ...annotations, [REVISION]: String(revision) },
        },
      });
    }
  }
}

function nameOf(deployment: Deployment): string {
  return `${deployment.metadata.name}-${templateHash(
    deployment.spec.template,
  )}`;
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

function copied(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(
      ([name]) => !NOT_COPIED.includes(name),
    ),
  );
}

/** How many pods there shall be, and how many there may be meanwhile. */
function sizes(deployment: Deployment): Record<string, string> {
  const desired = deployment.spec.replicas ?? 1;
  const surge =
    deployment.spec.strategy?.type === 'Recreate'
      ? 0
      : resolveShare(
          deployment.spec.strategy?.rollingUpdate?.maxSurge ?? '25%',
          desired,
          Math.ceil,
        );
  return { [DESIRED]: String(desired), [MAXIMUM]: String(desired + surge) };
}
