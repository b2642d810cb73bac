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
import { eventually, pause } from '../eventually';
import { PREFIX, SEALED_SECRETS, SealingBench } from './SealingBench';

/** What a SealedSecret that opens becomes. */
export function describeUnsealing(target: () => ClusterTarget): void {
  describe('unsealing', () => {
    let bench: SealingBench;

    beforeAll(async () => {
      bench = await SealingBench.create(target());
    });
    afterAll(async () => bench.remove());

    it('makes the Secret that the template describes, owned by the SealedSecret', async () => {
      const created = await bench.createSealed(
        'full',
        { USER: 'observer', PASS: 's3cret', 'dotted.key': 'x' },
        {
          type: 'example.com/database',
          immutable: true,
          metadata: {
            labels: { app: 'database' },
            annotations: { note: 'for the template only' },
          },
          data: {
            URL: 'postgres://{{ .USER }}:{{ index . "PASS" }}@db',
            TRIMMED: 'a {{- .USER -}} b',
            ABSENT: '{{ .NONE }}|{{ index . "none" }}',
            PLAIN: 'as it is',
          },
        },
      );
      await bench.untilSynced('full', {
        observedGeneration: 1,
        status: 'True',
        message: undefined,
      });
      const secret = await bench.space.read('secrets/full');
      expect(secret).toMatchObject({
        type: 'example.com/database',
        immutable: true,
      });
      expect(secret.metadata).toMatchObject({
        labels: { app: 'database' },
        annotations: { note: 'for the template only' },
      });
      expect(secret.metadata.ownerReferences).toEqual([
        {
          apiVersion: 'bitnami.com/v1alpha1',
          kind: 'SealedSecret',
          name: 'full',
          uid: created.metadata.uid,
          controller: true,
        },
      ]);
      expect(await bench.valuesOf('full')).toEqual({
        USER: 'observer',
        PASS: 's3cret',
        'dotted.key': 'x',
        URL: 'postgres://observer:s3cret@db',
        TRIMMED: 'aobserverb',
        ABSENT: '<no value>|',
        PLAIN: 'as it is',
      });
    });

    it('says so in a condition and in an event', async () => {
      const sealedSecret = await eventually(async () => {
        const found = await bench.read('full');
        expect(recordsAt(found, 'status', 'conditions')).toHaveLength(1);
        return found;
      }, target().patienceMs);
      const [condition] = recordsAt(sealedSecret, 'status', 'conditions');
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(condition).toEqual({
        type: 'Synced',
        status: 'True',
        lastUpdateTime: time,
        lastTransitionTime: condition.lastUpdateTime,
      });
      await eventually(
        async () =>
          expect(await bench.eventsAbout('full')).toEqual([
            'Unsealed: SealedSecret unsealed successfully',
          ]),
        target().patienceMs,
      );
      const [event] = await bench.space.list(
        'events?fieldSelector=involvedObject.name=full',
      );
      expect(event).toMatchObject({
        type: 'Normal',
        count: 1,
        source: { component: 'sealed-secrets' },
        involvedObject: {
          apiVersion: 'bitnami.com/v1alpha1',
          kind: 'SealedSecret',
          namespace: bench.space.name,
          uid: sealedSecret.metadata.uid,
        },
      });
    });

    it('takes no template as an opaque Secret without labels', async () => {
      await bench.createSealed('bare', { A: '1' });
      await bench.untilSynced('bare', {
        observedGeneration: 1,
        status: 'True',
        message: undefined,
      });
      const secret = await bench.space.read('secrets/bare');
      expect(secret.type).toBe('Opaque');
      expect(secret.immutable).toBeUndefined();
      expect(secret.metadata.labels).toBeUndefined();
      expect(secret.metadata.annotations).toBeUndefined();
    });

    it('opens bytes as they were, whatever they are', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      await bench.space.create(
        SEALED_SECRETS,
        bench.sealedSecret('bytes', { ALL: bench.seal('bytes', bytes) }),
      );
      await eventually(async () => {
        const secret = await bench.space.read('secrets/bytes');
        expect(recordAt(secret, 'data').ALL).toBe(bytes.toString('base64'));
      }, target().patienceMs);
    });

    it.each(['namespace-wide', 'cluster-wide'] as const)(
      'opens under any name what is sealed %s',
      async scope => {
        const name = `renamed-${scope}`;
        await bench.space.create(
          SEALED_SECRETS,
          bench.sealedSecret(
            name,
            { K: bench.seal('original', scope, { scope }) },
            { annotations: { [`${PREFIX}/${scope}`]: 'true' } },
          ),
        );
        await eventually(
          async () => expect(await bench.valuesOf(name)).toEqual({ K: scope }),
          target().patienceMs,
        );
        const secret = await bench.space.read(`secrets/${name}`);
        expect(secret.metadata.annotations).toBeUndefined();
      },
    );

    it('takes up what is resealed, and counts the generation', async () => {
      await bench.createSealed('turned', { A: '1', B: '1' });
      await eventually(
        async () =>
          expect(await bench.valuesOf('turned')).toEqual({ A: '1', B: '1' }),
        target().patienceMs,
      );
      const before = await bench.space.read('secrets/turned');
      await bench.space.patch(`${SEALED_SECRETS}/turned`, {
        spec: { encryptedData: { A: bench.seal('turned', '2'), B: null } },
      });
      await bench.untilSynced('turned', {
        observedGeneration: 2,
        status: 'True',
        message: undefined,
      });
      expect(await bench.valuesOf('turned')).toEqual({ A: '2' });
      const after = await bench.space.read('secrets/turned');
      expect(after.metadata.uid).toBe(before.metadata.uid);
    });

    it('takes no notice when only metadata changes', async () => {
      await bench.createSealed('noted', { A: '1' });
      await bench.untilSynced('noted', {
        observedGeneration: 1,
        status: 'True',
        message: undefined,
      });
      const before = await bench.read('noted');
      await bench.space.patch(`${SEALED_SECRETS}/noted`, {
        metadata: { annotations: { 'safekeep.io/sealed-keys': '{}' } },
      });
      await pause(1000);
      const after = await bench.read('noted');
      expect(after.metadata.generation).toBe(1);
      expect(after.status).toEqual(before.status);
      expect(await bench.eventsAbout('noted')).toHaveLength(1);
    });
  });
}
