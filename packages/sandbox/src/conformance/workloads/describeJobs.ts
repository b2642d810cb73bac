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

import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ClusterTarget } from '../ClusterTarget';
import { conditionOf, stateOf, WorkloadBench } from './WorkloadBench';

const JOBS = 'batch/v1 jobs';

/** Jobs: one that ends well, and such that don't. */
export function describeJobs(target: () => ClusterTarget): void {
  describe('a Job', () => {
    let bench: WorkloadBench;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      for (const object of [
        job('done', 'exit 0'),
        job('failing', 'exit 3', { backoffLimit: 0 }),
        job('retried', 'exit 3', { backoffLimit: 1 }),
        job('suspended', 'exit 0', { suspend: true }),
        job('parallel', 'exit 0', { completions: 3, parallelism: 2 }),
      ]) {
        await bench.space.create(JOBS, object);
      }
    });
    afterAll(async () => bench.remove());

    function job(name: string, script: string, spec = {}): KubernetesObject {
      return {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name },
        spec: {
          template: bench.podTemplate({
            script,
            podSpec: { restartPolicy: 'Never' },
          }),
          ...spec,
        },
      };
    }

    async function until(name: string, condition: string) {
      return bench.eventually(async () => {
        const found = await bench.space.read(`${JOBS}/${name}`);
        expect(conditionOf(found, condition)?.status).toBe('True');
        return found;
      });
    }

    const podsOf = async (name: string) =>
      bench.space.list(`pods?labelSelector=job-name=${name}`);

    const time = expect.stringMatching(/^[\dT:-]+Z$/);

    it('is complete when its pod has succeeded', async () => {
      const done = await until('done', 'Complete');
      const reason = 'CompletionsReached';
      const message = 'Reached expected number of succeeded pods';
      expect(done.status).toEqual({
        startTime: time,
        completionTime: time,
        succeeded: 1,
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
        conditions: ['SuccessCriteriaMet', 'Complete'].map(type => ({
          type,
          status: 'True',
          reason,
          message,
          lastProbeTime: time,
          lastTransitionTime: time,
        })),
      });
      const [pod] = await podsOf('done');
      expect(await bench.space.eventsAbout('Job', 'done')).toEqual([
        `SuccessfulCreate: Created pod: ${pod.metadata.name}`,
        'Completed: Job completed',
      ]);
      expect(pod.metadata.labels).toEqual({
        'batch.kubernetes.io/controller-uid': done.metadata.uid,
        'batch.kubernetes.io/job-name': 'done',
        'controller-uid': done.metadata.uid,
        'job-name': 'done',
      });
    });

    it('leaves the pod that succeeded', async () => {
      const [pod, ...others] = await podsOf('done');
      expect(others).toEqual([]);
      expect(recordAt(pod, 'status').phase).toBe('Succeeded');
      expect(stateOf(pod)).toMatchObject({
        terminated: { exitCode: 0, reason: 'Completed' },
      });
      const over = { status: 'False', reason: 'PodCompleted' };
      expect(conditionOf(pod, 'Ready')).toEqual(over);
      expect(conditionOf(pod, 'ContainersReady')).toEqual(over);
      expect(conditionOf(pod, 'Initialized')).toEqual({
        status: 'True',
        reason: 'PodCompleted',
      });
    });

    it('has failed when no pod may be tried again', async () => {
      const failing = await until('failing', 'Failed');
      const reason = 'BackoffLimitExceeded';
      const message = 'Job has reached the specified backoff limit';
      expect(failing.status).toEqual({
        startTime: time,
        failed: 1,
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
        conditions: ['FailureTarget', 'Failed'].map(type => ({
          type,
          status: 'True',
          reason,
          message,
          lastProbeTime: time,
          lastTransitionTime: time,
        })),
      });
      const [pod] = await podsOf('failing');
      expect(await bench.space.eventsAbout('Job', 'failing')).toEqual([
        `SuccessfulCreate: Created pod: ${pod.metadata.name}`,
        `${reason}: ${message}`,
      ]);
      expect(recordAt(pod, 'status').phase).toBe('Failed');
      expect(stateOf(pod)).toMatchObject({
        terminated: { exitCode: 3, reason: 'Error' },
      });
      const over = { status: 'False', reason: 'PodFailed' };
      expect(conditionOf(pod, 'Ready')).toEqual(over);
      expect(conditionOf(pod, 'ContainersReady')).toEqual(over);
    });

    it('tries again with another pod, as often as it may', async () => {
      const retried = await until('retried', 'Failed');
      expect(retried.status).toMatchObject({ failed: 2 });
      const pods = await podsOf('retried');
      expect(pods.map(pod => recordAt(pod, 'status').phase)).toEqual([
        'Failed',
        'Failed',
      ]);
    });

    it('runs as many pods at once as it may, and as many as it must', async () => {
      const parallel = await until('parallel', 'Complete');
      expect(parallel.status).toMatchObject({ succeeded: 3 });
      expect(await podsOf('parallel')).toHaveLength(3);
    });

    it('makes no pod while it is suspended, and then goes on', async () => {
      const waiting = await until('suspended', 'Suspended');
      expect(waiting.status).toMatchObject({ ready: 0, terminating: 0 });
      expect(recordAt(waiting, 'status').startTime).toBeUndefined();
      expect(recordsAt(waiting, 'status', 'conditions')).toMatchObject([
        {
          type: 'Suspended',
          status: 'True',
          reason: 'JobSuspended',
          message: 'Job suspended',
        },
      ]);
      expect(await podsOf('suspended')).toEqual([]);
      await bench.space.patch(`${JOBS}/suspended`, {
        spec: { suspend: false },
      });
      const done = await until('suspended', 'Complete');
      expect(conditionOf(done, 'Suspended')).toEqual({
        status: 'False',
        reason: 'JobResumed',
        message: 'Job resumed',
      });
      const [pod] = await podsOf('suspended');
      expect(await bench.space.eventsAbout('Job', 'suspended')).toEqual([
        'Suspended: Job suspended',
        `SuccessfulCreate: Created pod: ${pod.metadata.name}`,
        'Resumed: Job resumed',
        'Completed: Job completed',
      ]);
    });

    it('takes its pods along when it is deleted', async () => {
      await bench.space.call('DELETE', `${JOBS}/done`, {
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: 'Background',
        },
      });
      await bench.eventually(async () =>
        expect(await podsOf('done')).toEqual([]),
      );
    });
  });
}
