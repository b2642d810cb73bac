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

import { waitFor } from '../../src';
import { Machine } from '../faults/Machine';
import { processOf } from './DataDirectories';
import { Held } from './Held';
import { Migration } from './Migration';
import { DEPLOYMENT, MigrationPlace, STATEFUL_SET } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';

const ARGO_CD = 'argocd-application-controller';

/** What dies while a database is on its way, and the database all the same. */
export function describeKills(run: MigrationRun): void {
  describe('where something is killed', () => {
    let place: MigrationPlace;
    let migration: Migration;
    let held: Held;
    let machine: Machine;

    beforeAll(async () => {
      machine = new Machine(run.testbed);
      place = await run.place('kills');
      migration = new Migration(place, {
        option: 'reuse-claim',
        way: 'guarded',
      });
    });

    afterAll(async () => {
      await machine?.repair();
      await place?.stop();
    });

    it('goes on when Argo CD comes back that was killed as the old server went', async () => {
      held = await Held.by(run, place, DEPLOYMENT);
      const revision = await migration.start();
      await waitFor(
        'The Deployment at zero',
        async () =>
          (
            await place.pods('app=postgres,pod-template-hash')
          ).every(({ metadata }) => metadata.deletionTimestamp !== undefined),
        { timeoutMs: 240_000, intervalMs: 100 },
      );
      await machine.processes.stop(ARGO_CD, 'SIGKILL');
      await place.waitForWrite(Date.now());
      await machine.processes.startAgain(ARGO_CD);
      await place.waitUntilApplied(revision);
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
    });

    it('recovers after PostgreSQL was killed, behind its own lock', async () => {
      held = await Held.by(run, place, STATEFUL_SET);
      await place.waitForWrite(held.since);
      process.kill(await processOf(held.directory), 'SIGKILL');
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
      expect(held.servers).toBe(2);
    });

    it('is let through by its guard once more when its pod was killed with it', async () => {
      held = await Held.by(run, place, STATEFUL_SET);
      process.kill(await processOf(held.directory), 'SIGKILL');
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

    it('goes back with a kubelet that was killed on the way', async () => {
      held = await Held.by(run, place, STATEFUL_SET);
      const revision = await migration.rollBack();
      await waitFor(
        'The end of the StatefulSet’s pod to begin',
        async () =>
          (
            await place.pods('statefulset.kubernetes.io/pod-name')
          ).every(({ metadata }) => metadata.deletionTimestamp !== undefined),
        { timeoutMs: 240_000, intervalMs: 50 },
      );
      await machine.processes.stop('kubelet', 'SIGKILL');
      await machine.processes.startAgain('kubelet');
      await place.waitUntilApplied(revision);
      await place.waitForWrite(Date.now());
      await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
    });
  });
}
