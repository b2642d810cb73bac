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

/* eslint-disable jest/no-export -- a part of kills.test.ts */

import { DEPLOYMENT, STATEFUL_SET } from '../migration/MigrationPlace';
import { KilledMigration, UNDER_WAY } from './KilledMigration';
import { KillsRun } from './KillsRun';

/** Both of its Jobs are killed in their midst: the one that dumps, and the one that restores. */
export function describeDump(run: KillsRun, name: string): void {
  describe('with a dump, which is restored into a new claim', () => {
    const migration = new KilledMigration(run, name);

    it('dumps', async () => {
      await migration.place.waitForWrite(Date.now());
      const held = await migration.hold(DEPLOYMENT);
      const revision = await migration.merge(await migration.offer(), {
        stage: 'start',
        option: 'dump-and-restore',
        way: 'staged',
      });
      await migration.waitForJob('before');
      await run.killAll(held.directory);
      await expect(migration.underWay('quiesce')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      await migration.moveAt('quiesce', 'switch');
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
    });

    it('restores', async () => {
      const held = await migration.hold(DEPLOYMENT);
      const { next } = await migration.moveAt('quiesce', 'switch');
      const revision = await migration.merge(next?.action);
      await migration.waitForJob('after');
      await run.killAll(await migration.place.directoryOf(STATEFUL_SET));
      await run.restartBackstage();
      await expect(migration.underWay('switch')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      const { verification } = await migration.moveAt('switch', 'finalize');
      expect(verification).not.toEqual([]);
      expect(verification.filter(({ result }) => result === 'fail')).toEqual(
        [],
      );
      await expect(
        held.lossesBy(STATEFUL_SET, { isRestored: true, isQuiet: true }),
      ).resolves.toEqual([]);
    });

    it('is finished', async () => {
      const held = await migration.hold(STATEFUL_SET);
      const { next } = await migration.moveAt('switch', 'finalize');
      const revision = await migration.merge(next?.action);
      // Without a guard to take away, its pod stays as it is.
      await migration.waitForSync(revision);
      await run.killAll(held.directory);
      await migration.goOn(revision);
      await migration.place.waitForWrite(Date.now());
      const { steps } = await migration.moveAt('finalized');
      expect(steps.filter(({ state }) => state !== 'done')).toEqual([]);
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
    });
  });
}
