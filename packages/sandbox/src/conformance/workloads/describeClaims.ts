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
import { callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { pause } from '../eventually';
import { annotationOf, WorkloadBench } from './WorkloadBench';

const CLAIMS = 'persistentvolumeclaims';

/** Claims: when they are bound, what they say until then, and what they leave behind. */
export function describeClaims(target: () => ClusterTarget): void {
  describe('claims', () => {
    let bench: WorkloadBench;
    let provisioner: string;
    let node: string;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      const { body } = await callApi(
        target(),
        'GET',
        `/apis/storage.k8s.io/v1/storageclasses/${target().storageClass}`,
      );
      provisioner = String(body.provisioner);
      const { storageClass } = target();
      for (const [name, className] of [
        ['idle', storageClass],
        ['classless', 'no-such-class'],
        ['used', storageClass],
      ]) {
        await bench.space.create(CLAIMS, bench.claim(name, className));
      }
      await waitsForConsumer('used');
      await bench.createPod('user', {
        container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        podSpec: {
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: 'used' } },
          ],
        },
      });
    });
    afterAll(async () => bench.remove());

    const claim = async (name: string) => bench.space.read(`${CLAIMS}/${name}`);
    const eventsAbout = async (name: string) =>
      bench.space.eventsAbout('PersistentVolumeClaim', name);

    async function waitsForConsumer(name: string): Promise<void> {
      await bench.eventually(async () =>
        expect(await eventsAbout(name)).toEqual([
          'WaitForFirstConsumer: waiting for first consumer to be created before binding',
        ]),
      );
    }

    async function volumeOf(
      bound: KubernetesObject,
    ): Promise<KubernetesObject | undefined> {
      const { volumeName } = recordAt(bound, 'spec');
      const { status, body } = await callApi(
        target(),
        'GET',
        `/api/v1/persistentvolumes/${volumeName}`,
      );
      return status === 404 ? undefined : (body as unknown as KubernetesObject);
    }

    it('wait for a pod that uses them', async () => {
      await waitsForConsumer('idle');
      const idle = await claim('idle');
      expect(idle.status).toEqual({ phase: 'Pending' });
      expect(recordAt(idle, 'spec').volumeName).toBeUndefined();
      expect(idle.metadata.finalizers).toEqual([
        'kubernetes.io/pvc-protection',
      ]);
    });

    it('are bound once a pod uses them, to a volume made for them', async () => {
      await bench.eventually(async () => {
        const { status } = await bench.space.read('pods/user');
        expect(recordAt(status).phase).toBe('Running');
      });
      const user = await bench.space.read('pods/user');
      node = String(recordAt(user, 'spec').nodeName);
      const bound = await claim('used');
      const name = `pvc-${bound.metadata.uid}`;
      expect(bound.status).toEqual({
        phase: 'Bound',
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '16Mi' },
      });
      expect(recordAt(bound, 'spec')).toEqual({
        ...bench.claimSpec(),
        volumeMode: 'Filesystem',
        volumeName: name,
      });
      expect(bound.metadata.annotations).toEqual({
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.beta.kubernetes.io/storage-provisioner': provisioner,
        'volume.kubernetes.io/selected-node': node,
        'volume.kubernetes.io/storage-provisioner': provisioner,
      });
      const volume = await volumeOf(bound);
      expect(volume).toMatchObject({
        metadata: {
          name,
          annotations: { 'pv.kubernetes.io/provisioned-by': provisioner },
          finalizers: ['kubernetes.io/pv-protection'],
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          capacity: { storage: '16Mi' },
          claimRef: {
            kind: 'PersistentVolumeClaim',
            namespace: bench.space.name,
            name: 'used',
            uid: bound.metadata.uid,
          },
          persistentVolumeReclaimPolicy: 'Delete',
          storageClassName: target().storageClass,
          volumeMode: 'Filesystem',
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: 'kubernetes.io/hostname',
                      operator: 'In',
                      values: [node],
                    },
                  ],
                },
              ],
            },
          },
        },
        status: { phase: 'Bound' },
      });
      expect(annotationOf(bound, 'none')).toBeUndefined();
    });

    it('tell in events how they came to their volume', async () => {
      const { metadata } = await claim('used');
      await bench.eventually(async () =>
        expect(await eventsAbout('used')).toEqual(
          expect.arrayContaining([
            `Provisioning: External provisioner is provisioning volume for claim "${bench.space.name}/used"`,
            `ExternalProvisioning: Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
            `ProvisioningSucceeded: Successfully provisioned volume pvc-${metadata.uid}`,
          ]),
        ),
      );
    });

    it('stay pending under a class that is not there', async () => {
      await bench.eventually(async () =>
        expect(await eventsAbout('classless')).toEqual([
          'ProvisioningFailed: storageclass.storage.k8s.io "no-such-class" not found',
        ]),
      );
      expect((await claim('classless')).status).toEqual({ phase: 'Pending' });
    });

    it('outlive their deletion until no pod uses them, and take their volume along', async () => {
      const before = await claim('used');
      await bench.space.delete(`${CLAIMS}/used`);
      await pause(500);
      const kept = await claim('used');
      expect(kept.metadata.deletionTimestamp).toBeDefined();
      expect(recordAt(kept, 'status').phase).toBe('Bound');
      await bench.space.delete('pods/user');
      await bench.eventually(async () => {
        expect(await bench.space.exists(`${CLAIMS}/used`)).toBe(false);
        expect(await volumeOf(before)).toBeUndefined();
      });
    });
  });
}
