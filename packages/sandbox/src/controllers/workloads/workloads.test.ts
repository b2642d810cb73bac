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
import { SandboxCluster } from '../../kubernetes/SandboxCluster';
import {
  eventually,
  imagesOf,
  startQuickCluster,
  statusOf,
  workload,
} from '../__testUtils__/testCluster';

describe('workloads', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await startQuickCluster();
  }, 60_000);
  afterAll(async () => cluster.stop());

  async function apply(...objects: KubernetesObject[]): Promise<void> {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  function podsOf(name: string): KubernetesObject[] {
    return cluster
      .list('v1', 'Pod', 'prod')
      .filter(pod => pod.metadata.labels?.app === name);
  }

  function status(kind: string, name: string) {
    return statusOf(cluster.get('apps/v1', kind, name, 'prod'));
  }

  /** The most pods, and the fewest ready ones, that were ever there. */
  async function observe(
    name: string,
    during: () => Promise<void>,
  ): Promise<{
    most: number;
    fewestReady: number;
    mostUnready: number;
    images: Set<string>;
  }> {
    const seen = {
      most: 0,
      fewestReady: Infinity,
      mostUnready: 0,
      images: new Set<string>(),
    };
    const timer = setInterval(() => {
      const pods = podsOf(name);
      const ready = pods.filter(
        pod =>
          !pod.metadata.deletionTimestamp &&
          recordsAt(pod, 'status', 'conditions').some(
            one => one.type === 'Ready' && one.status === 'True',
          ),
      );
      seen.most = Math.max(seen.most, pods.length);
      seen.fewestReady = Math.min(seen.fewestReady, ready.length);
      seen.mostUnready = Math.max(seen.mostUnready, pods.length - ready.length);
      seen.images.add([...new Set(imagesOf(pods))].sort().join(' and '));
    }, 1);
    await during();
    clearInterval(timer);
    return seen;
  }

  it('rolls a Deployment over without ever having too few pods', async () => {
    await apply(workload('Deployment', 'web', { spec: { replicas: 4 } }));
    await eventually(() =>
      expect(status('Deployment', 'web')).toMatchObject({
        observedGeneration: 1,
        replicas: 4,
        updatedReplicas: 4,
        readyReplicas: 4,
        availableReplicas: 4,
      }),
    );
    const seen = await observe('web', async () => {
      await apply(
        workload('Deployment', 'web', {
          spec: { replicas: 4 },
          image: 'app:2',
        }),
      );
      await eventually(() => {
        expect(status('Deployment', 'web')).toMatchObject({
          observedGeneration: 2,
          replicas: 4,
          updatedReplicas: 4,
          availableReplicas: 4,
        });
        expect(imagesOf(podsOf('web'))).toEqual(Array(4).fill('app:2'));
      });
    });
    expect(seen.fewestReady).toBeGreaterThanOrEqual(3);
    const sets = cluster
      .list('apps/v1', 'ReplicaSet', 'prod')
      .filter(set => set.metadata.labels?.app === 'web');
    expect(sets.map(set => recordAt(set, 'spec').replicas).sort()).toEqual([
      0, 4,
    ]);
    expect(
      sets.map(
        set => set.metadata.annotations?.['deployment.kubernetes.io/revision'],
      ),
    ).toEqual(expect.arrayContaining(['1', '2']));
  });

  it('restarts pods when only an annotation of the template changes', async () => {
    await apply(workload('Deployment', 'sum', { annotations: { c: '1' } }));
    await eventually(() =>
      expect(status('Deployment', 'sum').readyReplicas).toBe(1),
    );
    const [before] = podsOf('sum');
    await apply(workload('Deployment', 'sum', { annotations: { c: '2' } }));
    await eventually(() => {
      const [after, ...others] = podsOf('sum');
      expect(others).toEqual([]);
      expect(after.metadata.uid).not.toBe(before.metadata.uid);
      expect(after.metadata.annotations).toEqual({ c: '2' });
    });
  });

  it('does not restart pods for a change outside the template', async () => {
    await apply(workload('Deployment', 'still'));
    await eventually(() =>
      expect(status('Deployment', 'still').readyReplicas).toBe(1),
    );
    const [before] = podsOf('still');
    await apply(workload('Deployment', 'still', { spec: { replicas: 2 } }));
    await eventually(() =>
      expect(status('Deployment', 'still').readyReplicas).toBe(2),
    );
    expect(podsOf('still').map(pod => pod.metadata.uid)).toContain(
      before.metadata.uid,
    );
  });

  it('never lets two pods meet with the strategy Recreate', async () => {
    const recreate = { spec: { strategy: { type: 'Recreate' } } };
    await apply(workload('Deployment', 'db', recreate));
    await eventually(() =>
      expect(status('Deployment', 'db').readyReplicas).toBe(1),
    );
    const seen = await observe('db', async () => {
      await apply(
        workload('Deployment', 'db', { ...recreate, image: 'app:2' }),
      );
      await eventually(() => {
        expect(imagesOf(podsOf('db'))).toEqual(['app:2']);
        expect(status('Deployment', 'db').readyReplicas).toBe(1);
      });
    });
    expect(seen.most).toBe(1);
    expect(seen.images).not.toContain('app:1 and app:2');
  });

  it('replaces a pod that was deleted, and scales to nothing', async () => {
    await apply(workload('Deployment', 'lost'));
    await eventually(() => expect(podsOf('lost')).toHaveLength(1));
    const [before] = podsOf('lost');
    await cluster.delete('v1', 'Pod', before.metadata.name, 'prod');
    await eventually(() => {
      const [after, ...others] = podsOf('lost');
      expect(others).toEqual([]);
      expect(after.metadata.uid).not.toBe(before.metadata.uid);
    });
    await apply(workload('Deployment', 'lost', { spec: { replicas: 0 } }));
    await eventually(() => {
      expect(podsOf('lost')).toEqual([]);
      expect(status('Deployment', 'lost').replicas).toBeUndefined();
    });
  });

  it('numbers the pods of a StatefulSet, each with its claim, one after the other', async () => {
    const set = (image: string, replicas = 3) =>
      workload('StatefulSet', 'pg', {
        image,
        spec: {
          replicas,
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '1Gi' } },
              },
            },
          ],
        },
      });
    const starting = await observe('pg', async () => {
      await apply(set('pg:15'));
      await eventually(() =>
        expect(status('StatefulSet', 'pg')).toMatchObject({
          observedGeneration: 1,
          replicas: 3,
          readyReplicas: 3,
          updatedReplicas: 3,
          currentReplicas: 3,
        }),
      );
    });
    expect(starting.mostUnready).toBe(1);
    expect(podsOf('pg').map(pod => pod.metadata.name)).toEqual([
      'pg-0',
      'pg-1',
      'pg-2',
    ]);
    const claims = () =>
      cluster
        .list('v1', 'PersistentVolumeClaim', 'prod')
        .map(one => `${one.metadata.name} ${statusOf(one).phase}`);
    expect(claims()).toEqual([
      'data-pg-0 Bound',
      'data-pg-1 Bound',
      'data-pg-2 Bound',
    ]);
    const first = status('StatefulSet', 'pg').currentRevision;

    const seen = await observe('pg', async () => {
      await apply(set('pg:16'));
      await eventually(() => {
        expect(imagesOf(podsOf('pg'))).toEqual(Array(3).fill('pg:16'));
        const after = status('StatefulSet', 'pg');
        expect(after.currentRevision).toBe(after.updateRevision);
        expect(after.currentRevision).not.toBe(first);
      });
    });
    expect(seen.fewestReady).toBeGreaterThanOrEqual(2);

    await apply(set('pg:16', 1));
    await eventually(() => expect(podsOf('pg')).toHaveLength(1));
    expect(claims()).toHaveLength(3);
    await cluster.delete('apps/v1', 'StatefulSet', 'pg', 'prod');
    await eventually(() => expect(podsOf('pg')).toEqual([]));
    // The data stays, and a new set of that name takes it up again.
    expect(claims()).toHaveLength(3);
  });

  it('leaves the pods below the partition, and replaces none on OnDelete', async () => {
    const partitioned = (image: string, updateStrategy: object) =>
      workload('StatefulSet', 'part', {
        image,
        spec: { replicas: 2, updateStrategy },
      });
    const partition = {
      type: 'RollingUpdate',
      rollingUpdate: { partition: 1 },
    };
    await apply(partitioned('a:1', partition));
    await eventually(() =>
      expect(status('StatefulSet', 'part').readyReplicas).toBe(2),
    );
    await apply(partitioned('a:2', partition));
    await eventually(() => {
      expect(imagesOf(podsOf('part'))).toEqual(['a:1', 'a:2']);
      expect(status('StatefulSet', 'part').readyReplicas).toBe(2);
    });
    await apply(partitioned('a:3', { type: 'OnDelete' }));
    await eventually(() =>
      expect(status('StatefulSet', 'part').observedGeneration).toBe(3),
    );
    expect(imagesOf(podsOf('part'))).toEqual(['a:1', 'a:2']);
    await cluster.delete('v1', 'Pod', 'part-1', 'prod');
    await eventually(() =>
      expect(imagesOf(podsOf('part'))).toEqual(['a:1', 'a:3']),
    );
  });

  it('does not mend a broken StatefulSet by itself: the pod must go first', async () => {
    const waiting = { 'sandbox.safekeep.io/waiting': 'CrashLoopBackOff' };
    await apply(workload('StatefulSet', 'stuck', { annotations: waiting }));
    await eventually(() => {
      const [pod] = podsOf('stuck');
      const [container] = recordsAt(pod, 'status', 'containerStatuses');
      expect(recordAt(container, 'state', 'waiting').reason).toBe(
        'CrashLoopBackOff',
      );
    });
    await apply(workload('StatefulSet', 'stuck', { image: 'mended:1' }));
    await eventually(() =>
      expect(status('StatefulSet', 'stuck').observedGeneration).toBe(2),
    );
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(imagesOf(podsOf('stuck'))).toEqual(['app:1']);
    await cluster.delete('v1', 'Pod', 'stuck-0', 'prod');
    await eventually(() =>
      expect(status('StatefulSet', 'stuck').readyReplicas).toBe(1),
    );
    expect(imagesOf(podsOf('stuck'))).toEqual(['mended:1']);
  });

  it('runs one pod of a DaemonSet and replaces it by its template', async () => {
    await apply(workload('DaemonSet', 'agent'));
    await eventually(() =>
      expect(status('DaemonSet', 'agent')).toMatchObject({
        desiredNumberScheduled: 1,
        numberReady: 1,
      }),
    );
    await apply(workload('DaemonSet', 'agent', { image: 'app:2' }));
    await eventually(() =>
      expect(imagesOf(podsOf('agent'))).toEqual(['app:2']),
    );
  });

  it('runs a Job once, keeps its log, and starts no second', async () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'dump', namespace: 'prod' },
      spec: {
        template: {
          metadata: { annotations: { 'sandbox.safekeep.io/log': '47 tables' } },
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'dump', image: 'pg:15' }],
          },
        },
      },
    };
    await apply(job);
    await eventually(() =>
      expect(
        statusOf(cluster.get('batch/v1', 'Job', 'dump', 'prod')),
      ).toMatchObject({
        succeeded: 1,
        completionTime: expect.any(String),
        conditions: [
          { type: 'SuccessCriteriaMet', status: 'True' },
          { type: 'Complete', status: 'True' },
        ],
      }),
    );
    await apply(job);
    const pods = cluster
      .list('v1', 'Pod', 'prod')
      .filter(pod => pod.metadata.labels?.['job-name'] === 'dump');
    expect(pods.map(pod => statusOf(pod).phase)).toEqual(['Succeeded']);
    const log = await fetch(
      `${cluster.url}/api/v1/namespaces/prod/pods/${pods[0].metadata.name}/log`,
      { headers: { authorization: `Bearer ${cluster.token}` } },
    );
    const text = await log.text();
    expect(text).toContain('47 tables');
    expect(text).toMatch(/^simulated: /);
  });
});
