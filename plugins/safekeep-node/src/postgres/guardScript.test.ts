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

import { parseGuardVerdict } from '@safekeep/backstage-plugin-safekeep-common';
import { execFile, spawnSync } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, TestPostgres } from './__testUtils__/TestPostgres';
import { GUARD_SCRIPT } from './guardScript';

const SHELLS = [['sh'], ['busybox', 'sh']].filter(
  ([command]) => spawnSync(command, ['true']).error === undefined,
);
const isRoot = process.getuid?.() === 0;

(hasPostgres ? describe : describe.skip)('the guard on a real server', () => {
  let server: TestPostgres;
  let folder: string;
  let data: string;
  let major: string;
  let shell: string[];

  beforeAll(async () => {
    server = await TestPostgres.start('secret');
    data = server.directory.path;
    major = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
    folder = await mkdtemp(join(tmpdir(), 'safekeep-guard-'));
    await chmod(folder, 0o777);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const lock = () => join(data, 'postmaster.pid');
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  /** Runs it as the server's own user; as root where that is said. */
  async function guard(
    environment: Record<string, string> = {},
    asRoot = false,
  ) {
    const { uid, gid } = server.directory;
    const message = join(folder, `message-${Math.random()}`);
    await writeFile(message, '');
    await chmod(message, 0o666);
    const [command, ...parameters] = shell;
    const status = await new Promise<number>(resolve => {
      execFile(
        command,
        [...parameters, '-c', GUARD_SCRIPT],
        {
          ...(isRoot && !asRoot && { uid, gid }),
          cwd: '/',
          env: {
            PATH: '/usr/bin:/bin',
            PGDATA: data,
            SAFEKEEP_GUARD: '0123456789',
            SAFEKEEP_MAJOR: major,
            SAFEKEEP_PATIENCE: '1',
            SAFEKEEP_VERDICT: message,
            ...environment,
          },
        },
        error => resolve(error ? Number(error.code ?? 255) : 0),
      );
    });
    const said = await readFile(message, 'utf8');
    expect(said === '' || said.trim().split('\n').length === 1).toBe(true);
    return { status, ...parseGuardVerdict(said.trim()) };
  }

  describe.each(SHELLS.map(each => [each.join(' '), each]))(
    'in %s',
    (_, command) => {
      beforeEach(async () => {
        shell = command as string[];
        const text = await readFile(lock(), 'utf8').catch(() => '');
        if (text.startsWith('safekeep-guard') || text === '') {
          await rm(lock(), { force: true });
          await server.startServer();
        }
        await rm(join(data, 'safekeep-guard'), { force: true });
      });

      it('holds while a server runs, and passes when it has stopped', async () => {
        const lockSince = Number(
          (await readFile(lock(), 'utf8')).split('\n')[2],
        );
        expect(await guard()).toEqual({
          status: 1,
          verdict: 'waiting',
          lockSince,
        });
        // Nothing is left of having waited, and the server runs on.
        expect(await exists(join(data, 'safekeep-guard'))).toBe(false);
        expect(server.sql('SELECT 1')).toBe('1');

        const waiting = guard({ SAFEKEEP_PATIENCE: '20' });
        await server.stopServer();
        expect(await waiting).toEqual({ status: 0, verdict: 'passed' });
        expect(await exists(lock())).toBe(false);
        await server.startServer();
        expect(server.sql('SELECT 1')).toBe('1');
      }, 60_000);

      it('holds what was killed until just that lock is given up', async () => {
        await server.killServer();
        const { lockSince, ...held } = await guard();
        expect(held).toEqual({ status: 1, verdict: 'waiting' });
        expect(lockSince).toBeGreaterThan(1_700_000_000);
        expect(
          await guard({ SAFEKEEP_RELEASED_LOCK: String(lockSince! - 1) }),
        ).toEqual({ status: 1, verdict: 'waiting', lockSince });
        expect(
          await guard({ SAFEKEEP_RELEASED_LOCK: String(lockSince) }),
        ).toEqual({ status: 0, verdict: 'released' });
        expect(await exists(lock())).toBe(false);
        expect(await exists(join(data, 'safekeep-released-lock'))).toBe(false);
        await server.startServer();
        expect(server.sql('SELECT 1')).toBe('1');
      }, 60_000);

      it('passes at once where it has passed before, whatever lock is there', async () => {
        await server.stopServer();
        expect(await guard()).toEqual({ status: 0, verdict: 'passed' });
        await server.startServer();
        await server.killServer();
        expect(await guard()).toEqual({ status: 0, verdict: 'passed-before' });
        // Another guard came in between: the first must look again.
        expect(await guard({ SAFEKEEP_GUARD: 'abcdef0123' })).toMatchObject({
          verdict: 'waiting',
        });
        await server.startServer();
        await server.stopServer();
        expect(await guard({ SAFEKEEP_GUARD: 'abcdef0123' })).toMatchObject({
          verdict: 'passed',
        });
        await server.startServer();
        expect(await guard()).toMatchObject({ verdict: 'waiting' });
      }, 60_000);

      it('lets no server start while it decides', async () => {
        await server.stopServer();
        const deciding = guard();
        // For a moment it is empty, which a server refuses in other words.
        while ((await readFile(lock(), 'utf8').catch(() => '')) === '') {
          await new Promise(resolve => setTimeout(resolve, 20));
        }
        const old = server.tryServer();
        expect(old.status).toBe(1);
        expect(old.output).toMatch(/FATAL: .*bogus data in lock file/);
        expect(await deciding).toEqual({ status: 0, verdict: 'passed' });
      }, 60_000);

      it('takes over what an earlier run of its own left, and nothing of another', async () => {
        await server.stopServer();
        const { uid, gid } = server.directory;
        const leave = async (id: string) => {
          await writeFile(
            lock(),
            `safekeep-guard ${id}\n${data}\n1700000000\n`,
          );
          await chown(lock(), uid, gid);
        };
        await leave('ffffffffff');
        expect(await guard()).toEqual({
          status: 1,
          verdict: 'waiting',
          lockSince: 1_700_000_000,
        });
        await leave('0123456789');
        expect(await guard()).toEqual({ status: 0, verdict: 'passed' });
        // Killed between its word and taking its claim away.
        await leave('0123456789');
        expect(await guard()).toEqual({ status: 0, verdict: 'passed-before' });
        expect(await exists(lock())).toBe(false);
      }, 60_000);

      it('starts nothing on what is not the database', async () => {
        await server.stopServer();
        expect(await guard({ SAFEKEEP_MAJOR: '9.6' })).toEqual({
          status: 1,
          verdict: 'wrong-major',
        });
        const empty = join(folder, `empty-${command.length}`);
        expect(await guard({ PGDATA: empty })).toEqual({
          status: 1,
          verdict: 'no-data',
        });
        await mkdir(empty);
        await chown(empty, server.directory.uid, server.directory.gid);
        expect(await guard({ PGDATA: empty })).toEqual({
          status: 1,
          verdict: 'no-data',
        });
      }, 60_000);

      (isRoot ? describe : describe.skip)('where files change hands', () => {
        it('starts nothing on what is of another user', async () => {
          const empty = join(folder, `other-${command.length}`);
          await mkdir(empty);
          await chown(empty, 12345, 12345);
          expect(await guard({ PGDATA: empty })).toEqual({
            status: 1,
            verdict: 'wrong-owner',
          });
        });

        it('leaves as root nothing that the server cannot read', async () => {
          await server.stopServer();
          expect(await guard({}, true)).toMatchObject({ verdict: 'passed' });
          const { uid } = await stat(join(data, 'safekeep-guard'));
          expect(uid).toBe(server.directory.uid);
        }, 60_000);
      });
    },
  );
});
