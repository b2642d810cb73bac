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

/* eslint-disable jest/no-export -- a part of faults.test.ts */

import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseNeeds, databaseManifests } from './databaseManifests';
import { FaultBed } from './FaultBed';
import { databaseOf, FaultPlace, isFor } from './FaultPlace';
import { together } from './together';

const FILE = 'postgres.yaml';
const STORAGE_CLASS = 'faults-fast';
const LONG_ENOUGH_FOR_A_NEW_POD_MS = 4_000;
const DELETE_WHAT_WAITS =
  'Then delete pod postgres-0 if it still waits: a StatefulSet does not replace one that never became ready.';

async function deploy(
  place: FaultPlace,
  needs: Partial<DatabaseNeeds> = {},
): Promise<void> {
  const { postgres } = place.tools.testbed.description.images;
  await place.deploy({
    [FILE]: databaseManifests(place.namespace, { image: postgres, ...needs }),
  });
}

function addDatabase(
  bed: FaultBed,
  name: string,
  needs: Partial<DatabaseNeeds>,
): FaultPlace {
  return bed.addPlace(name, async place => {
    await place.deploy({
      'credentials.yaml': await place.seal({ keys: ['POSTGRES_PASSWORD'] }),
    });
    await deploy(place, needs);
  });
}

async function waitForReason(
  place: FaultPlace,
  code: string,
): Promise<EntityStatus> {
  const status = await place.waitFor(
    code,
    found =>
      isFor(code, found.databases[0]) &&
      // The secret's own state has settled.
      found.secrets.every(({ state }) => state === 'ok'),
  );
  expect(status.state).toBe('failing');
  expect(databaseOf(status)).toMatchObject({
    state: 'failing',
    engine: 'postgresql',
    workload: { kind: 'StatefulSet', desired: 1, ready: 0 },
  });
  return status;
}

/** What the text says of a StatefulSet is so; then its pod is deleted. */
async function deletePodThatStillWaits(place: FaultPlace): Promise<void> {
  const pod = { kind: 'pod', namespace: place.namespace, name: 'postgres-0' };
  const { metadata } = await place.tools.kubernetes.get(pod);
  await sleep(LONG_ENOUGH_FOR_A_NEW_POD_MS);
  expect((await place.tools.kubernetes.get(pod)).metadata.uid).toBe(
    metadata.uid,
  );
  expect((await place.status()).state).toBe('failing');
  await place.tools.kubernetes.delete(pod);
}

/** A database that asks for what the cluster does not have. */
export function describeDatabases(bed: FaultBed): void {
  describe('a database', () => {
    const meanwhile = together();
    const nowhere = addDatabase(bed, 'unschedulable', {
      nodeSelector: { disk: 'nowhere' },
    });
    const madeLater = addDatabase(bed, 'storage-class-made', {
      storageClass: STORAGE_CLASS,
    });
    const otherClass = addDatabase(bed, 'storage-class-changed', {
      storageClass: 'faults-none',
    });
    const wrongUser = addDatabase(bed, 'wrong-user', {
      runAsUser: 999,
    });
    const lostService = addDatabase(bed, 'service-selector', {});
    const severalModes = addDatabase(bed, 'access-mode', {
      accessMode: 'ReadWriteMany',
    });
    const noImage = addDatabase(bed, 'image-missing', {
      image: 'testbed.safekeep.io/stand-in/postgres:99',
    });

    afterAll(() =>
      bed.kubernetes.delete({ kind: 'storageclass', name: STORAGE_CLASS }),
    );

    it(
      'that no node takes says why, and runs after the correction',
      meanwhile(async () => {
        const status = await waitForReason(nowhere, 'database-unschedulable');
        const [reason, second] = databaseOf(status).reasons;
        expect(reason).toMatchObject({
          parameters: { pod: 'postgres-0' },
          why: "No node takes pod postgres-0: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
          whatToDo: `Correct in Git what it asks for (resources, nodeSelector, affinity, claims), or give the cluster a node that has it. ${DELETE_WHAT_WAITS}`,
        });
        // The claim waits for the pod, not the pod for the claim.
        expect(second.code).toBe('claim-waits-for-pod');

        await deploy(nowhere);
        await deletePodThatStillWaits(nowhere);
        await nowhere.waitUntilOk();
      }),
    );

    it(
      'whose claim asks for a StorageClass that is not there says so, and runs when there is one',
      meanwhile(async () => {
        const status = await waitForReason(madeLater, 'claim-class-missing');
        const { reasons } = databaseOf(status);
        expect(reasons[0]).toMatchObject({
          parameters: {
            claim: 'data-postgres-0',
            storageClass: STORAGE_CLASS,
          },
          why: expect.stringMatching(
            `^Claim data-postgres-0 asks for StorageClass ${STORAGE_CLASS}, which this cluster does not have. It has: .*local-path`,
          ),
        });
        expect(reasons[0].whatToDo).toContain('Or create that StorageClass.');
        expect(reasons[1].why).toMatch(/^No node takes pod postgres-0: /);
        expect(
          status.checks.find(({ id }) => id === 'claims-bound')?.evidence,
        ).toBe(`Pending, ${STORAGE_CLASS}, data-postgres-0`);

        await bed.kubernetes.apply([
          {
            apiVersion: 'storage.k8s.io/v1',
            kind: 'StorageClass',
            metadata: { name: STORAGE_CLASS },
            provisioner: 'rancher.io/local-path',
            volumeBindingMode: 'WaitForFirstConsumer',
          },
        ]);
        await madeLater.waitUntilOk();
      }),
    );

    it(
      'whose claim is given another StorageClass runs when StatefulSet and claim were deleted for it',
      meanwhile(async () => {
        const status = await waitForReason(otherClass, 'claim-class-missing');
        expect(databaseOf(status).reasons[0].whatToDo).toContain(
          'Name one that there is in Git: a StatefulSet’s claim template cannot be changed, so delete the StatefulSet that makes the claim, and the claim, which was never bound.',
        );
        const { namespace } = otherClass;
        await bed.kubernetes.delete({
          kind: 'statefulset',
          namespace,
          name: 'postgres',
        });
        await bed.kubernetes.delete({
          kind: 'pvc',
          namespace,
          name: 'data-postgres-0',
        });
        await deploy(otherClass);
        await otherClass.waitUntilOk();
      }),
    );

    it(
      'that runs as a user whom its image does not have says so, and runs after the correction',
      meanwhile(async () => {
        // The folders of local-path are open to all: it is initdb that ends.
        const status = await waitForReason(wrongUser, 'data-user-unusual');
        const { reasons, pods } = databaseOf(status);
        expect(reasons[0].parameters).toMatchObject({ user: '999' });
        expect(pods).toMatchObject([
          { name: 'postgres-0', lastExit: { exitCode: 1 } },
        ]);

        await deploy(wrongUser);
        await wrongUser.tools.kubernetes.delete({
          kind: 'pod',
          namespace: wrongUser.namespace,
          name: 'postgres-0',
        });
        await wrongUser.waitUntilOk();
      }),
    );

    it(
      'whose Service selects nothing says so, and is reached after the correction',
      meanwhile(async () => {
        const whole = await lostService.waitUntilOk();
        expect(databaseOf(whole)).toMatchObject({
          services: [{ name: 'postgres', endpoints: { ready: 1 } }],
          claims: [
            {
              phase: 'Bound',
              accessModes: ['ReadWriteOnce'],
              volume: { reclaimPolicy: expect.any(String) },
            },
          ],
        });
        await deploy(lostService, { selected: { app: 'postgresql' } });
        await lostService.waitFor('service-without-endpoints', found =>
          isFor('service-without-endpoints', found.databases[0]),
        );

        await deploy(lostService);
        await lostService.waitUntilOk();
      }),
    );

    it(
      'whose claim asks for what the provisioner cannot do says what that said',
      meanwhile(async () => {
        const status = await waitForReason(
          severalModes,
          'claim-not-provisioned',
        );
        expect(databaseOf(status).reasons[0].why).toMatch(
          /nly supports? ReadWriteOnce.* access modes?\.$/,
        );
      }),
    );

    it(
      'whose image is not there says so, and runs after the correction',
      meanwhile(async () => {
        const status = await waitForReason(
          noImage,
          'database-image-not-pulled',
        );
        const [reason] = databaseOf(status).reasons;
        expect(reason.why).toMatch(
          /^The image of pod postgres-0 cannot be pulled: .*testbed\.safekeep\.io\/stand-in\/postgres:99/,
        );
        expect(reason.whatToDo).toBe(
          `Correct the image in Git, or make the registry give it to this cluster. ${DELETE_WHAT_WAITS}`,
        );

        await deploy(noImage);
        await deletePodThatStillWaits(noImage);
        await noImage.waitUntilOk();
      }),
    );
  });
}
