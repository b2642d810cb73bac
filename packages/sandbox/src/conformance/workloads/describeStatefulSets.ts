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

import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ClusterTarget } from '../ClusterTarget';
import { pause } from '../eventually';
import { WorkloadBench } from './WorkloadBench';
import { becameReadyAt, createdAt } from './times';

const SET = 'apps/v1 statefulsets/db';
const REVISION = 'controller-revision-hash';

/** A StatefulSet with claims, from its first pod to none. */
export function describeStatefulSets(target: () => ClusterTarget): void {
  describe('a StatefulSet', () => {
    let bench: WorkloadBench;
    let claims: KubernetesObject[];
    let revision: string;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      await bench.space.create(
        'apps/v1 statefulsets',
        bench.workload(
          'StatefulSet',
          'db',
          {
            replicas: 2,
            volumeClaimTemplates: [
              {
                metadata: { name: 'data', labels: { kept: 'yes' } },
                spec: bench.claimSpec(),
              },
            ],
          },
          { container: { volumeMounts: [{ name: 'data', mountPath: '/d' }] } },
        ),
      );
    });
    afterAll(async () => bench.remove());

    async function untilDone(generation: number, replicas: number) {
      return bench.eventually(async () => {
        const status = await bench.statusOf(SET);
        expect(status).toMatchObject({
          observedGeneration: generation,
          readyReplicas: replicas,
          updatedReplicas: replicas,
        });
        expect(status.currentRevision).toBe(status.updateRevision);
        return status;
      });
    }

    async function currentClaims(): Promise<KubernetesObject[]> {
      return bench.space.list('persistentvolumeclaims');
    }

    it('numbers its pods, each ready before the next is made', async () => {
      const status = await untilDone(1, 2);
      revision = String(status.currentRevision);
      expect(status).toEqual({
        observedGeneration: 1,
        replicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        currentReplicas: 2,
        updatedReplicas: 2,
        currentRevision: expect.stringMatching(/^db-[a-z0-9]+$/),
        updateRevision: revision,
        collisionCount: 0,
      });
      const pods = await bench.podsOf('db');
      expect(pods.map(pod => pod.metadata.name)).toEqual(['db-0', 'db-1']);
      expect(createdAt(pods[1])).toBeGreaterThanOrEqual(becameReadyAt(pods[0]));
      const [, last] = pods;
      expect(last.metadata.labels).toEqual({
        app: 'db',
        [REVISION]: revision,
        'statefulset.kubernetes.io/pod-name': 'db-1',
        'apps.kubernetes.io/pod-index': '1',
      });
      expect(last.metadata.ownerReferences).toMatchObject([
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: 'db',
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
      expect(recordAt(last, 'spec')).toMatchObject({
        hostname: 'db-1',
        subdomain: 'db',
      });
      expect(recordAt(last, 'spec').volumes).toContainEqual({
        name: 'data',
        persistentVolumeClaim: { claimName: 'data-db-1' },
      });
    });

    it('makes a claim for each pod, with its own labels and the template’s', async () => {
      claims = await currentClaims();
      expect(claims.map(({ metadata }) => metadata.name)).toEqual([
        'data-db-0',
        'data-db-1',
      ]);
      for (const claim of claims) {
        expect(claim.metadata.labels).toEqual({ app: 'db', kept: 'yes' });
        expect(claim.metadata.ownerReferences).toBeUndefined();
        expect(recordAt(claim, 'status').phase).toBe('Bound');
      }
      expect(await bench.space.eventsAbout('StatefulSet', 'db')).toEqual([
        'SuccessfulCreate: create Claim data-db-0 Pod db-0 in StatefulSet db success',
        'SuccessfulCreate: create Pod db-0 in StatefulSet db successful',
        'SuccessfulCreate: create Claim data-db-1 Pod db-1 in StatefulSet db success',
        'SuccessfulCreate: create Pod db-1 in StatefulSet db successful',
      ]);
    });

    it('keeps its template as a revision', async () => {
      const revisions = await bench.space.list('apps/v1 controllerrevisions');
      expect(revisions).toMatchObject([
        {
          metadata: {
            name: revision,
            labels: { app: 'db' },
            ownerReferences: [{ kind: 'StatefulSet', name: 'db' }],
          },
          revision: 1,
          data: { spec: { template: { $patch: 'replace' } } },
        },
      ]);
    });

    it('replaces its pods from the last to the first, and not their claims', async () => {
      const before = await bench.podsOf('db');
      await bench.space.patch(SET, {
        spec: { template: { metadata: { annotations: { sum: '2' } } } },
      });
      const during = await bench.eventually(async () => {
        const status = await bench.statusOf(SET);
        expect(status.updateRevision).not.toBe(revision);
        return status;
      });
      expect(during).toMatchObject({
        observedGeneration: 2,
        currentRevision: revision,
      });
      const status = await untilDone(2, 2);
      expect(status).toMatchObject({ replicas: 2, currentReplicas: 2 });
      const pods = await bench.podsOf('db');
      for (const [index, pod] of pods.entries()) {
        expect(pod.metadata.uid).not.toBe(before[index].metadata.uid);
        expect(pod.metadata.annotations).toMatchObject({ sum: '2' });
        expect(pod.metadata.labels?.[REVISION]).toBe(status.updateRevision);
      }
      expect(createdAt(pods[0])).toBeGreaterThanOrEqual(becameReadyAt(pods[1]));
      expect(uidsOf(await currentClaims())).toEqual(uidsOf(claims));
      const events = await bench.space.eventsAbout('StatefulSet', 'db');
      expect(events.filter(event => event.includes('delete Pod'))).toEqual([
        'SuccessfulDelete: delete Pod db-1 in StatefulSet db successful',
        'SuccessfulDelete: delete Pod db-0 in StatefulSet db successful',
      ]);
    });

    it('goes back to an earlier revision when it gets its template back', async () => {
      await bench.space.patch(SET, {
        spec: {
          template: { metadata: { annotations: { sum: null } } },
        },
      });
      const status = await untilDone(3, 2);
      expect(status.currentRevision).toBe(revision);
      const revisions = await bench.space.list('apps/v1 controllerrevisions');
      expect(
        revisions.find(({ metadata }) => metadata.name === revision)?.revision,
      ).toBe(3);
    });

    it('is left with its claims when it is scaled to nothing', async () => {
      await bench.space.patch(SET, { spec: { replicas: 0 } });
      await bench.eventually(async () =>
        expect(await bench.podsOf('db')).toEqual([]),
      );
      const status = await bench.eventually(async () => {
        const found = await bench.statusOf(SET);
        expect(found).toMatchObject({ observedGeneration: 4, replicas: 0 });
        return found;
      });
      expect(status).toEqual({
        observedGeneration: 4,
        replicas: 0,
        availableReplicas: 0,
        currentRevision: revision,
        updateRevision: revision,
        collisionCount: 0,
      });
      const events = await bench.space.eventsAbout('StatefulSet', 'db');
      expect(events.filter(event => event.includes('delete Pod'))).toHaveLength(
        2,
      );
      await pause(500);
      expect(uidsOf(await currentClaims())).toEqual(uidsOf(claims));
    });

    it('takes its claims up again, and leaves them when it is deleted', async () => {
      await bench.space.patch(SET, { spec: { replicas: 1 } });
      await untilDone(5, 1);
      await bench.space.delete(SET);
      await bench.eventually(async () =>
        expect(await bench.podsOf('db')).toEqual([]),
      );
      expect(uidsOf(await currentClaims())).toEqual(uidsOf(claims));
      await bench.eventually(async () =>
        expect(await bench.space.list('apps/v1 controllerrevisions')).toEqual(
          [],
        ),
      );
    });
  });
}

function uidsOf(objects: KubernetesObject[]): unknown[] {
  return objects.map(({ metadata }) => metadata.uid);
}
