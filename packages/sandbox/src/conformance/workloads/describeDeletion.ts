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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { configMap, TestNamespace } from '../TestNamespace';
import { WorkloadBench } from './WorkloadBench';

const SETS = 'apps/v1 replicasets';

/** What goes when its owner goes, and what stays. */
export function describeDeletion(target: () => ClusterTarget): void {
  describe('deleting an owner', () => {
    let bench: WorkloadBench;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      const names = ['background', 'foreground', 'orphaned'];
      await Promise.all(
        names.map(async name =>
          bench.space.create(SETS, {
            ...bench.workload('Deployment', name, { replicas: 1 }),
            kind: 'ReplicaSet',
          }),
        ),
      );
    });
    afterAll(async () => bench.remove());

    async function remove(name: string, propagationPolicy: string) {
      return bench.space.call('DELETE', `${SETS}/${name}`, {
        body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy },
      });
    }

    async function untilRunning(name: string): Promise<void> {
      await bench.eventually(async () =>
        expect(await bench.statusOf(`${SETS}/${name}`)).toMatchObject({
          readyReplicas: 1,
        }),
      );
    }

    async function untilNoPods(name: string): Promise<void> {
      await bench.eventually(async () =>
        expect(await bench.podsOf(name)).toEqual([]),
      );
    }

    it('takes its dependents along in the background', async () => {
      await untilRunning('background');
      await remove('background', 'Background');
      expect(await bench.space.exists(`${SETS}/background`)).toBe(false);
      await untilNoPods('background');
    });

    it('waits for its dependents in the foreground', async () => {
      await untilRunning('foreground');
      const answer = await remove('foreground', 'Foreground');
      expect(answer.body.metadata).toMatchObject({
        finalizers: ['foregroundDeletion'],
        deletionTimestamp: expect.any(String),
        deletionGracePeriodSeconds: 0,
      });
      await bench.eventually(async () =>
        expect(await bench.space.exists(`${SETS}/foreground`)).toBe(false),
      );
      await untilNoPods('foreground');
    });

    it('leaves orphans, which another of its kind takes over', async () => {
      await untilRunning('orphaned');
      const [pod] = await bench.podsOf('orphaned');
      await remove('orphaned', 'Orphan');
      await bench.eventually(async () =>
        expect(await bench.space.exists(`${SETS}/orphaned`)).toBe(false),
      );
      const orphan = await bench.space.read(`pods/${pod.metadata.name}`);
      expect(orphan.metadata.ownerReferences).toBeUndefined();
      expect(orphan.metadata.deletionTimestamp).toBeUndefined();
      const heir = await bench.space.create(SETS, {
        ...bench.workload('Deployment', 'orphaned', { replicas: 1 }),
        kind: 'ReplicaSet',
        metadata: { name: 'heir' },
      });
      const adopted = await bench.eventually(async () => {
        const found = await bench.space.read(`pods/${pod.metadata.name}`);
        expect(found.metadata.ownerReferences).toHaveLength(1);
        return found;
      });
      expect(adopted.metadata.ownerReferences).toMatchObject([
        { name: 'heir', uid: heir.metadata.uid, controller: true },
      ]);
      expect(await bench.podsOf('orphaned')).toHaveLength(1);
    });

    it('is too late for what names an owner that never was', async () => {
      const lost: KubernetesObject = configMap('lost');
      await bench.space.create('configmaps', {
        ...lost,
        metadata: {
          ...lost.metadata,
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              name: 'never',
              uid: '00000000-0000-0000-0000-000000000000',
            },
          ],
        },
      });
      await bench.eventually(async () =>
        expect(await bench.space.exists('configmaps/lost')).toBe(false),
      );
    });

    it('empties a namespace before it goes, and lets nothing new in', async () => {
      const space = await TestNamespace.create(target());
      await space.create('configmaps', {
        ...configMap('held'),
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
      });
      await space.remove();
      const own = `/api/v1/namespaces/${space.name}`;
      const leaving = await callApi(target(), 'GET', own);
      expect(leaving.body.status).toMatchObject({ phase: 'Terminating' });
      const refused = await space.createConfigMap('late');
      expect(refused.status).toBe(403);
      expect(refused.body).toMatchObject({
        reason: 'Forbidden',
        message: `configmaps "late" is forbidden: unable to create new content in namespace ${space.name} because it is being terminated`,
        details: {
          name: 'late',
          kind: 'configmaps',
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${space.name} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        },
      });
      await space.patch('configmaps/held', { metadata: { finalizers: null } });
      await bench.eventually(async () =>
        expect((await callApi(target(), 'GET', own)).status).toBe(404),
      );
    });
  });
}
