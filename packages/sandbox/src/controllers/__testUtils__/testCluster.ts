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

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import {
  SandboxCluster,
  SandboxClusterOptions,
} from '../../kubernetes/SandboxCluster';
import { SandboxTiming } from '../../kubernetes/SandboxTiming';
import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';

/** A cluster in which nothing takes long, for the tests of controllers. */
export async function startQuickCluster(
  timing: SandboxTiming = {},
  options: Pick<SandboxClusterOptions, 'databases'> = {},
): Promise<SandboxCluster> {
  const cluster = await SandboxCluster.start({
    ...options,
    timing: {
      podReadyMs: 20,
      podTerminationMs: 20,
      claimBindingMs: 10,
      jobDurationMs: 30,
      ...timing,
    },
  });
  await cluster.apply(
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } }],
    { fieldManager: 'test' },
  );
  return cluster;
}

/** Waits until something holds; says at the end what it was not. */
export async function eventually(check: () => void): Promise<void> {
  const end = Date.now() + 8000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
}

export function workload(
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet',
  name: string,
  options: {
    image?: string;
    podSpec?: object;
    container?: object;
    annotations?: Record<string, string>;
    spec?: object;
  } = {},
): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'prod' },
    spec: {
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: {
        metadata: {
          labels,
          ...(options.annotations ? { annotations: options.annotations } : {}),
        },
        spec: {
          containers: [
            {
              name: 'app',
              image: options.image ?? 'app:1',
              ...options.container,
            },
          ],
          ...options.podSpec,
        },
      },
      ...options.spec,
    },
  };
}

export function claim(name: string, spec: object = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'prod' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
  };
}

export function statusOf(object: KubernetesObject | undefined) {
  return recordAt(object, 'status');
}

export function imagesOf(pods: KubernetesObject[]): unknown[] {
  return pods.map(pod => recordsAt(pod, 'spec', 'containers')[0].image);
}

/** `Reason: message` of the events about an object. */
export function eventsAbout(cluster: SandboxCluster, name: string): string[] {
  return cluster
    .list('v1', 'Event')
    .filter(event => recordAt(event, 'involvedObject').name === name)
    .map(event => `${event.reason}: ${event.message}`);
}
