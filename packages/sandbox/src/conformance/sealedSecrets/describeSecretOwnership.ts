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

import {
  KubernetesObject,
  ManagedFieldsEntry,
} from '../../kubernetes/objects/KubernetesObject';
import { ClusterTarget } from '../ClusterTarget';
import { eventually, pause } from '../eventually';
import { PREFIX, SEALED_SECRETS, SealingBench } from './SealingBench';

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const ANSWERED = { observedGeneration: 1, status: 'True', message: undefined };

/** Which Secrets the controller takes for its own, and what becomes of them. */
export function describeSecretOwnership(target: () => ClusterTarget): void {
  describe('the Secret of a SealedSecret', () => {
    let bench: SealingBench;

    beforeAll(async () => {
      bench = await SealingBench.create(target());
    });
    afterAll(async () => bench.remove());

    function existing(
      name: string,
      annotations?: Record<string, string>,
    ): KubernetesObject {
      return {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, ...(annotations ? { annotations } : {}) },
        stringData: { A: 'by hand', B: 'by hand' },
      };
    }

    it('is not taken from others, until it says that it may be', async () => {
      const name = 'taken';
      const unmanaged = `Resource "${name}" already exists and is not managed by SealedSecret`;
      await bench.space.create('secrets', existing(name));
      await bench.createSealed(name, { A: 'sealed' });
      await bench.untilSynced(name, {
        observedGeneration: 1,
        status: 'False',
        message: `failed update: ${unmanaged}`,
      });
      await bench.untilGivenUp(name, {
        reason: 'ErrUpdateFailed',
        message: unmanaged,
      });
      expect(await bench.valuesOf(name)).toEqual({
        A: 'by hand',
        B: 'by hand',
      });

      await bench.space.patch(`secrets/${name}`, {
        metadata: { annotations: { [`${PREFIX}/managed`]: 'true' } },
      });
      await pause(1000);
      // Nobody watches for that annotation: the SealedSecret has to change.
      expect((await bench.synced(name)).status).toBe('False');
      await bench.reseal(name, { A: 'resealed' });
      await bench.untilSynced(name, { ...ANSWERED, observedGeneration: 2 });
      expect(await bench.valuesOf(name)).toEqual({ A: 'resealed' });
      const { metadata } = await bench.space.read(`secrets/${name}`);
      expect(metadata.annotations).toBeUndefined();
      expect(metadata.ownerReferences).toMatchObject([
        { kind: 'SealedSecret', name, controller: true },
      ]);
    });

    it('is added to and not owned when it says `patch`', async () => {
      const name = 'patched';
      const annotations = { [`${PREFIX}/patch`]: 'true' };
      await bench.space.create('secrets', existing(name, annotations));
      await bench.createSealed(
        name,
        { A: 'sealed' },
        { metadata: { labels: { added: 'yes' } } },
      );
      await bench.untilSynced(name, ANSWERED);
      expect(await bench.valuesOf(name)).toEqual({ A: 'sealed', B: 'by hand' });
      const { metadata } = await bench.space.read(`secrets/${name}`);
      expect(metadata.labels).toEqual({ added: 'yes' });
      expect(metadata.annotations).toEqual(annotations);
      expect(metadata.ownerReferences).toBeUndefined();
    });

    it('is made again when it is deleted, and left as it is when it is edited', async () => {
      const name = 'drifting';
      await bench.createSealed(name, { A: '1' });
      await bench.untilSynced(name, ANSWERED);
      const before = await bench.space.read(`secrets/${name}`);
      await bench.space.delete(`secrets/${name}`);
      await eventually(async () => {
        const after = await bench.space.read(`secrets/${name}`);
        expect(after.metadata.uid).not.toBe(before.metadata.uid);
        expect(await bench.valuesOf(name)).toEqual({ A: '1' });
      }, target().patienceMs);
      await bench.space.patch(`secrets/${name}`, {
        stringData: { A: 'edited' },
      });
      await pause(1000);
      expect(await bench.valuesOf(name)).toEqual({ A: 'edited' });
      expect((await bench.synced(name)).status).toBe('True');
    });

    it('has its keys, and who wrote each last, in the managed fields', async () => {
      const name = 'booked';
      await bench.createSealed(name, { A: '1', B: '2', C: '3' });
      await bench.untilSynced(name, ANSWERED);
      const owner = await bench.space.read(`${SEALED_SECRETS}/${name}`);
      async function writers() {
        const { status, body, text } = await bench.space.call(
          'GET',
          `secrets/${name}`,
          { accept: METADATA },
        );
        expect([status, body.kind]).toEqual([200, 'PartialObjectMetadata']);
        // What a reader relies on to refuse whole objects before it parses them.
        expect(text).toMatch(/^\{"kind":"PartialObjectMetadata",/);
        const { managedFields = [] } = body.metadata as {
          managedFields?: ManagedFieldsEntry[];
        };
        return managedFields.map(({ manager, time, fieldsV1 }) => {
          const { 'f:data': data = {}, 'f:metadata': metadata = {} } =
            fieldsV1 as Record<string, Record<string, object>>;
          return {
            manager,
            time,
            keys: Object.keys(data)
              .filter(key => key !== '.')
              .sort(),
            owns: Object.keys(metadata['f:ownerReferences'] ?? {}).includes(
              `k:{"uid":"${owner.metadata.uid}"}`,
            ),
          };
        });
      }
      const [controller, ...others] = await writers();
      expect(others).toEqual([]);
      expect(controller).toMatchObject({
        manager: 'controller',
        keys: ['f:A', 'f:B', 'f:C'],
        owns: true,
      });

      await bench.space.call('PATCH', `secrets/${name}?fieldManager=hand`, {
        body: { stringData: { A: 'edited', D: 'new' }, data: { C: null } },
        contentType: 'application/merge-patch+json',
      });
      const after = await writers();
      expect(after.find(({ owns }) => owns)).toMatchObject({
        manager: 'controller',
        time: controller.time,
        keys: ['f:B'],
      });
      expect(after.find(({ manager }) => manager === 'hand')).toMatchObject({
        keys: ['f:A', 'f:D'],
        owns: false,
      });

      await bench.reseal(name, { A: 'again' });
      await eventually(
        async () =>
          expect(await writers()).toMatchObject([
            {
              manager: 'controller',
              keys: ['f:A', 'f:B', 'f:C'],
              owns: true,
            },
          ]),
        target().patienceMs,
      );
    });

    it('goes with its SealedSecret', async () => {
      const name = 'leaving';
      await bench.createSealed(name, { A: '1' });
      await bench.untilSynced(name, ANSWERED);
      await bench.space.delete(`${SEALED_SECRETS}/${name}`);
      await eventually(
        async () =>
          expect(await bench.space.exists(`secrets/${name}`)).toBe(false),
        target().patienceMs,
      );
    });

    it('stays without an owner, and cannot be updated then', async () => {
      const name = 'unowned';
      await bench.createSealed(
        name,
        { A: '1' },
        {
          metadata: {
            annotations: { [`${PREFIX}/skip-set-owner-references`]: 'true' },
          },
        },
      );
      const refused = {
        observedGeneration: 1,
        status: 'False',
        message: `failed update: Resource "${name}" already exists and is not managed by SealedSecret`,
      };
      // It is created, and in the same moment not the SealedSecret's own.
      await bench.untilSynced(name, refused);
      const { metadata } = await bench.space.read(`secrets/${name}`);
      expect(metadata.ownerReferences).toBeUndefined();
      expect(await bench.valuesOf(name)).toEqual({ A: '1' });
      await bench.space.delete(`${SEALED_SECRETS}/${name}`);
      await pause(1000);
      expect(await bench.space.exists(`secrets/${name}`)).toBe(true);
    });

    it('is let go by a template that says so, with its values, and taken back', async () => {
      const name = 'detached';
      const template = (annotations: Record<string, string>) => ({
        spec: { template: { metadata: { annotations } } },
      });
      const detaching = {
        [`${PREFIX}/skip-set-owner-references`]: 'true',
        [`${PREFIX}/managed`]: 'true',
      };
      await bench.createSealed(name, { A: '1' });
      await bench.untilSynced(name, ANSWERED);
      const before = await bench.space.read(`secrets/${name}`);
      expect(before.metadata.ownerReferences).toHaveLength(1);

      await bench.space.patch(`${SEALED_SECRETS}/${name}`, template(detaching));
      await bench.untilSynced(name, { ...ANSWERED, observedGeneration: 2 });
      const detached = await bench.space.read(`secrets/${name}`);
      expect(detached.metadata.ownerReferences).toBeUndefined();
      expect(detached.metadata.annotations).toEqual(detaching);
      expect(detached.metadata.uid).toBe(before.metadata.uid);
      // It still is the SealedSecret's to change.
      await bench.reseal(name, { A: '2' });
      await bench.untilSynced(name, { ...ANSWERED, observedGeneration: 3 });
      expect(await bench.valuesOf(name)).toEqual({ A: '2' });

      await bench.space.delete(`${SEALED_SECRETS}/${name}`);
      await pause(1000);
      const left = await bench.space.read(`secrets/${name}`);
      expect(left.metadata.uid).toBe(before.metadata.uid);
      expect(await bench.valuesOf(name)).toEqual({ A: '2' });

      // Sealed anew it is taken over in place, since it says that it may be.
      await bench.createSealed(name, { A: '3' });
      await bench.untilSynced(name, ANSWERED);
      const again = await bench.space.read(`secrets/${name}`);
      expect(again.metadata.uid).toBe(before.metadata.uid);
      expect(again.metadata.ownerReferences).toHaveLength(1);
      expect(await bench.valuesOf(name)).toEqual({ A: '3' });
    });

    it('cannot be changed once it is immutable', async () => {
      const name = 'fixed';
      await bench.createSealed(name, { A: '1' }, { immutable: true });
      await bench.untilSynced(name, ANSWERED);
      await bench.reseal(name, { A: '2' });
      await bench.untilSynced(name, {
        observedGeneration: 2,
        status: 'False',
        message: `Secret "${name}" is invalid: data: Forbidden: field is immutable when \`immutable\` is set`,
      });
      await eventually(
        async () =>
          expect(await bench.eventsAbout(name)).toContain(
            `ErrUpdateFailed: Error updating ${bench.space.name}/${name}: the target Secret is immutable. Once a Secret is marked as immutable, it is not possible to revert this change nor to mutate the contents of the data field. You can only delete and recreate the Secret.`,
          ),
        target().patienceMs,
      );
      expect(await bench.valuesOf(name)).toEqual({ A: '1' });
      // Deleting it is the way out, as the event says.
      await bench.space.delete(`secrets/${name}`);
      await eventually(
        async () => expect(await bench.valuesOf(name)).toEqual({ A: '2' }),
        target().patienceMs,
      );
    });

    it('keeps the type that it was made with', async () => {
      const name = 'typed';
      await bench.createSealed(name, { A: '1' });
      await bench.untilSynced(name, ANSWERED);
      await bench.space.patch(`${SEALED_SECRETS}/${name}`, {
        spec: { template: { type: 'example.com/other' } },
      });
      const refused = `Secret "${name}" is invalid: type: Invalid value: "example.com/other": field is immutable`;
      await bench.untilSynced(name, {
        observedGeneration: 2,
        status: 'False',
        message: refused,
      });
      await eventually(
        async () =>
          expect(await bench.eventsAbout(name)).toContain(
            `ErrUpdateFailed: ${refused}`,
          ),
        target().patienceMs,
      );
    });
  });
}
