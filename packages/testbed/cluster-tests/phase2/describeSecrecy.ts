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

/* eslint-disable jest/no-export -- a part of phase2.test.ts */

import { databaseRows, filesBelow, findLeaks } from '../support/canary';
import { SECRET } from '../support/Phase2';
import { Phase2Walk } from './Phase2Walk';

/** Where the values that were typed must not be. */
export function describeSecrecy(walk: Phase2Walk): void {
  describe('the typed values', () => {
    it('are nowhere but in the Secret', async () => {
      const { kubernetes, namespace, repository, backstage, synced, testbed } =
        walk.phase2;
      expect(await walk.stopWatching()).toEqual({ leaks: [], sawFiles: true });
      const { machine } = testbed.description;
      const events = await kubernetes.list({ kind: 'events', namespace });
      const sealed = await kubernetes.list({
        kind: 'sealedsecrets',
        namespace,
      });
      const status = await backstage.status(repository.entityRef);
      const pullRequests = await repository.git.pullRequests();
      const diffs = await Promise.all(
        pullRequests.map(({ number }) => repository.git.diff(number)),
      );
      // Each place is shown to be read at all by something that must be there.
      const places: Record<string, { text: string; has: string }> = {
        log: { text: await backstage.log(), has: 'safekeep' },
        database: {
          text: await databaseRows(backstage.places.database),
          has: 'rotate-secret',
        },
        tasks: { text: walk.shown.join('\n'), has: 'Seal new values' },
        status: { text: JSON.stringify(status), has: SECRET },
        history: {
          text: await repository.git.wholeHistory(),
          has: 'encryptedData',
        },
        pullRequests: { text: JSON.stringify(pullRequests), has: 'ALTER ROLE' },
        diffs: { text: diffs.join('\n'), has: 'DB_PASSWORD' },
        sync: { text: await synced.record(), has: SECRET },
        events: { text: JSON.stringify(events), has: 'Unsealed' },
        sealedSecret: { text: JSON.stringify(sealed), has: 'encryptedData' },
        ...(machine && {
          machine: {
            text: await filesBelow(`${machine.stateDirectory}/logs`),
            has: 'kube',
          },
        }),
      };
      for (const [place, { text, has }] of Object.entries(places)) {
        expect([place, text.includes(has)]).toEqual([place, true]);
        expect([place, findLeaks(walk.canaries, text)]).toEqual([place, []]);
      }
    });
  });
}
