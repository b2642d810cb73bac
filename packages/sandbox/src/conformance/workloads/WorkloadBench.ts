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

import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ClusterTarget } from '../ClusterTarget';
import { eventually } from '../eventually';
import { TestNamespace } from '../TestNamespace';
import { WatchReader } from '../WatchReader';

/** Stays until it is told to end, and then ends at once. */
const STAY = 'trap "exit 0" TERM; while :; do sleep 1; done';

interface PodOptions {
  /** What the shell runs. */
  script?: string;
  container?: object;
  podSpec?: object;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** A namespace to run pods in. */
export class WorkloadBench {
  static async create(target: ClusterTarget): Promise<WorkloadBench> {
    return new WorkloadBench(target, await TestNamespace.create(target));
  }

  private constructor(
    readonly target: ClusterTarget,
    readonly space: TestNamespace,
  ) {}

  podTemplate(options: PodOptions = {}) {
    const { script = STAY, labels, annotations } = options;
    return {
      metadata: {
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
      },
      spec: {
        terminationGracePeriodSeconds: 5,
        containers: [
          {
            name: 'app',
            image: this.target.image,
            imagePullPolicy: 'IfNotPresent',
            command: ['/bin/sh', '-c', script],
            ...options.container,
          },
        ],
        ...options.podSpec,
      },
    };
  }

  async createPod(
    name: string,
    options: PodOptions = {},
  ): Promise<KubernetesObject> {
    const { metadata, spec } = this.podTemplate(options);
    return this.space.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name },
      spec,
    });
  }

  /** A Deployment or a StatefulSet of pods labelled `app: <name>`. */
  workload(
    kind: 'Deployment' | 'StatefulSet',
    name: string,
    spec: object = {},
    pod: PodOptions = {},
  ): KubernetesObject {
    const labels = { app: name };
    return {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name },
      spec: {
        selector: { matchLabels: labels },
        ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
        template: this.podTemplate({ ...pod, labels }),
        ...spec,
      },
    };
  }

  claim(name: string, storageClassName: string): KubernetesObject {
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: this.claimSpec(storageClassName),
    };
  }

  claimSpec(storageClassName: string = this.target.storageClass) {
    return {
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      resources: { requests: { storage: '16Mi' } },
    };
  }

  /** The pods labelled `app: <name>`, by name. */
  async podsOf(name: string): Promise<KubernetesObject[]> {
    const pods = await this.space.list(`pods?labelSelector=app=${name}`);
    return pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** What happens to those pods from now on. */
  async watchPods(name: string): Promise<WatchReader> {
    const query = `labelSelector=app=${name}`;
    const { body } = await this.space.call('GET', `pods?${query}`);
    const path = this.space.path(
      `pods?watch=true&${query}&resourceVersion=${body.metadata.resourceVersion}`,
    );
    return WatchReader.open(this.target, path);
  }

  async statusOf(resource: string): Promise<Record<string, unknown>> {
    return recordAt(await this.space.read(resource), 'status');
  }

  async eventually<T>(check: () => Promise<T>): Promise<T> {
    return eventually(check, this.target.patienceMs);
  }

  async remove(): Promise<void> {
    await this.space.remove();
  }
}

export function conditionOf(
  object: KubernetesObject,
  type: string,
): Record<string, unknown> | undefined {
  const found = recordsAt(object, 'status', 'conditions').find(
    condition => condition.type === type,
  );
  if (!found) {
    return undefined;
  }
  const { status, reason, message } = found;
  return {
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** The state of a pod's first container. */
export function stateOf(pod: KubernetesObject): Record<string, unknown> {
  return recordAt(recordsAt(pod, 'status', 'containerStatuses')[0], 'state');
}

export function annotationOf(
  object: KubernetesObject,
  name: string,
): string | undefined {
  return object.metadata.annotations?.[name];
}
