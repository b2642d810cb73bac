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
import {
  annotationOf,
  conditionOf,
  stateOf,
  WorkloadBench,
} from './WorkloadBench';

const DEPLOYMENTS = 'apps/v1 deployments';
const REVISION = 'deployment.kubernetes.io/revision';

const AVAILABLE = {
  status: 'True',
  reason: 'MinimumReplicasAvailable',
  message: 'Deployment has minimum availability.',
};
const UNAVAILABLE = {
  status: 'False',
  reason: 'MinimumReplicasUnavailable',
  message: 'Deployment does not have minimum availability.',
};

/** Rollouts of Deployments: by surge, by Recreate, and one that never ends. */
export function describeDeployments(target: () => ClusterTarget): void {
  describe('a Deployment', () => {
    let bench: WorkloadBench;
    let firstSet: KubernetesObject;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      for (const deployment of [
        bench.workload('Deployment', 'web', { replicas: 2 }),
        bench.workload('Deployment', 'single', {
          strategy: { type: 'Recreate' },
        }),
        bench.workload(
          'Deployment',
          'stuck',
          { progressDeadlineSeconds: 4 },
          { container: { envFrom: [{ secretRef: { name: 'missing' } }] } },
        ),
      ]) {
        await bench.space.create(DEPLOYMENTS, deployment);
      }
    });
    afterAll(async () => bench.remove());

    const setsOf = async (name: string) =>
      (
        await bench.space.list(`apps/v1 replicasets?labelSelector=app=${name}`)
      ).sort(
        (a, b) =>
          Number(annotationOf(a, REVISION)) - Number(annotationOf(b, REVISION)),
      );

    async function untilRolledOut(
      name: string,
      generation: number,
      replicas: number,
    ): Promise<KubernetesObject> {
      return bench.eventually(async () => {
        const deployment = await bench.space.read(`${DEPLOYMENTS}/${name}`);
        const { conditions: _conditions, ...status } = recordAt(
          deployment,
          'status',
        );
        expect(status).toEqual({
          observedGeneration: generation,
          replicas,
          updatedReplicas: replicas,
          readyReplicas: replicas,
          availableReplicas: replicas,
        });
        expect(conditionOf(deployment, 'Progressing')?.reason).toBe(
          'NewReplicaSetAvailable',
        );
        return deployment;
      });
    }

    async function changeTemplate(name: string): Promise<void> {
      await bench.space.patch(`${DEPLOYMENTS}/${name}`, {
        spec: { template: { metadata: { annotations: { sum: '2' } } } },
      });
    }

    async function scalings(name: string, since: number): Promise<string[]> {
      const events = await bench.space.eventsAbout('Deployment', name);
      return events.slice(since);
    }

    it('has a ReplicaSet by the hash of its template', async () => {
      const web = await untilRolledOut('web', 1, 2);
      [firstSet] = await setsOf('web');
      const { name } = firstSet.metadata;
      const hash = name.slice('web-'.length);
      expect(firstSet.metadata.labels).toEqual({
        app: 'web',
        'pod-template-hash': hash,
      });
      expect(firstSet.metadata.annotations).toEqual({
        [REVISION]: '1',
        'deployment.kubernetes.io/desired-replicas': '2',
        'deployment.kubernetes.io/max-replicas': '3',
      });
      expect(firstSet.status).toEqual({
        observedGeneration: 1,
        replicas: 2,
        fullyLabeledReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
      });
      expect(annotationOf(web, REVISION)).toBe('1');
      expect(conditionOf(web, 'Available')).toEqual(AVAILABLE);
      expect(conditionOf(web, 'Progressing')).toEqual({
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${name}" has successfully progressed.`,
      });
      expect(await scalings('web', 0)).toEqual([
        `ScalingReplicaSet: Scaled up replica set ${name} from 0 to 2`,
      ]);
      for (const pod of await bench.podsOf('web')) {
        expect(pod.metadata.name).toMatch(
          new RegExp(`^${name}-[bcdfghjklmnpqrstvwxz2456789]{5}$`),
        );
        expect(pod.metadata.labels).toEqual({
          app: 'web',
          'pod-template-hash': hash,
        });
      }
    });

    it('rolls over by one pod more, and keeps the old ReplicaSet', async () => {
      await changeTemplate('web');
      const web = await untilRolledOut('web', 2, 2);
      const [before, after] = await setsOf('web');
      expect(before.metadata.name).toBe(firstSet.metadata.name);
      expect(recordAt(before, 'spec').replicas).toBe(0);
      expect(recordAt(after, 'spec').replicas).toBe(2);
      expect(annotationOf(after, REVISION)).toBe('2');
      expect(annotationOf(web, REVISION)).toBe('2');
      const [old, young] = [before.metadata.name, after.metadata.name];
      await bench.eventually(async () =>
        expect(await scalings('web', 1)).toEqual([
          `ScalingReplicaSet: Scaled up replica set ${young} from 0 to 1`,
          `ScalingReplicaSet: Scaled down replica set ${old} from 2 to 1`,
          `ScalingReplicaSet: Scaled up replica set ${young} from 1 to 2`,
          `ScalingReplicaSet: Scaled down replica set ${old} from 1 to 0`,
        ]),
      );
      expect(conditionOf(web, 'Progressing')?.message).toBe(
        `ReplicaSet "${young}" has successfully progressed.`,
      );
    });

    it('goes back to an earlier ReplicaSet, as its newest revision', async () => {
      await bench.space.patch(`${DEPLOYMENTS}/web`, {
        spec: { template: { metadata: { annotations: null } } },
      });
      await untilRolledOut('web', 3, 2);
      const sets = await setsOf('web');
      expect(sets).toHaveLength(2);
      expect(sets[1].metadata.uid).toBe(firstSet.metadata.uid);
      expect(annotationOf(sets[1], REVISION)).toBe('3');
      expect(
        annotationOf(sets[1], 'deployment.kubernetes.io/revision-history'),
      ).toBe('1');
    });

    it('never lets two pods meet with the strategy Recreate', async () => {
      await untilRolledOut('single', 1, 1);
      const [before] = await bench.podsOf('single');
      const reader = await bench.watchPods('single');
      await changeTemplate('single');
      await untilRolledOut('single', 2, 1);
      const [after] = await bench.podsOf('single');
      const lines = await reader.until(
        line =>
          line.type === 'ADDED' &&
          line.object.metadata.uid === after.metadata.uid,
      );
      reader.close();
      expect(
        lines.map(line => `${line.type} ${line.object.metadata.name}`),
      ).toContain(`DELETED ${before.metadata.name}`);
      const [old, young] = await setsOf('single');
      expect(await scalings('single', 1)).toEqual([
        `ScalingReplicaSet: Scaled down replica set ${old.metadata.name} from 1 to 0`,
        `ScalingReplicaSet: Scaled up replica set ${young.metadata.name} from 0 to 1`,
      ]);
    });

    it('says when it makes no progress within its deadline', async () => {
      const stuck = await bench.eventually(async () => {
        const found = await bench.space.read(`${DEPLOYMENTS}/stuck`);
        expect(conditionOf(found, 'Progressing')?.status).toBe('False');
        return found;
      });
      const [set] = await setsOf('stuck');
      expect(conditionOf(stuck, 'Progressing')).toEqual({
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${set.metadata.name}" has timed out progressing.`,
      });
      expect(conditionOf(stuck, 'Available')).toEqual(UNAVAILABLE);
      expect(stuck.status).toMatchObject({
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        unavailableReplicas: 1,
      });
      expect(recordAt(stuck, 'status').readyReplicas).toBeUndefined();
      const [pod] = await bench.podsOf('stuck');
      expect(stateOf(pod)).toMatchObject({
        waiting: { reason: 'CreateContainerConfigError' },
      });
    });

    it('replaces the stuck pod with a template that works', async () => {
      await bench.space.patch(`${DEPLOYMENTS}/stuck`, {
        spec: { template: bench.podTemplate({ labels: { app: 'stuck' } }) },
      });
      const stuck = await untilRolledOut('stuck', 2, 1);
      expect(conditionOf(stuck, 'Available')).toEqual(AVAILABLE);
      await bench.eventually(async () =>
        expect(await bench.podsOf('stuck')).toHaveLength(1),
      );
    });

    it('says that it is paused, and changes nothing until it goes on', async () => {
      const sums = async () =>
        (await bench.podsOf('web')).map(pod => annotationOf(pod, 'sum'));
      // The pods of the rollout before take a moment to end.
      await bench.eventually(async () => expect(await sums()).toHaveLength(2));
      await bench.space.patch(`${DEPLOYMENTS}/web`, { spec: { paused: true } });
      await bench.eventually(async () =>
        expect(
          conditionOf(
            await bench.space.read(`${DEPLOYMENTS}/web`),
            'Progressing',
          ),
        ).toEqual({
          status: 'Unknown',
          reason: 'DeploymentPaused',
          message: 'Deployment is paused',
        }),
      );
      await changeTemplate('web');
      await bench.eventually(async () =>
        expect(await bench.statusOf(`${DEPLOYMENTS}/web`)).toMatchObject({
          observedGeneration: 5,
        }),
      );
      expect(await sums()).toEqual([undefined, undefined]);
      await bench.space.patch(`${DEPLOYMENTS}/web`, {
        spec: { paused: false },
      });
      await untilRolledOut('web', 6, 2);
      await bench.eventually(async () =>
        expect(await sums()).toEqual(['2', '2']),
      );
    });
  });
}
