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

/** A name under a domain that can never be, so that no pull succeeds. */
const NO_IMAGE = 'registry.invalid/none:1';

/** Pods that are on a node and cannot start, or not stay, and what they say of it. */
export function describeWaitingPods(target: () => ClusterTarget): void {
  describe('pods that do not come up', () => {
    let bench: WorkloadBench;

    const secretKey = (name: string, key: string) => ({
      env: [{ name: 'X', valueFrom: { secretKeyRef: { name, key } } }],
    });

    const volumeOfMissing = {
      volumes: [{ name: 'v', secret: { secretName: 'missing' } }],
    };

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      await bench.space.create('secrets', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'there' },
        stringData: { OTHER: '1' },
      });
      // All at once, as each takes its time.
      await Promise.all([
        bench.createPod('up'),
        bench.createPod('no-secret', {
          container: { envFrom: [{ secretRef: { name: 'missing' } }] },
        }),
        bench.createPod('no-key', {
          container: secretKey('there', 'PASSWORD'),
        }),
        bench.createPod('no-map', {
          container: { envFrom: [{ configMapRef: { name: 'missing' } }] },
        }),
        bench.createPod('optional', {
          container: {
            envFrom: [{ secretRef: { name: 'missing', optional: true } }],
          },
        }),
        bench.createPod('no-volume', {
          container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
          podSpec: volumeOfMissing,
        }),
        bench.createPod('unmounted', { podSpec: volumeOfMissing }),
        bench.createPod('no-image', { container: { image: NO_IMAGE } }),
        bench.createPod('never-pulled', {
          container: { image: NO_IMAGE, imagePullPolicy: 'Never' },
        }),
        bench.createPod('crashing', { script: 'exit 7' }),
      ]);
    });
    afterAll(async () => bench.remove());

    async function pod(name: string) {
      return bench.space.read(`pods/${name}`);
    }

    /** The waiting state of a container once it is what is expected. */
    async function expectWaiting(name: string, expected: object) {
      await bench.eventually(async () =>
        expect(stateOf(await pod(name))).toEqual({ waiting: expected }),
      );
    }

    async function expectEvent(name: string, event: string) {
      await bench.eventually(async () =>
        expect(await bench.space.eventsAbout('Pod', name)).toContain(event),
      );
    }

    it('are told from one that does', async () => {
      await bench.eventually(async () =>
        expect(recordAt(await pod('up'), 'status').phase).toBe('Running'),
      );
      const up = await pod('up');
      for (const type of [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ]) {
        expect(conditionOf(up, type)).toEqual({ status: 'True' });
      }
      const [container] = recordsAt(up, 'status', 'containerStatuses');
      expect(container).toMatchObject({
        name: 'app',
        image: expect.stringContaining(target().image),
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: expect.any(String) } },
        lastState: {},
      });
      expect(recordAt(up, 'status').qosClass).toBe('BestEffort');
      const { nodeName } = recordAt(up, 'spec');
      const events = await bench.eventually(async () => {
        const found = await bench.space.eventsAbout('Pod', 'up');
        expect(found).toHaveLength(4);
        return found;
      });
      expect(events).toEqual([
        `Scheduled: Successfully assigned ${bench.space.name}/up to ${nodeName}`,
        `Pulled: Container image "${
          target().image
        }" already present on machine`,
        'Created: Created container: app',
        'Started: Started container app',
      ]);
    });

    it('name a Secret that is not there', async () => {
      await expectWaiting('no-secret', {
        reason: 'CreateContainerConfigError',
        message: 'secret "missing" not found',
      });
      await expectEvent(
        'no-secret',
        'Failed: Error: secret "missing" not found',
      );
      const found = await pod('no-secret');
      expect(recordAt(found, 'status').phase).toBe('Pending');
      const unready = {
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [app]',
      };
      expect(conditionOf(found, 'Ready')).toEqual(unready);
      expect(conditionOf(found, 'ContainersReady')).toEqual(unready);
      expect(conditionOf(found, 'Initialized')).toEqual({ status: 'True' });
      expect(conditionOf(found, 'PodScheduled')).toEqual({ status: 'True' });
    });

    it('name a key that a Secret does not have', async () => {
      expect.hasAssertions();
      const message = `couldn't find key PASSWORD in Secret ${bench.space.name}/there`;
      await expectWaiting('no-key', {
        reason: 'CreateContainerConfigError',
        message,
      });
      await expectEvent('no-key', `Failed: Error: ${message}`);
    });

    it('name a ConfigMap that is not there', async () => {
      expect.hasAssertions();
      await expectWaiting('no-map', {
        reason: 'CreateContainerConfigError',
        message: 'configmap "missing" not found',
      });
    });

    it.each(['optional', 'unmounted'])(
      'are not those whose missing Secret is %s',
      async name => {
        await bench.eventually(async () =>
          expect(recordAt(await pod(name), 'status').phase).toBe('Running'),
        );
      },
    );

    it('wait in ContainerCreating for a volume, and say why in an event', async () => {
      await expectEvent(
        'no-volume',
        'FailedMount: MountVolume.SetUp failed for volume "v" : secret "missing" not found',
      );
      await expectWaiting('no-volume', { reason: 'ContainerCreating' });
      expect(
        conditionOf(await pod('no-volume'), 'PodReadyToStartContainers'),
      ).toEqual({ status: 'False' });
    });

    it('back off from an image that cannot be pulled', async () => {
      await bench.eventually(async () =>
        expect(stateOf(await pod('no-image'))).toEqual({
          waiting: {
            reason: 'ImagePullBackOff',
            message: expect.stringMatching(
              /^Back-off pulling image "registry\.invalid\/none:1": ErrImagePull: failed to pull and unpack image "registry\.invalid\/none:1": /,
            ),
          },
        }),
      );
      const events = await bench.space.eventsAbout('Pod', 'no-image');
      expect(events).toEqual(
        expect.arrayContaining([
          `Pulling: Pulling image "${NO_IMAGE}"`,
          expect.stringMatching(
            /^Failed: Failed to pull image "registry\.invalid\/none:1": /,
          ),
          'Failed: Error: ErrImagePull',
          `BackOff: Back-off pulling image "${NO_IMAGE}"`,
          'Failed: Error: ImagePullBackOff',
        ]),
      );
    });

    it('do not pull an image that they may never pull', async () => {
      expect.hasAssertions();
      const message = `Container image "${NO_IMAGE}" is not present with pull policy of Never`;
      await expectWaiting('never-pulled', {
        reason: 'ErrImageNeverPull',
        message,
      });
      await expectEvent('never-pulled', `ErrImageNeverPull: ${message}`);
      await expectEvent('never-pulled', 'Failed: Error: ErrImageNeverPull');
    });

    it('are started again when they end, after a pause', async () => {
      const crashing = await bench.eventually(async () => {
        const found = await pod('crashing');
        expect(recordAt(stateOf(found), 'waiting').reason).toBe(
          'CrashLoopBackOff',
        );
        return found;
      });
      const id = `crashing_${bench.space.name}(${crashing.metadata.uid})`;
      expect(stateOf(crashing)).toEqual({
        waiting: {
          reason: 'CrashLoopBackOff',
          message: expect.stringMatching(
            /^back-off (\d+m)?\d+s restarting failed container=app pod=/,
          ),
        },
      });
      expect(recordAt(stateOf(crashing), 'waiting').message).toContain(
        `pod=${id}`,
      );
      const [container] = recordsAt(crashing, 'status', 'containerStatuses');
      expect(container).toMatchObject({
        ready: false,
        started: false,
        lastState: {
          terminated: {
            exitCode: 7,
            reason: 'Error',
            startedAt: expect.any(String),
            finishedAt: expect.any(String),
          },
        },
      });
      expect(Number(container.restartCount)).toBeGreaterThanOrEqual(1);
      expect(recordAt(crashing, 'status').phase).toBe('Running');
      await expectEvent(
        'crashing',
        `BackOff: Back-off restarting failed container app in pod ${id}`,
      );
    });

    it('come up when what they wait for is there', async () => {
      await bench.space.create('secrets', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'missing' },
        stringData: { A: '1' },
      });
      await bench.space.patch('secrets/there', {
        stringData: { PASSWORD: '2' },
      });
      await bench.eventually(async () => {
        for (const name of ['no-secret', 'no-key', 'no-volume']) {
          expect(recordAt(await pod(name), 'status').phase).toBe('Running');
        }
      });
    });
  });
}
