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

import { goBackByHand, migrateByHand, naiveFolder } from './byHand';
import { MigrationPlace } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';
import { renderFolder } from './renderFolder';
import { secondsOf } from './WrittenRows';

const ROUNDS = 3;

/** How long nobody can write, beside what a person does with kubectl. */
export function describeDowntime(run: MigrationRun): void {
  describe('the time without the database', () => {
    it('is about what it is by hand', async () => {
      const place = await run.place('downtime');
      try {
        await place.syncsByItself(false);
        const files = place.files;
        for (const change of naiveFolder(files)) {
          files.set(change.path, change.content!);
        }
        const statefulSet = (await renderFolder(place.kubernetes, files)).find(
          ({ kind }) => kind === 'StatefulSet',
        )!;
        const byHand: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          byHand.push(
            await pauseOf(place, () => migrateByHand(place, statefulSet)),
          );
          await goBackByHand(place);
        }
        // eslint-disable-next-line no-console
        console.info(`By hand: ${byHand.join(', ')} s`);
        expect(byHand).toHaveLength(ROUNDS);
      } finally {
        await place.stop();
      }
    });
  });
}

async function pauseOf(
  place: MigrationPlace,
  move: () => Promise<void>,
): Promise<number> {
  await place.waitForWrite(Date.now());
  const since = Date.now();
  await move();
  await place.waitForWrite(Date.now());
  return secondsOf(await place.written.longestPause(since));
}
