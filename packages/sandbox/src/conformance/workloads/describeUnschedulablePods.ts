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
import { callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { conditionOf, WorkloadBench } from './WorkloadBench';

/** Pods that no node can take. */
export function describeUnschedulablePods(target: () => ClusterTarget): void {
  describe('pods that no node can take', () => {
    let bench: WorkloadBench;
    let nodes: number;

    const mounting = (claimName: string) => ({
      podSpec: {
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
      },
    });

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      const { body } = await callApi(target(), 'GET', '/api/v1/nodes');
      nodes = body.items.length;
      await bench.space.create(
        'persistentvolumeclaims',
        bench.claim('classless', 'no-such-class'),
      );
      await Promise.all([
        bench.createPod('selective', {
          podSpec: { nodeSelector: { disk: 'none-such' } },
        }),
        bench.createPod('greedy', {
          container: { resources: { requests: { memory: '100Ti' } } },
        }),
        bench.createPod('claimless', mounting('none')),
        bench.createPod('unbound', mounting('classless')),
      ]);
    });
    afterAll(async () => bench.remove());

    const available = () => `0/${nodes} nodes are available:`;

    /** Said by each node: every one is then asked whether preemption would help. */
    const ofNodes = (why: string) =>
      `${available()} ${nodes} ${why}. no new claims to deallocate, preemption: ${available()} ${nodes} Preemption is not helpful for scheduling.`;

    /** Said before any node is asked, with what 1.34 stumbles over then. */
    const ofPod = (why: string) => `${available()} ${why}. not found`;

    it.each([
      [
        'selective',
        () => ofNodes("node(s) didn't match Pod's node affinity/selector"),
      ],
      ['greedy', () => ofNodes('Insufficient memory')],
      ['claimless', () => ofPod('persistentvolumeclaim "none" not found')],
      [
        'unbound',
        () => ofPod('pod has unbound immediate PersistentVolumeClaims'),
      ],
    ])('say why: %s', async (name, message) => {
      const pod = await bench.eventually(async () => {
        const found = await bench.space.read(`pods/${name}`);
        expect(conditionOf(found, 'PodScheduled')).toEqual({
          status: 'False',
          reason: 'Unschedulable',
          message: message(),
        });
        return found;
      });
      expect(recordAt(pod, 'status').phase).toBe('Pending');
      expect(recordsAt(pod, 'status', 'conditions')).toHaveLength(1);
      expect(recordsAt(pod, 'status', 'containerStatuses')).toEqual([]);
      // It tries again whenever something changes that may help.
      const events = await bench.eventually(async () => {
        const found = await bench.space.list(
          `events?fieldSelector=involvedObject.name=${name}`,
        );
        expect(found.length).toBeGreaterThan(0);
        return found;
      });
      for (const event of events) {
        expect(event.source).toEqual({});
        expect(event).toMatchObject({
          type: 'Warning',
          reason: 'FailedScheduling',
          message: message(),
          action: 'Scheduling',
          reportingComponent: 'default-scheduler',
          firstTimestamp: null,
          eventTime: expect.stringMatching(/\.\d{6}Z$/),
        });
      }
    });

    it('are deleted at once', async () => {
      await bench.space.delete('pods/selective');
      expect(await bench.space.exists('pods/selective')).toBe(false);
    });
  });
}
