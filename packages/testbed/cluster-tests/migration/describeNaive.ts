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
import { naiveFolder, slowToStop } from './byHand';
import { DEPLOYMENT } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';

/** What the guard is there for: the document's own way, as one pull request. */
export function describeNaive(run: MigrationRun): void {
  describe('without Safekeep', () => {
    it('two servers have one data directory, where the StatefulSet takes the place of the Deployment in one commit', async () => {
      const place = await run.place('naive', { edit: slowToStop });
      try {
        const directory = await place.directoryOf(DEPLOYMENT);
        await place.waitForWrite(Date.now());
        const since = Date.now();
        await place.commit(naiveFolder(place.files));
        await waitFor(
          'The second server',
          async () => run.directories.serversOf(directory, since).length > 1,
          { timeoutMs: 180_000, intervalMs: 100 },
        );
        await place.waitUntilGone('app=postgres,pod-template-hash');
        const [old, other] = run.directories.serversOf(directory, since);
        expect(old.first).toBeLessThan(since);
        expect(other.first).toBeGreaterThan(since);
        const overlap = run.directories.overlapOf(directory, since);
        // eslint-disable-next-line no-console
        console.info(
          `The document's pull request: two servers on one data directory for ${(
            overlap / 1000
          ).toFixed(1)} s`,
        );
        expect(overlap).toBeGreaterThan(0);
      } finally {
        await place.stop();
      }
    });
  });
}
