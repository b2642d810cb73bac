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
import { SandboxCluster } from '../../kubernetes/SandboxCluster';
import {
  claim,
  eventually,
  startQuickCluster,
  statusOf,
  workload,
} from '../__testUtils__/testCluster';

describe('what goes when its owner goes', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await startQuickCluster();
  }, 60_000);
  afterAll(async () => cluster.stop());

  async function apply(...objects: KubernetesObject[]): Promise<void> {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  async function deleteWith(path: string, policy: string) {
    const response = await fetch(
      `${cluster.url}${path}?propagationPolicy=${policy}`,
      {
        method: 'DELETE',
        headers: { authorization: `Bearer ${cluster.token}` },
      },
    );
    expect(response.status).toBe(200);
  }

  const names = (kind: string, app: string) =>
    cluster
      .list(kind === 'Pod' ? 'v1' : 'apps/v1', kind, 'prod')
      .filter(object => object.metadata.labels?.app === app)
      .map(object => object.metadata.name);

  async function running(app: string): Promise<void> {
    await apply(workload('Deployment', app));
    await eventually(() =>
      expect(
        statusOf(cluster.get('apps/v1', 'Deployment', app, 'prod'))
          .readyReplicas,
      ).toBe(1),
    );
  }

  it('takes ReplicaSets and pods along, in the background', async () => {
    await running('gone');
    expect(await cluster.delete('apps/v1', 'Deployment', 'gone', 'prod')).toBe(
      true,
    );
    expect(
      cluster.get('apps/v1', 'Deployment', 'gone', 'prod'),
    ).toBeUndefined();
    await eventually(() => {
      expect(names('ReplicaSet', 'gone')).toEqual([]);
      expect(names('Pod', 'gone')).toEqual([]);
    });
    expect(await cluster.delete('apps/v1', 'Deployment', 'gone', 'prod')).toBe(
      false,
    );
  });

  it('lets the owner wait for its dependents in the foreground', async () => {
    await running('front');
    await deleteWith(
      '/apis/apps/v1/namespaces/prod/deployments/front',
      'Foreground',
    );
    const waiting = cluster.get('apps/v1', 'Deployment', 'front', 'prod');
    expect(waiting?.metadata.finalizers).toEqual(['foregroundDeletion']);
    const ownerless: string[][] = [];
    await eventually(() => {
      const pods = names('Pod', 'front');
      const owner = cluster.get('apps/v1', 'Deployment', 'front', 'prod');
      if (!owner && pods.length > 0) {
        ownerless.push(pods);
      }
      expect(pods).toEqual([]);
      expect(owner).toBeUndefined();
    });
    expect(ownerless).toEqual([]);
  });

  it('leaves orphans, which a new owner adopts', async () => {
    await running('kept');
    const [before] = names('Pod', 'kept');
    await deleteWith(
      '/apis/apps/v1/namespaces/prod/deployments/kept',
      'Orphan',
    );
    await eventually(() =>
      expect(
        cluster.get('apps/v1', 'Deployment', 'kept', 'prod'),
      ).toBeUndefined(),
    );
    expect(names('Pod', 'kept')).toEqual([before]);
    const [set] = cluster
      .list('apps/v1', 'ReplicaSet', 'prod')
      .filter(one => one.metadata.labels?.app === 'kept');
    expect(set.metadata.ownerReferences ?? []).toEqual([]);
  });

  it('lets a StatefulSet be made anew over its pods', async () => {
    await apply(workload('StatefulSet', 'pg'));
    await eventually(() =>
      expect(
        statusOf(cluster.get('apps/v1', 'StatefulSet', 'pg', 'prod'))
          .readyReplicas,
      ).toBe(1),
    );
    const before = cluster.get('v1', 'Pod', 'pg-0', 'prod')?.metadata.uid;
    await deleteWith('/apis/apps/v1/namespaces/prod/statefulsets/pg', 'Orphan');
    await eventually(() =>
      expect(
        cluster.get('apps/v1', 'StatefulSet', 'pg', 'prod'),
      ).toBeUndefined(),
    );
    await apply(workload('StatefulSet', 'pg'));
    await eventually(() =>
      expect(
        statusOf(cluster.get('apps/v1', 'StatefulSet', 'pg', 'prod'))
          .readyReplicas,
      ).toBe(1),
    );
    expect(cluster.get('v1', 'Pod', 'pg-0', 'prod')?.metadata.uid).toBe(before);
  });

  it('empties a namespace before it goes, and lets nothing new in', async () => {
    await apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'doomed' },
    });
    const inside = (object: KubernetesObject) => ({
      ...object,
      metadata: { ...object.metadata, namespace: 'doomed' },
    });
    await apply(inside(workload('Deployment', 'web')), inside(claim('data')));
    await eventually(() =>
      expect(cluster.list('v1', 'Pod', 'doomed')).toHaveLength(1),
    );
    await cluster.delete('v1', 'Namespace', 'doomed');
    expect(cluster.get('v1', 'Namespace', 'doomed')).toBeDefined();
    await expect(apply(inside(claim('more')))).rejects.toThrow(
      'because it is being terminated',
    );
    await eventually(() =>
      expect(cluster.get('v1', 'Namespace', 'doomed')).toBeUndefined(),
    );
    expect(cluster.list('v1', 'PersistentVolumeClaim', 'doomed')).toEqual([]);
    expect(cluster.list('v1', 'Pod', 'doomed')).toEqual([]);
  });

  it('names every object that could not be applied, and applies the others', async () => {
    await expect(
      apply(
        { ...claim('good'), metadata: { name: 'good', namespace: 'prod' } },
        { ...claim('Bad_Name') },
        { apiVersion: 'v9', kind: 'Unheard', metadata: { name: 'of' } },
      ),
    ).rejects.toThrow(
      /2 of 3 objects could not be applied: PersistentVolumeClaim prod\/Bad_Name: .*; Unheard of: .*no matches for kind/,
    );
    expect(
      cluster.get('v1', 'PersistentVolumeClaim', 'good', 'prod'),
    ).toBeDefined();
  });
});
