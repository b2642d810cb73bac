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
import { ClusterTarget } from '../ClusterTarget';
import { pause } from '../eventually';
import { annotationOf, stateOf, WorkloadBench } from './WorkloadBench';

const SETS = 'apps/v1 statefulsets';

/** How StatefulSets take a new template up, or don't. */
export function describeStatefulSetUpdates(target: () => ClusterTarget): void {
  describe('a new template of a StatefulSet', () => {
    let bench: WorkloadBench;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      const first = { annotations: { sum: '1' } };
      for (const set of [
        bench.workload(
          'StatefulSet',
          'manual',
          { replicas: 1, updateStrategy: { type: 'OnDelete' } },
          first,
        ),
        bench.workload(
          'StatefulSet',
          'part',
          {
            replicas: 2,
            podManagementPolicy: 'Parallel',
            updateStrategy: {
              type: 'RollingUpdate',
              rollingUpdate: { partition: 1 },
            },
          },
          first,
        ),
        bench.workload(
          'StatefulSet',
          'stuck',
          { replicas: 1 },
          {
            ...first,
            container: { envFrom: [{ secretRef: { name: 'missing' } }] },
          },
        ),
        bench.workload(
          'StatefulSet',
          'slow',
          { replicas: 1, minReadySeconds: 5 },
          first,
        ),
      ]) {
        await bench.space.create(SETS, set);
      }
    });
    afterAll(async () => bench.remove());

    async function untilReady(name: string, replicas: number): Promise<void> {
      await bench.eventually(async () =>
        expect(await bench.statusOf(`${SETS}/${name}`)).toMatchObject({
          readyReplicas: replicas,
        }),
      );
    }

    async function changeTemplate(name: string): Promise<void> {
      await bench.space.patch(`${SETS}/${name}`, {
        spec: { template: { metadata: { annotations: { sum: '2' } } } },
      });
    }

    async function untilObserved(name: string, generation: number) {
      return bench.eventually(async () => {
        const status = await bench.statusOf(`${SETS}/${name}`);
        expect(status.observedGeneration).toBe(generation);
        return status;
      });
    }

    const sums = async (name: string) =>
      (await bench.podsOf(name)).map(pod => annotationOf(pod, 'sum'));

    async function replaced(pod: KubernetesObject): Promise<KubernetesObject> {
      await bench.space.delete(`pods/${pod.metadata.name}`);
      return bench.eventually(async () => {
        const found = await bench.space.read(`pods/${pod.metadata.name}`);
        expect(found.metadata.uid).not.toBe(pod.metadata.uid);
        return found;
      });
    }

    it('counts a pod as available when it has been ready for long enough', async () => {
      await untilReady('slow', 1);
      const early = await bench.statusOf(`${SETS}/slow`);
      expect(early.availableReplicas).toBe(0);
      await bench.eventually(async () =>
        expect(await bench.statusOf(`${SETS}/slow`)).toMatchObject({
          availableReplicas: 1,
        }),
      );
    });

    it('waits under OnDelete until each pod is deleted', async () => {
      await untilReady('manual', 1);
      const before = await bench.statusOf(`${SETS}/manual`);
      await changeTemplate('manual');
      const changed = await untilObserved('manual', 2);
      expect(changed.currentRevision).toBe(before.currentRevision);
      expect(changed.updateRevision).not.toBe(before.updateRevision);
      expect(changed.currentReplicas).toBe(1);
      expect(changed.updatedReplicas).toBeUndefined();
      await pause(1000);
      expect(await sums('manual')).toEqual(['1']);
      const [pod] = await bench.podsOf('manual');
      expect(annotationOf(await replaced(pod), 'sum')).toBe('2');
      await untilReady('manual', 1);
      const after = await bench.eventually(async () => {
        const status = await bench.statusOf(`${SETS}/manual`);
        expect(status.updatedReplicas).toBe(1);
        return status;
      });
      // Nothing ever moves the current revision on under this strategy.
      expect(after.currentRevision).toBe(before.currentRevision);
      expect(after.currentReplicas).toBeUndefined();
    });

    it('leaves the pods below the partition, even when they are made anew', async () => {
      await untilReady('part', 2);
      await changeTemplate('part');
      await bench.eventually(async () =>
        expect(await sums('part')).toEqual(['1', '2']),
      );
      await untilReady('part', 2);
      const [first] = await bench.podsOf('part');
      expect(annotationOf(await replaced(first), 'sum')).toBe('1');
      await untilReady('part', 2);
      const status = await bench.eventually(async () => {
        const found = await bench.statusOf(`${SETS}/part`);
        expect(found).toMatchObject({ currentReplicas: 1, updatedReplicas: 1 });
        return found;
      });
      expect(status.currentRevision).not.toBe(status.updateRevision);
    });

    it('does not mend a pod that never came up: it must be deleted', async () => {
      await bench.eventually(async () => {
        const [pod] = await bench.podsOf('stuck');
        expect(stateOf(pod)).toMatchObject({
          waiting: { reason: 'CreateContainerConfigError' },
        });
      });
      await bench.space.patch(`${SETS}/stuck`, {
        spec: {
          template: bench.podTemplate({
            labels: { app: 'stuck' },
            annotations: { sum: '2' },
          }),
        },
      });
      const status = await untilObserved('stuck', 2);
      expect(status).toMatchObject({ replicas: 1, availableReplicas: 0 });
      await pause(1000);
      expect(await sums('stuck')).toEqual(['1']);
      const [pod] = await bench.podsOf('stuck');
      expect(annotationOf(await replaced(pod), 'sum')).toBe('2');
      await untilReady('stuck', 1);
    });
  });
}
