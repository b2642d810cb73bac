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

/* eslint-disable jest/no-export -- a part of passwords.test.ts */

import { changePasswordSlot } from '@safekeep/backstage-plugin-safekeep-node';
import { waitFor } from '../../src';
import { PasswordsRun } from './PasswordsRun';

/** Two roles take turns, through Argo CD, while clients log in all the time. */
export function describeTwoSlot(run: PasswordsRun): void {
  describe('two roles that take turns', () => {
    async function take(step: 'prepare' | 'switch' | 'retire') {
      const planned = changePasswordSlot(run.files, {
        ...run.options,
        step,
        keys: ['DB_PASSWORD'],
        owner: 'observer',
      });
      const database = await run.uidsOf('postgres');
      await run.waitUntilApplied(await run.merge(planned));
      for (const app of ['observer', 'clients']) {
        await run.kubernetes.waitForRollout(run.namespace, `deployment/${app}`);
      }
      expect(await run.uidsOf('postgres')).toEqual(database);
      return planned;
    }

    async function loginsOf(role: string): Promise<number> {
      const [count] = await run.database.query(
        `SELECT count(*) FROM logins WHERE who = '${role}'`,
      );
      return Number(count);
    }

    it.each([
      { from: 'observer', to: 'observer_a' },
      { from: 'observer_a', to: 'observer_b' },
    ])('refuse no login from $from to $to', async ({ from, to }) => {
      const refused = run.refusedClients().length;
      const clients = await run.uidsOf('clients');
      const prepared = await take('prepare');
      await expect(run.verdictOf(prepared.job!)).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
      expect(await run.uidsOf('clients')).toEqual(clients);
      expect(await loginsOf(to)).toBe(0);

      await take('switch');
      expect(await run.uidsOf('clients')).not.toEqual(clients);
      const retired = await take('retire');
      await expect(run.verdictOf(retired.job!)).resolves.toEqual({
        verdict: 'retired',
        login: 'new',
        ...(from === 'observer' && { detail: 'owner-kept' }),
      });
      const [counted, before] = [await loginsOf(to), await loginsOf(from)];
      // eslint-disable-next-line no-console
      console.info(
        `${before} logins as ${from} and ${counted} as ${to}, none refused`,
      );
      expect(counted).toBeGreaterThan(20);
      expect(run.refusedClients().slice(refused)).toEqual([]);
      const [attributes] = await run.database.query(
        `SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE rolname = '${from}'`,
      );
      expect(attributes).toBe(from === 'observer' ? 't|f' : 'f|t');
    });

    it('are there again in a cluster that is set up from Git', async () => {
      await run.startOver();
      await waitFor(
        'Logins as observer_b',
        async () => (await loginsOf('observer_b')) > 0,
        { timeoutMs: 120_000 },
      );
      const [job] = await run.kubernetes.list({
        kind: 'jobs',
        namespace: run.namespace,
      });
      await expect(run.verdictOf(job.metadata.name)).resolves.toEqual({
        verdict: 'retired',
        login: 'new',
      });
    });
  });
}
