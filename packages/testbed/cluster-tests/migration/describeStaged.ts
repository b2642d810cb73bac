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

/* eslint-disable jest/no-export -- a part of migration.test.ts */

import {
  compareSnapshots,
  DatabaseSnapshot,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Held } from './Held';
import { Migration } from './Migration';
import { DEPLOYMENT, MigrationPlace, STATEFUL_SET } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';
import { WRITER } from './writer';

/** Clients off, then the move, then clients on. */
export function describeStaged(run: MigrationRun): void {
  describe.each([
    { option: 'reuse-claim' as const, isRestored: false, name: 'staged' },
    { option: 'dump-and-restore' as const, isRestored: true, name: 'dump' },
  ])('in stages, by $option', ({ option, isRestored, name }) => {
    let place: MigrationPlace;
    let migration: Migration;
    let held: Held;
    let before: DatabaseSnapshot;

    beforeAll(async () => {
      place = await run.place(name);
      migration = new Migration(place, { option, way: 'staged' });
    });

    afterAll(() => place?.stop());

    async function quiesce(): Promise<void> {
      await place.waitForWrite(Date.now());
      await place.written.read();
      await place.waitUntilApplied(await migration.start());
      await place.waitUntilGone(`app=${WRITER}`);
      await place.waitUntilGone('app=observer');
      before = await place.snapshotOf('before');
      held = await Held.by(run, place, DEPLOYMENT);
    }

    async function move(): Promise<void> {
      await place.waitUntilApplied(await migration.switch(before));
      const after = await place.snapshotOf('after');
      await expect(
        held.lossesBy(STATEFUL_SET, { isRestored, isQuiet: true }),
      ).resolves.toEqual([]);
      expect(
        compareSnapshots(before, after, { option, quiesced: true }).filter(
          ({ result }) => result !== 'pass',
        ),
      ).toEqual([]);
      expect(held.servers).toBe(isRestored ? 1 : 2);
    }

    it('moves a database that nobody uses, with all that is in it', async () => {
      await quiesce();
      expect(before.otherSessions).toBe(0);
      await move();
    });

    it('goes back', async () => {
      await place.waitUntilApplied(await migration.rollBack(isRestored));
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
      await place.waitUntilApplied(await migration.finalize());
    });

    it('and moves again, to be finished with its clients back', async () => {
      if (isRestored) {
        // A dump goes into an empty server alone; the earlier try's claim stays
        // until somebody deletes it, as the card says.
        await place.kubernetes.delete({
          kind: 'persistentvolumeclaim',
          namespace: place.namespace,
          name: 'postgres-data-postgres-0',
        });
      }
      migration = new Migration(place, { option, way: 'staged' });
      await quiesce();
      await move();
      await place.waitUntilApplied(await migration.finalize());
      await place.waitForWrite(Date.now());
      await expect(
        held.lossesBy(STATEFUL_SET, { isRestored }),
      ).resolves.toEqual([]);
      await expect(
        place.kubernetes.find({
          kind: 'deployment',
          namespace: place.namespace,
          name: 'postgres',
        }),
      ).resolves.toBeUndefined();
      await expect(
        place.kubernetes.find({
          kind: 'persistentvolumeclaim',
          namespace: place.namespace,
          name: 'observer-db-pvc',
        }),
      ).resolves.toBeDefined();
    });
  });
}
