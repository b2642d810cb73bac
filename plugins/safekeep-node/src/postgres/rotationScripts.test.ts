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

import {
  parsePasswordVerdict,
  PasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { createHash } from 'node:crypto';
import { hasPostgres, TestPostgres } from './__testUtils__/TestPostgres';
import { CHANGE_SCRIPT } from './changeScript';
import { scramVerifier } from './scramVerifier';
import { SLOT_SCRIPT } from './slotScript';

const quoted = (name: string) => `"${name.replace(/"/g, '""')}"`;
const literal = (name: string) => `'${name.replace(/'/g, "''")}'`;

const mayRun = hasPostgres || process.env.SAFEKEEP_REQUIRE_ALL === '1';

/** What the scripts do, on a real server. */
(mayRun ? describe : describe.skip)('the scripts of the rotation Jobs', () => {
  let server: TestPostgres;
  const secrets = new Set<string>();

  beforeAll(async () => {
    server = await TestPostgres.start('canary-admin');
    server.sql('CREATE SCHEMA data');
  }, 60_000);
  afterAll(async () => {
    await server.stop();
  });

  const verifierOf = (password: string) => scramVerifier(Buffer.from(password));
  const digestOf = (text: string) =>
    createHash('sha256').update(text).digest('hex');

  /** Makes a role of its own for a test; its name needs quoting everywhere. */
  let count = 0;
  function makeRole(password: string, options = ''): string {
    const name = `It's "role" ${++count}`;
    server.sql(
      `CREATE ROLE ${quoted(name)} LOGIN ${options} PASSWORD '${password}'`,
    );
    return name;
  }
  async function run(
    script: string,
    files: Record<string, string>,
    environment: Record<string, string>,
  ): Promise<PasswordVerdict> {
    Object.entries(files)
      .filter(([name]) => !name.endsWith('user'))
      .forEach(([, value]) => secrets.add(value));
    const { status, message, output } = await server.runScript(
      script,
      files,
      environment,
    );
    const verdict = parsePasswordVerdict(message);
    if (!verdict) {
      throw new Error(`No verdict but ${message}: ${output}`);
    }
    expect(message.trim().split('\n')).toHaveLength(1);
    // Nothing else is said, by the script or by a program that it runs.
    expect(output).toBe(message);
    expect(status).toBe(verdict.verdict === 'failed' ? 1 : 0);
    return verdict;
  }

  function change(
    { user, ...files }: { user: string; new: string } & Record<string, string>,
    environment: Record<string, string> = {},
  ): Promise<PasswordVerdict> {
    const verifier = verifierOf(files.new);
    return run(
      CHANGE_SCRIPT,
      { verifier, ...files },
      {
        VERIFIER_SHA256: digestOf(verifier),
        SAFEKEEP_ROLE: user,
        ...environment,
      },
    );
  }

  it('takes our verifier for the password', async () => {
    server.sql(
      `CREATE ROLE plain LOGIN PASSWORD '${verifierOf('canary-of-node')}'`,
    );
    await expect(
      change({ new: 'canary-of-node', user: 'plain' }),
    ).resolves.toEqual({ verdict: 'unchanged', login: 'new' });
    expect(
      server.sql(`SELECT rolpassword FROM pg_authid WHERE rolname = 'plain'`),
    ).toMatch(/^SCRAM-SHA-256\$4096:/);
  });

  describe('in place', () => {
    it('changes the password, and finds it changed the next time', async () => {
      const user = makeRole('canary-old');
      const files = { user, new: 'canary-new-1', previous: 'canary-old' };
      await expect(change(files)).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
      await expect(change(files)).resolves.toEqual({
        verdict: 'unchanged',
        login: 'new',
      });
      await expect(
        change({ user, new: 'canary-old', previous: 'canary-old' }),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'none',
        detail: 'previous-refused',
      });
    });

    it('takes any password as it is', async () => {
      const strange = ` it's $(x) \\n "%s" \`y\` `;
      const user = makeRole(strange.replace(/'/g, "''"));
      await expect(
        change({ user, new: 'canary-new-2', previous: strange }),
      ).resolves.toEqual({ verdict: 'changed', login: 'new' });
      const ending = 'canary-ends\n';
      const other = makeRole(ending);
      await expect(
        change({ user: other, new: 'canary-new-3', previous: ending }),
      ).resolves.toMatchObject({ verdict: 'changed' });
    });

    it('finds the way in with the value before, where the last rotation never came through', async () => {
      const user = makeRole('canary-oldest');
      await expect(
        change({
          user,
          new: 'canary-new-4',
          previous: 'canary-never-set',
          earlier: 'canary-oldest',
        }),
      ).resolves.toEqual({ verdict: 'changed', login: 'new' });
    });

    it('changes its own role, whichever its sessions are made to be', async () => {
      const owner = makeRole('canary-owner');
      const user = makeRole('canary-member');
      server.sql(
        `GRANT ${quoted(owner)} TO ${quoted(user)}; ALTER ROLE ${quoted(
          user,
        )} SET role = ${literal(owner)}`,
      );
      await expect(
        change({ user, new: 'canary-new-5', previous: 'canary-member' }),
      ).resolves.toEqual({ verdict: 'changed', login: 'new' });
      await expect(
        change({ user: owner, new: 'canary-owner' }),
      ).resolves.toMatchObject({ verdict: 'unchanged' });
    });

    it('says that a server without passwords proves nothing, and changes nothing', async () => {
      const user = makeRole('canary-old');
      await server.trust(true);
      try {
        await expect(
          change({ user, new: 'canary-new-6', previous: 'canary-old' }),
        ).resolves.toEqual({
          verdict: 'failed',
          login: 'unchecked',
          detail: 'password-not-checked',
        });
      } finally {
        await server.trust(false);
      }
      await expect(change({ user, new: 'canary-old' })).resolves.toMatchObject({
        verdict: 'unchanged',
      });
    });

    it('waits for its Secret, and tries nothing with another one', async () => {
      const user = makeRole('canary-old');
      await expect(
        change(
          { user, new: 'canary-new-7', previous: 'canary-old' },
          { VERIFIER_SHA256: digestOf('that of the next rotation') },
        ),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'unchecked',
        detail: 'secret-not-updated',
      });
      await expect(change({ user, new: 'canary-old' })).resolves.toMatchObject({
        verdict: 'unchanged',
      });
    });

    it('tells a server that is down, refuses or is read-only', async () => {
      const user = makeRole('canary-old');
      const files = { user, new: 'canary-new-8', previous: 'canary-old' };
      server.sql(
        `ALTER ROLE ${quoted(user)} SET default_transaction_read_only = on`,
      );
      await expect(change(files)).resolves.toEqual({
        verdict: 'failed',
        login: 'previous',
        detail: 'read-only',
      });
      server.sql(`ALTER ROLE ${quoted(user)} RESET ALL`);
      server.sql(`ALTER ROLE ${quoted(user)} CONNECTION LIMIT 0`);
      await expect(change(files)).resolves.toEqual({
        verdict: 'failed',
        login: 'unchecked',
        detail: 'server-refused',
      });
      await server.stopServer();
      try {
        await expect(change(files)).resolves.toEqual({
          verdict: 'failed',
          login: 'unchecked',
          detail: 'server-unreachable',
        });
      } finally {
        await server.startServer();
      }
    }, 60_000);

    it.each([
      { language: 'ko', failed: '인증을 실패' },
      { language: 'fr', failed: 'échouée' },
    ])(
      'changes the password on a server that speaks $language',
      async ({ language, failed }) => {
        const user = makeRole('canary-old');
        const files = { user, new: 'canary-new-10', previous: 'canary-old' };
        await server.stopServer();
        await server.startServer(language);
        try {
          await expect(
            change({ ...files, previous: 'canary-wrong' }),
          ).resolves.toMatchObject(
            // Why it refuses is only known in languages that are known.
            language === 'ko'
              ? { login: 'none', detail: 'previous-refused' }
              : { verdict: 'failed' },
          );
          await expect(change(files)).resolves.toEqual({
            verdict: 'changed',
            login: 'new',
          });
          expect(await server.log()).toContain(failed);
        } finally {
          await server.stopServer();
          await server.startServer();
        }
      },
      120_000,
    );

    it('says what one can log in with when the role cannot be changed', async () => {
      const user = makeRole('canary-old');
      const verifier = 'SCRAM-SHA-256$broken';
      // Not a verifier: the server takes it for a password.
      await expect(
        run(
          CHANGE_SCRIPT,
          { new: 'canary-new-9', previous: 'canary-old', verifier },
          { VERIFIER_SHA256: digestOf(verifier), SAFEKEEP_ROLE: user },
        ),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'none',
        detail: 'login-refused-after-change',
      });
    });
  });

  describe('two roles that take turns', () => {
    let owner: string;
    let slots: [string, string];
    beforeEach(() => {
      owner = makeRole('canary-first');
      slots = [`${owner}_a`, `${owner}_b`];
      server.sql(
        `GRANT ALL ON SCHEMA data TO ${quoted(owner)}; ALTER ROLE ${quoted(
          owner,
        )} SET search_path = data, "a b", public;
         ALTER ROLE ${quoted(
           owner,
         )} IN DATABASE postgres SET safekeep.note = 'it''s'`,
      );
    });

    function makeSlot(
      slot: string,
      files: Record<string, string>,
      environment: Record<string, string> = {},
    ): Promise<PasswordVerdict> {
      const verifier = verifierOf(files.new);
      return run(
        SLOT_SCRIPT,
        {
          verifier,
          admin: 'canary-admin',
          'current-user': owner,
          current: 'canary-first',
          ...files,
        },
        {
          VERIFIER_SHA256: digestOf(verifier),
          SAFEKEEP_ADMIN: 'admin',
          SAFEKEEP_OWNER: owner,
          SAFEKEEP_SLOT: slot,
          SAFEKEEP_RETIRE: '',
          ...environment,
        },
      );
    }

    it('go round: prepared, switched to, and the other shut out', async () => {
      const [a, b] = slots;
      await expect(makeSlot(a, { new: 'canary-a1' })).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
      await expect(makeSlot(a, { new: 'canary-a1' })).resolves.toEqual({
        verdict: 'unchanged',
        login: 'new',
      });
      // The owner still logs in until it is retired.
      await expect(
        change({ user: owner, new: 'canary-first' }),
      ).resolves.toMatchObject({ verdict: 'unchanged' });
      await expect(
        makeSlot(a, { new: 'canary-a1' }, { SAFEKEEP_RETIRE: owner }),
      ).resolves.toEqual({ verdict: 'retired', login: 'new' });
      await expect(
        change({ user: owner, new: 'canary-first' }),
      ).resolves.toMatchObject({ verdict: 'failed', login: 'none' });

      await expect(
        makeSlot(b, {
          new: 'canary-b1',
          'current-user': a,
          current: 'canary-a1',
        }),
      ).resolves.toEqual({ verdict: 'changed', login: 'new' });
      await expect(
        makeSlot(b, { new: 'canary-b1' }, { SAFEKEEP_RETIRE: a }),
      ).resolves.toEqual({ verdict: 'retired', login: 'new' });
      // And back, with a new password.
      await expect(makeSlot(a, { new: 'canary-a2' })).resolves.toEqual({
        verdict: 'changed',
        login: 'new',
      });
      await expect(
        change({ user: a, new: 'canary-a1' }),
      ).resolves.toMatchObject({ login: 'none' });
    }, 60_000);

    it('give the slot what the owner has: its rights, its settings, its limit', async () => {
      const [a] = slots;
      server.sql(`ALTER ROLE ${quoted(owner)} CONNECTION LIMIT 7`);
      await makeSlot(a, { new: 'canary-a' });
      const { output } = await server.runScript(
        `psql -XqAt -c 'CREATE TABLE mine (it int)' -c "SELECT current_user, session_user, current_setting('search_path'), current_setting('safekeep.note'), tableowner FROM pg_tables WHERE tablename = 'mine'" -c 'DROP TABLE mine'`,
        {},
        { PGUSER: a, PGPASSWORD: 'canary-a' },
      );
      expect(output.trim()).toBe(
        [owner, a, 'data, "a b", public', "it's", owner].join('|'),
      );
      expect(
        server.sql(
          `SELECT rolconnlimit FROM pg_roles WHERE rolname = ${literal(a)}`,
        ),
      ).toBe('7');
    });

    it('do not touch a role of that name that is somebody else’s', async () => {
      const [a] = slots;
      server.sql(`CREATE ROLE ${quoted(a)} LOGIN PASSWORD 'canary-theirs'`);
      await expect(makeSlot(a, { new: 'canary-a' })).resolves.toEqual({
        verdict: 'failed',
        login: 'previous',
        detail: 'slot-taken',
      });
      await expect(
        change({ user: a, new: 'canary-theirs' }),
      ).resolves.toMatchObject({ verdict: 'unchanged' });
    });

    it('need an owner and an administrator', async () => {
      const [a] = slots;
      await expect(
        makeSlot(a, { new: 'canary-a' }, { SAFEKEEP_OWNER: 'nobody' }),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'previous',
        detail: 'role-missing',
      });
      await expect(
        makeSlot(a, { new: 'canary-a', admin: 'canary-wrong' }),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'previous',
        detail: 'admin-refused',
      });
      await expect(
        makeSlot(
          a,
          {
            new: 'canary-a',
            admin: 'canary-first',
            current: 'canary-outdated',
          },
          { SAFEKEEP_ADMIN: owner },
        ),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'unchecked',
        detail: 'alter-refused',
      });
      expect(
        server.sql(
          `SELECT count(*) FROM pg_roles WHERE rolname = ${literal(a)}`,
        ),
      ).toBe('0');
    });

    it('keep the login of a role that has sessions, and of the administrator', async () => {
      const [a] = slots;
      const session = server.runScript(
        `psql -Xq -c 'SELECT pg_sleep(30)'`,
        {},
        { PGUSER: owner, PGPASSWORD: 'canary-first' },
      );
      const sessions = () =>
        server.sql(
          `SELECT count(*) FROM pg_stat_activity WHERE usename = ${literal(
            owner,
          )}`,
        );
      while (sessions() === '0') {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      await expect(
        makeSlot(a, { new: 'canary-a' }, { SAFEKEEP_RETIRE: owner }),
      ).resolves.toEqual({
        verdict: 'failed',
        login: 'new',
        detail: 'sessions-connected',
      });
      server.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${literal(
          owner,
        )}`,
      );
      await session;
      await expect(
        change({ user: owner, new: 'canary-first' }),
      ).resolves.toMatchObject({ verdict: 'unchanged' });
      await expect(
        makeSlot(a, { new: 'canary-a' }, { SAFEKEEP_RETIRE: 'admin' }),
      ).resolves.toEqual({
        verdict: 'retired',
        login: 'new',
        detail: 'owner-kept',
      });
      await expect(
        change({ user: 'admin', new: 'canary-admin' }),
      ).resolves.toMatchObject({ verdict: 'unchanged' });
    }, 60_000);
  });

  it('never tell the server a password', async () => {
    const log = await server.log();
    expect(log).toContain('ALTER ROLE SESSION_USER PASSWORD');
    const mine = [...secrets].filter(secret =>
      /^canary-(new|a|b)/.test(secret),
    );
    expect(mine.length).toBeGreaterThan(5);
    for (const secret of mine) {
      expect(log).not.toContain(secret);
    }
  });
});
