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

import { rotateDatabasePassword } from '@safekeep/backstage-plugin-safekeep-node';
import { createHash } from 'node:crypto';
import { waitFor } from '../../src';
import { LoginProbe } from '../support/LoginProbe';
import { PasswordsRun } from './PasswordsRun';

/** One role gets a new password, through Argo CD. */
export function describeInPlace(run: PasswordsRun): void {
  const rotate = () =>
    rotateDatabasePassword(run.files, {
      ...run.options,
      keys: ['POSTGRES_PASSWORD'],
    });

  async function probe(passwords: Record<string, string>) {
    return LoginProbe.start({
      kubernetes: run.kubernetes,
      namespace: 'passwords-suite-client',
      image: run.testbed.description.images.postgres,
      server: {
        host: `postgres.${run.namespace}.svc`,
        user: 'observer',
        database: 'observer',
      },
      passwords,
    });
  }

  describe('in place', () => {
    it('changes the database with the secret, and restarts what uses it afterwards', async () => {
      const before = await run.values();
      const uids = await run.uidsOf('observer');
      const database = await run.uidsOf('postgres');
      const old = await probe({ old: before.POSTGRES_PASSWORD });
      try {
        await old.waitFor('old', 'accepted');
        const planned = rotate();
        const revision = await run.merge(planned);
        await old.waitFor('old', 'refused');
        const changedAt = Date.now();
        await run.waitUntilApplied(revision);
        await run.kubernetes.waitForRollout(
          run.namespace,
          'deployment/observer',
        );
        const window = Date.now() - changedAt;
        // eslint-disable-next-line no-console
        console.info(
          `The earlier password was refused for ${(window / 1000).toFixed(
            1,
          )} s before all that uses the database ran with the new one`,
        );
        await expect(run.verdictOf(planned.job)).resolves.toEqual({
          verdict: 'changed',
          login: 'new',
        });
        expect(await run.uidsOf('observer')).not.toEqual(uids);
        expect(await run.uidsOf('postgres')).toEqual(database);
        expect(old.outcomesOf('old')).toEqual(['accepted', 'refused']);
      } finally {
        await old.stop();
      }
      const after = await run.values();
      expect(after.POSTGRES_PASSWORD === before.POSTGRES_PASSWORD).toBe(false);
      expect(after.DB_PASSWORD === after.POSTGRES_PASSWORD).toBe(true);
      const both = await probe({
        old: before.POSTGRES_PASSWORD,
        new: after.POSTGRES_PASSWORD,
      });
      try {
        await both.waitFor('new', 'accepted');
        await both.waitFor('old', 'refused');
      } finally {
        await both.stop();
      }
    });

    it('finds all done when it is run again', async () => {
      const [job] = await run.kubernetes.list({
        kind: 'jobs',
        namespace: run.namespace,
      });
      const { name, uid } = job.metadata;
      await run.kubernetes.delete({
        kind: 'job',
        namespace: run.namespace,
        name,
      });
      await run.sync();
      await waitFor(
        'The Job made again',
        async () => {
          const found = await run.kubernetes.find({
            kind: 'job',
            namespace: run.namespace,
            name,
          });
          return found !== undefined && found.metadata.uid !== uid;
        },
        { timeoutMs: 120_000 },
      );
      await expect(run.verdictOf(name)).resolves.toEqual({
        verdict: 'unchanged',
        login: 'new',
      });
    });

    it('leaves what uses the database alone where the earlier password is wrong, and goes on when it is right', async () => {
      const before = await run.values();
      await run.database.setPassword('observer', 'somebody-else-was-here');
      const observer = await run.uidsOf('observer');
      const planned = rotate();
      const revision = await run.merge(planned);
      await expect(run.verdictOf(planned.job)).resolves.toEqual({
        verdict: 'failed',
        login: 'none',
        detail: 'previous-refused',
      });
      await run.waitUntilFailed();
      expect(await run.uidsOf('observer')).toEqual(observer);
      // As the clients of the other strategy would be seen to be.
      expect(run.refusedClients()).not.toEqual([]);

      await run.database.setPassword('observer', before.POSTGRES_PASSWORD);
      await run.runAgain(planned.job);
      await run.waitUntilApplied(revision);
      await expect(run.verdictOf(planned.job)).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
      expect(await run.uidsOf('observer')).not.toEqual(observer);
    });

    it.each([
      {
        what: 'lets anyone in',
        detail: 'password-not-checked' as const,
        login: 'unchecked' as const,
        breakIt: `sed -i '1i host all all all trust' "$PGDATA/pg_hba.conf"`,
        mendIt: `sed -i '1d' "$PGDATA/pg_hba.conf"`,
        reload: true,
      },
      {
        what: 'is read-only',
        detail: 'read-only' as const,
        login: 'previous' as const,
        breakIt: `psql -qX -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'ALTER ROLE observer SET default_transaction_read_only = on'`,
        mendIt: `PGOPTIONS='-c default_transaction_read_only=off' psql -qX -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'ALTER ROLE observer RESET default_transaction_read_only'`,
        reload: false,
      },
    ])('changes nothing on a server that $what', async fault => {
      const shell = (script: string) =>
        run.kubernetes.exec(
          { namespace: run.namespace, name: 'deployment/postgres' },
          ['sh', '-c', script],
        );
      const reload = async () => {
        if (fault.reload) {
          await run.database.query('SELECT pg_reload_conf()');
        }
      };
      const before = await run.values();
      const observer = await run.uidsOf('observer');
      await shell(fault.breakIt);
      await reload();
      let planned: ReturnType<typeof rotate>;
      let revision: string;
      try {
        planned = rotate();
        revision = await run.merge(planned);
        await expect(run.verdictOf(planned.job)).resolves.toEqual({
          verdict: 'failed',
          login: fault.login,
          detail: fault.detail,
        });
        expect(await run.uidsOf('observer')).toEqual(observer);
      } finally {
        await shell(fault.mendIt);
        await reload();
      }
      await run.waitUntilFailed();
      await run.runAgain(planned.job);
      await run.waitUntilApplied(revision);
      expect(
        (await run.values()).DB_PASSWORD_PREVIOUS === before.DB_PASSWORD,
      ).toBe(true);
      await expect(run.verdictOf(planned.job)).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
    });

    it('waits for its Secret, and for the server, and says which did not come', async () => {
      const planned = rotate();
      const job = planned.changes.find(({ path }) => path.startsWith('jobs/'))!;
      // Run by hand, beside what Git has, with less patience.
      const manifest = job
        .content!.replace('"180"', '"6"')
        .replace('backoffLimit: 2', 'backoffLimit: 0')
        .replace(
          /image: postgres:.*/,
          `image: ${run.testbed.description.images.postgres}`,
        );
      const runByHand = async (name: string, text: string) => {
        const reference = { kind: 'job', namespace: run.namespace, name };
        await run.kubernetes.apply(text.replace(planned.job, name));
        try {
          return await run.verdictOf(name);
        } finally {
          await run.kubernetes.delete(reference);
        }
      };
      await expect(runByHand('by-hand-1', manifest)).resolves.toEqual({
        verdict: 'failed',
        login: 'unchecked',
        detail: 'secret-not-updated',
      });
      const { DB_PASSWORD_VERIFIER } = await run.values();
      const digest = createHash('sha256')
        .update(DB_PASSWORD_VERIFIER)
        .digest('hex');
      await expect(
        runByHand(
          'by-hand-2',
          manifest
            .replace(/(VERIFIER_SHA256\n +value:) .*/, `$1 "${digest}"`)
            .replace(/(PGPORT\n +value:) .*/, '$1 "5433"'),
        ),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'unchecked',
        detail: 'server-unreachable',
      });
    });

    it('keeps no cluster that is set up from Git from starting', async () => {
      await run.startOver();
      const [job] = await run.kubernetes.list({
        kind: 'jobs',
        namespace: run.namespace,
      });
      await expect(run.verdictOf(job.metadata.name)).resolves.toEqual({
        verdict: 'unchanged',
        login: 'new',
      });
    });
  });
}
