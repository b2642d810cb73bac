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
  claim,
  eventsAbout,
  eventually,
  startQuickCluster,
  statusOf,
  workload,
} from '../__testUtils__/testCluster';

describe('pods and their claims', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await startQuickCluster();
  }, 60_000);
  afterAll(async () => cluster.stop());

  async function apply(...objects: KubernetesObject[]): Promise<void> {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  function podOf(name: string): KubernetesObject {
    const [pod] = cluster
      .list('v1', 'Pod', 'prod')
      .filter(one => one.metadata.labels?.app === name);
    expect(pod).toBeDefined();
    return pod;
  }

  function waiting(name: string) {
    const [container] = recordsAt(podOf(name), 'status', 'containerStatuses');
    return recordAt(container, 'state', 'waiting');
  }

  function scheduled(name: string) {
    return recordsAt(podOf(name), 'status', 'conditions').find(
      condition => condition.type === 'PodScheduled',
    );
  }

  function phaseOf(name: string): unknown {
    return statusOf(cluster.get('v1', 'PersistentVolumeClaim', name, 'prod'))
      .phase;
  }

  const mounting = (claimName: string) => ({
    podSpec: {
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
    },
  });

  function secret(name: string, data: Record<string, string>) {
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'prod' },
      stringData: data,
    };
  }

  it('waits for a Secret that is not there, then starts', async () => {
    await apply(
      workload('Deployment', 'app', {
        container: { envFrom: [{ secretRef: { name: 'app-secrets' } }] },
      }),
    );
    await eventually(() =>
      expect(waiting('app')).toEqual({
        reason: 'CreateContainerConfigError',
        message: 'secret "app-secrets" not found',
      }),
    );
    expect(statusOf(podOf('app')).phase).toBe('Pending');
    expect(eventsAbout(cluster, podOf('app').metadata.name)).toContain(
      'Failed: Error: secret "app-secrets" not found',
    );
    await apply(secret('app-secrets', { A: '1' }));
    await eventually(() =>
      expect(statusOf(podOf('app')).phase).toBe('Running'),
    );
  });

  it('waits for a key of a Secret, unless it is optional', async () => {
    const env = (optional: boolean) => ({
      container: {
        env: [
          {
            name: 'P',
            valueFrom: {
              secretKeyRef: { name: 'keyed', key: 'PASSWORD', optional },
            },
          },
        ],
      },
    });
    await apply(
      secret('keyed', { OTHER: '1' }),
      workload('Deployment', 'strict-key', env(false)),
      workload('Deployment', 'optional-key', env(true)),
    );
    await eventually(() => {
      expect(waiting('strict-key').message).toBe(
        "couldn't find key PASSWORD in Secret prod/keyed",
      );
      expect(statusOf(podOf('optional-key')).phase).toBe('Running');
    });
    await apply(secret('keyed', { OTHER: '1', PASSWORD: '2' }));
    await eventually(() =>
      expect(statusOf(podOf('strict-key')).phase).toBe('Running'),
    );
  });

  it('cannot mount a Secret that is not there', async () => {
    await apply(
      workload('Deployment', 'mounts', {
        container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
        podSpec: { volumes: [{ name: 'v', secret: { secretName: 'files' } }] },
      }),
    );
    await eventually(() => {
      expect(waiting('mounts').reason).toBe('ContainerCreating');
      expect(eventsAbout(cluster, podOf('mounts').metadata.name)).toContain(
        'FailedMount: MountVolume.SetUp failed for volume "v" : secret "files" not found',
      );
    });
    await apply(secret('files', { a: '1' }));
    await eventually(() =>
      expect(statusOf(podOf('mounts')).phase).toBe('Running'),
    );
  });

  it('binds a claim of local-path only once a pod uses it', async () => {
    await apply(claim('late', { storageClassName: 'local-path' }));
    await eventually(() =>
      expect(eventsAbout(cluster, 'late')).toContain(
        'WaitForFirstConsumer: waiting for first consumer to be created before binding',
      ),
    );
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(phaseOf('late')).toBe('Pending');
    await apply(workload('Deployment', 'late', mounting('late')));
    await eventually(() => {
      expect(phaseOf('late')).toBe('Bound');
      expect(statusOf(podOf('late')).phase).toBe('Running');
    });
    const bound = cluster.get('v1', 'PersistentVolumeClaim', 'late', 'prod');
    expect(statusOf(bound).capacity).toEqual({ storage: '1Gi' });
    const volume = String(recordAt(bound, 'spec').volumeName);
    expect(statusOf(cluster.get('v1', 'PersistentVolume', volume)).phase).toBe(
      'Bound',
    );
  });

  it('gives a claim without a class the default one', async () => {
    await apply(claim('classless'));
    expect(
      recordAt(
        cluster.get('v1', 'PersistentVolumeClaim', 'classless', 'prod'),
        'spec',
      ).storageClassName,
    ).toBe('local-path');
  });

  it('leaves a pod Pending whose claim is missing, or of an unknown class', async () => {
    await apply(
      claim('odd', { storageClassName: 'no-such-class' }),
      workload('Deployment', 'odd', mounting('odd')),
      workload('Deployment', 'claimless', mounting('none')),
    );
    await eventually(() => {
      expect(scheduled('odd')).toMatchObject({
        status: 'False',
        reason: 'Unschedulable',
        message: expect.stringContaining(
          'pod has unbound immediate PersistentVolumeClaims',
        ),
      });
      expect(scheduled('claimless')?.message).toContain(
        'persistentvolumeclaim "none" not found',
      );
      expect(eventsAbout(cluster, 'odd')).toContain(
        'ProvisioningFailed: storageclass.storage.k8s.io "no-such-class" not found',
      );
    });
    await apply(claim('none'));
    await eventually(() =>
      expect(statusOf(podOf('claimless')).phase).toBe('Running'),
    );
  });

  it('keeps a deleted claim while a pod uses it, and takes its volume along', async () => {
    await apply(
      claim('used'),
      workload('Deployment', 'user', mounting('used')),
    );
    await eventually(() => expect(phaseOf('used')).toBe('Bound'));
    const volume = String(
      recordAt(
        cluster.get('v1', 'PersistentVolumeClaim', 'used', 'prod'),
        'spec',
      ).volumeName,
    );
    await cluster.delete('v1', 'PersistentVolumeClaim', 'used', 'prod');
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(
      cluster.get('v1', 'PersistentVolumeClaim', 'used', 'prod')?.metadata
        .deletionTimestamp,
    ).toBeDefined();
    await cluster.delete('apps/v1', 'Deployment', 'user', 'prod');
    await eventually(() => {
      expect(
        cluster.get('v1', 'PersistentVolumeClaim', 'used', 'prod'),
      ).toBeUndefined();
      expect(cluster.get('v1', 'PersistentVolume', volume)).toBeUndefined();
    });
  });
});
