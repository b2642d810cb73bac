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
import { ClusterTarget } from '../ClusterTarget';
import { conditionOf, stateOf, WorkloadBench } from './WorkloadBench';

const SETS = 'apps/v1 statefulsets';

/** What goes before a pod's containers, and keeps them from starting where it fails. */
export function describeInitContainers(target: () => ClusterTarget): void {
  describe('init containers', () => {
    let bench: WorkloadBench;

    const first = (script: string, rest: object = {}) => ({
      podSpec: {
        initContainers: [
          {
            ...bench.podTemplate({ script }).spec.containers[0],
            name: 'first',
          },
        ],
        ...rest,
      },
    });

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      await Promise.all([
        bench.createPod('passed', first('exit 0')),
        bench.createPod('held', first('exit 3')),
        bench.createPod(
          'given-up',
          first('exit 3', { restartPolicy: 'Never' }),
        ),
      ]);
      const held = first('exit 3');
      for (const podManagementPolicy of ['OrderedReady', 'Parallel']) {
        await bench.space.create(SETS, {
          ...bench.workload(
            'StatefulSet',
            podManagementPolicy.toLowerCase(),
            { podManagementPolicy },
            held,
          ),
        });
      }
    });
    afterAll(async () => bench.remove());

    async function pod(name: string) {
      return bench.space.read(`pods/${name}`);
    }

    async function initStatus(name: string) {
      return recordsAt(await pod(name), 'status', 'initContainerStatuses')[0];
    }

    it('end before the others start', async () => {
      await bench.eventually(async () =>
        expect(recordAt(await pod('passed'), 'status').phase).toBe('Running'),
      );
      expect(await initStatus('passed')).toMatchObject({
        name: 'first',
        ready: true,
        restartCount: 0,
        state: { terminated: { exitCode: 0, reason: 'Completed' } },
      });
      expect(conditionOf(await pod('passed'), 'Initialized')).toEqual({
        status: 'True',
      });
    });

    it('are started again where they fail, and nothing else is', async () => {
      await bench.eventually(async () =>
        expect(await initStatus('held')).toMatchObject({
          ready: false,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 3, reason: 'Error' } },
        }),
      );
      const held = await pod('held');
      expect(Number((await initStatus('held')).restartCount)).toBeGreaterThan(
        0,
      );
      expect(recordAt(held, 'status').phase).toBe('Pending');
      expect(stateOf(held)).toEqual({ waiting: { reason: 'PodInitializing' } });
      expect(conditionOf(held, 'Initialized')).toEqual({
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: 'containers with incomplete status: [first]',
      });
      const id = `held_${bench.space.name}(${held.metadata.uid})`;
      await bench.eventually(async () =>
        expect(await bench.space.eventsAbout('Pod', 'held')).toContain(
          `BackOff: Back-off restarting failed container first in pod ${id}`,
        ),
      );
    });

    it('fail a pod that is never restarted', async () => {
      await bench.eventually(async () =>
        expect(recordAt(await pod('given-up'), 'status').phase).toBe('Failed'),
      );
      expect(await initStatus('given-up')).toMatchObject({
        ready: false,
        restartCount: 0,
        state: { terminated: { exitCode: 3, reason: 'Error' } },
      });
      expect(stateOf(await pod('given-up'))).toEqual({
        waiting: { reason: 'PodInitializing' },
      });
    });

    it('that hold a StatefulSet’s pod are replaced at once where it is Parallel, and never where it is ordered', async () => {
      for (const name of ['parallel', 'orderedready']) {
        await bench.eventually(async () =>
          expect(await initStatus(`${name}-0`)).toBeDefined(),
        );
        const template = bench.podTemplate({
          ...first('exit 0'),
          labels: { app: name },
        });
        await bench.space.patch(`${SETS}/${name}`, { spec: { template } });
      }
      await bench.eventually(async () =>
        expect(recordAt(await pod('parallel-0'), 'status').phase).toBe(
          'Running',
        ),
      );
      expect(recordAt(await pod('orderedready-0'), 'status').phase).toBe(
        'Pending',
      );
    });
  });
}
