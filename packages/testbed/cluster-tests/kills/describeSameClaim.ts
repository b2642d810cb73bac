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
import { WRITER } from '../migration/writer';
import {
  KilledMigration,
  NEW_PODS,
  OLD_PODS,
  UNDER_WAY,
} from './KilledMigration';
import { KillsRun } from './KillsRun';

/** Both ways by which a claim is used again, and the way back between them. */
export function describeSameClaim(run: KillsRun, name: string): void {
  describe('with the same claim', () => {
    const migration = new KilledMigration(run, name);

    it('takes the clients off', async () => {
      await migration.place.waitForWrite(Date.now());
      const held = await migration.hold(DEPLOYMENT);
      const revision = await migration.merge(await migration.offer(), {
        stage: 'start',
        option: 'reuse-claim',
        way: 'staged',
      });
      await migration.waitForTheEndOf(`app=${WRITER}`);
      await run.killAll(held.directory);
      await expect(migration.underWay('quiesce')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      await migration.moveAt('quiesce', 'switch');
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
      // It came back behind its own lock.
      expect(held.servers).toBe(2);
    });

    it('switches to the StatefulSet', async () => {
      const held = await migration.hold(DEPLOYMENT);
      const { next } = await migration.moveAt('quiesce', 'switch');
      const revision = await migration.merge(next?.action);
      await migration.waitForTheEndOf(OLD_PODS);
      await run.killAll();
      await run.restartBackstage();
      await expect(migration.underWay('switch')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      await migration.killServer(STATEFUL_SET, held.directory);
      const { verification } = await migration.moveAt('switch', 'finalize');
      expect(verification).not.toEqual([]);
      expect(verification.filter(({ result }) => result !== 'pass')).toEqual(
        [],
      );
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
    });

    it('goes back, and finishes that', async () => {
      const held = await migration.hold(STATEFUL_SET);
      const { rollBack } = await migration.moveAt('switch', 'finalize');
      const revision = await migration.merge(rollBack, {
        acceptLostWrites: false,
      });
      await migration.waitForTheEndOf(NEW_PODS);
      await run.killAll();
      await expect(migration.underWay('roll-back')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      const { next } = await migration.moveAt('roll-back', 'finalize');
      await migration.place.waitForWrite(Date.now());
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
      const last = await migration.merge(next?.action);
      await migration.place.waitUntilApplied(last);
      await migration.offer();
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
    });

    it('moves again in one guarded pull request', async () => {
      const held = await migration.hold(DEPLOYMENT);
      const revision = await migration.merge(await migration.offer(), {
        stage: 'start',
        option: 'reuse-claim',
        way: 'guarded',
      });
      await migration.waitForTheEndOf(OLD_PODS);
      await run.killAll();
      await expect(migration.underWay('switch')).resolves.toEqual(UNDER_WAY);
      await migration.goOn(revision);
      await migration.place.waitForWrite(Date.now());
      await migration.moveAt('switch', 'finalize');
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
    });

    it('is let through by its guard once more when its pod dies with the server', async () => {
      const { place } = migration;
      const held = await migration.hold(STATEFUL_SET);
      await run.killServer(held.directory);
      await place.kubernetes.kubectl([
        'delete',
        'pod',
        'postgres-0',
        `--namespace=${place.namespace}`,
        '--force',
        '--grace-period=0',
      ]);
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
      await expect(place.guardOf('app=postgres')).resolves.toEqual({
        verdict: 'passed-before',
      });
    });

    it('is finished', async () => {
      const held = await migration.hold(STATEFUL_SET);
      const { next } = await migration.moveAt('switch', 'finalize');
      const revision = await migration.merge(next?.action);
      await migration.waitForTheEndOf(NEW_PODS);
      await run.killAll();
      await migration.goOn(revision);
      await migration.place.waitForWrite(Date.now());
      const { steps } = await migration.moveAt('finalized');
      expect(steps.filter(({ state }) => state !== 'done')).toEqual([]);
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
    });
  });
}
