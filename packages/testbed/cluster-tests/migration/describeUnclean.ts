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
import { slowToStop } from './byHand';
import { processOf } from './DataDirectories';
import { Held } from './Held';
import { Migration } from './Migration';
import { DEPLOYMENT, STATEFUL_SET } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';

/** What the old server leaves, and what stays in the cluster. */
export function describeUnclean(run: MigrationRun): void {
  describe('where the old server does not go as it should', () => {
    it('waits for one that was killed, until its lock is given up', async () => {
      const place = await run.place('unclean', { edit: slowToStop });
      try {
        const migration = new Migration(place, {
          option: 'reuse-claim',
          way: 'guarded',
        });
        await place.waitForWrite(Date.now());
        const held = await Held.by(run, place, DEPLOYMENT);
        await migration.start();
        // Once its pod ends, a container that dies is not started again.
        await waitFor(
          'The end of the old pod to begin',
          async () =>
            (
              await place.pods('app=postgres,pod-template-hash')
            ).some(({ metadata }) => metadata.deletionTimestamp !== undefined),
          { timeoutMs: 240_000, intervalMs: 200 },
        );
        process.kill(await processOf(held.directory), 'SIGKILL');
        const verdict = await waitFor(
          'The guard to say what it waits for',
          async () => place.guardOf('statefulset.kubernetes.io/pod-name'),
          { timeoutMs: 300_000 },
        );
        expect(verdict).toEqual({
          verdict: 'waiting',
          lockSince: expect.any(Number),
        });
        expect(held.servers).toBe(1);
        await place.waitUntilGone('app=postgres,pod-template-hash');

        const revision = await migration.release(verdict.lockSince!);
        // Its sync still waits for the StatefulSet, and nothing else is applied.
        await new Promise(resolve => setTimeout(resolve, 15_000));
        await expect(place.syncedCommit()).resolves.not.toBe(revision);
        await place.endSync();
        await place.waitUntilApplied(revision);
        await place.waitForWrite(Date.now());
        await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
        await expect(place.guardOf('app=postgres')).resolves.toEqual({
          verdict: 'released',
        });
      } finally {
        await place.stop();
      }
    });

    it('does without prune', async () => {
      const place = await run.place('prune-off', { prune: false });
      try {
        const migration = new Migration(place, {
          option: 'reuse-claim',
          way: 'guarded',
        });
        const held = await Held.by(run, place, DEPLOYMENT);
        await place.waitUntilApplied(await migration.start());
        await place.waitForWrite(Date.now());
        await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
        await migration.finalize();
        await waitFor(
          'The StatefulSet without a guard',
          async () =>
            (
              await place.pods('app=postgres')
            ).every(
              ({ status }) => (status.initContainerStatuses ?? []).length === 0,
            ),
          { timeoutMs: 120_000 },
        );
        await place.waitForWrite(Date.now());
        await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
        // It stays in the cluster, where it asks for nothing.
        await expect(
          place.kubernetes.get({
            kind: 'deployment',
            namespace: place.namespace,
            name: 'postgres',
          }),
        ).resolves.toMatchObject({ spec: { replicas: 0 } });
      } finally {
        await place.stop();
      }
    });
  });
}
