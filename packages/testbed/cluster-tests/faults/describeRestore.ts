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

/* eslint-disable jest/no-export -- a part of faults.test.ts */

import { FaultBed } from './FaultBed';
import { isFor, secretOf } from './FaultPlace';

const SHOWN_WITHIN_MS = 45_000;

/** etcd goes back to a backup, and its versions with it. */
export function describeRestore(bed: FaultBed): void {
  describe('a backup of etcd restored', () => {
    const place = bed.addPlace('restore', async of =>
      of.deploy({
        'credentials.yaml': await of.seal(),
        'deleted.yaml': await of.seal({ name: 'deleted' }),
      }),
    );
    let backup: Awaited<ReturnType<typeof bed.machine.backUp>>;

    beforeAll(async () => {
      await place.waitUntilOk();
      backup = await bed.machine.backUp();
      // What happens from here on is lost.
      const { namespace } = place;
      const moved = await place.seal({ namespace: 'elsewhere' });
      await bed.kubernetes.apply(
        moved.replaceAll('namespace: elsewhere', `namespace: ${namespace}`),
      );
      await bed.kubernetes.apply(await place.seal({ name: 'created' }));
      await bed.kubernetes.delete({
        kind: 'sealedsecret',
        namespace,
        name: 'deleted',
      });
      await place.waitFor(
        'what comes after the backup',
        ({ secrets }) =>
          isFor(
            'sealed-secret-wrong-key',
            secrets.find(({ name }) => name === 'credentials'),
          ) &&
          secrets.some(({ name }) => name === 'created') &&
          isFor(
            'secret-not-applied',
            secrets.find(({ name }) => name === 'deleted'),
          ),
      );
      await backup.restore();
    });
    afterAll(async () => {
      await bed.machine.repair();
      await backup?.remove();
    });

    it('shows what the backup has, and nothing of what is lost', async () => {
      const status = await place.waitFor(
        'what the backup has',
        ({ state, secrets }) => state === 'ok' && secrets.length === 2,
        SHOWN_WITHIN_MS,
      );
      expect(status.sources.every(({ state }) => state === 'live')).toBe(true);
      expect(secretOf(status).state).toBe('ok');
      expect(secretOf(status, 'deleted').state).toBe('ok');
    });

    it('follows what happens from there on', async () => {
      await bed.machine.restartReaders();
      await place.deploy({ 'later.yaml': await place.seal({ name: 'later' }) });
      const { secrets } = await place.waitFor(
        'what came after the restore',
        status =>
          status.state === 'ok' &&
          status.secrets.some(({ name }) => name === 'later'),
        SHOWN_WITHIN_MS,
      );
      expect(secrets).toHaveLength(3);
    });
  });
}
