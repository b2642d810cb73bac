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

import { compareSnapshots } from '@safekeep/backstage-plugin-safekeep-common';
import { slowToStop } from './byHand';
import { Held } from './Held';
import { Migration } from './Migration';
import { DEPLOYMENT, MigrationPlace, STATEFUL_SET } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';
import { secondsOf } from './WrittenRows';

/** All in one pull request, while clients write. */
export function describeGuarded(run: MigrationRun): void {
  describe('in one guarded pull request', () => {
    let place: MigrationPlace;
    let migration: Migration;
    let held: Held;

    beforeAll(async () => {
      place = await run.place('guarded', { edit: slowToStop });
      migration = new Migration(place, {
        option: 'reuse-claim',
        way: 'guarded',
      });
    });

    afterAll(() => place?.stop());

    it('moves a database that is written to, and loses nothing', async () => {
      await place.waitForWrite(Date.now());
      held = await Held.by(run, place, DEPLOYMENT);
      await place.waitUntilApplied(await migration.start());
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
      expect(held.servers).toBe(2);
      const pause = await place.written.longestPause(held.since);
      // eslint-disable-next-line no-console
      console.info(
        `Nobody could write for ${secondsOf(pause).toFixed(
          1,
        )} s, with a server that takes 8 s to stop`,
      );
      await expect(place.guardOf('app=postgres')).resolves.toEqual({
        verdict: 'passed',
      });
      await expect(place.pods('app=postgres')).resolves.toMatchObject([
        { metadata: { name: 'postgres-0' } },
      ]);
    });

    it('finds nothing missing between the two snapshots', async () => {
      const before = await place.snapshotOf('before');
      const after = await place.snapshotOf('after');
      expect(before.otherSessions).toBeGreaterThan(0);
      const lines = compareSnapshots(before, after, {
        option: 'reuse-claim',
        quiesced: false,
      });
      expect(lines.filter(({ result }) => result === 'fail')).toEqual([]);
      expect(after.systemIdentifier).toBe(held.content.systemIdentifier);
      const rowsIn = ({ tables }: typeof before) =>
        tables.find(({ name }) => name === 'scalp_ticks')!.rows;
      expect(rowsIn(before)).toBeGreaterThanOrEqual(1_000_000);
      expect(rowsIn(after)).toBeGreaterThan(rowsIn(before));
    });

    it('goes back the same way', async () => {
      held = await Held.by(run, place, STATEFUL_SET);
      await place.waitUntilApplied(await migration.rollBack());
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
      expect(held.servers).toBe(2);
      await place.waitUntilApplied(await migration.finalize());
    });

    it('and moves again, to be finished', async () => {
      held = await Held.by(run, place, DEPLOYMENT);
      const again = new Migration(place, {
        option: 'reuse-claim',
        way: 'guarded',
      });
      await place.waitUntilApplied(await again.start());
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
      await place.waitUntilApplied(await again.finalize());
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
      await expect(
        place.kubernetes.find({
          kind: 'deployment',
          namespace: place.namespace,
          name: 'postgres',
        }),
      ).resolves.toBeUndefined();
      await expect(
        place.kubernetes.list({ kind: 'jobs', namespace: place.namespace }),
      ).resolves.toEqual([]);
    });
  });
}
