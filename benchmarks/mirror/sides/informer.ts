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

import type {
  Informer,
  KubernetesObject,
  ObjectCache,
  V1Pod,
} from '@kubernetes/client-node';
import { countsOf, FOLLOWED_KINDS, KindName, pathOf } from '../kinds';
import { Following, Target } from './Following';

type Listed = { metadata?: object; items: KubernetesObject[] };
type Cache = Informer<KubernetesObject> & ObjectCache<KubernetesObject>;

/** client-node's informer for each kind, as its documentation uses it. */
export async function follow(target: Target): Promise<Following> {
  // The package is ESM only, and this is CommonJS when it runs.
  const kubernetes = await import('@kubernetes/client-node');
  const config = new kubernetes.KubeConfig();
  config.loadFromFile(target.kubeconfig);
  config.setCurrentContext(target.context);
  const core = config.makeApiClient(kubernetes.CoreV1Api);
  const apps = config.makeApiClient(kubernetes.AppsV1Api);
  const batch = config.makeApiClient(kubernetes.BatchV1Api);
  const custom = config.makeApiClient(kubernetes.CustomObjectsApi);
  const lists: Record<KindName, () => Promise<Listed>> = {
    Pod: () => core.listPodForAllNamespaces(),
    StatefulSet: () => apps.listStatefulSetForAllNamespaces(),
    PersistentVolumeClaim: () =>
      core.listPersistentVolumeClaimForAllNamespaces(),
    Service: () => core.listServiceForAllNamespaces(),
    SealedSecret: () =>
      custom.listClusterCustomObject({
        group: 'bitnami.com',
        version: 'v1alpha1',
        plural: 'sealedsecrets',
      }),
    Job: () => batch.listJobForAllNamespaces(),
  };

  const failures: unknown[] = [];
  const informers = new Map<KindName, Cache>();
  for (const kind of FOLLOWED_KINDS) {
    const informer: Cache = kubernetes.makeInformer(
      config,
      pathOf(kind),
      lists[kind.kind] as Parameters<typeof kubernetes.makeInformer>[2],
    );
    informer.on('error', error => failures.push(error));
    informers.set(kind.kind, informer);
  }
  await Promise.all([...informers.values()].map(each => each.start()));
  if (failures.length > 0) {
    throw failures[0];
  }
  return {
    count: async () => countsOf(kind => informers.get(kind)!.list().length),
    podPhase: async (namespace, name) => {
      const pod: V1Pod | undefined = informers.get('Pod')!.get(name, namespace);
      return pod?.status?.phase;
    },
    stop: async () => {
      await Promise.all([...informers.values()].map(each => each.stop()));
    },
  };
}
