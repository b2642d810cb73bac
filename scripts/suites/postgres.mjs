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

import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { freePort } from '../process/ports.mjs';
import { run } from '../process/run.mjs';

const DEBIAN = '/usr/lib/postgresql';

async function findBinaries() {
  const versions = existsSync(DEBIAN) ? await readdir(DEBIAN) : [];
  const folders = [
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map(version => path.join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.find(
    folder =>
      existsSync(path.join(folder, 'initdb')) &&
      existsSync(path.join(folder, 'pg_ctl')),
  );
}

/** PostgreSQL refuses to run as root; Debian's package brings this user. */
async function unprivilegedUser() {
  if (userInfo().uid !== 0) return {};
  const ids = await Promise.all(
    ['-u', '-g'].map(flag => run('id', [flag, 'postgres'])),
  );
  if (ids.some(({ status }) => status !== 0)) return undefined;
  const [uid, gid] = ids.map(({ output }) => Number(output));
  return { uid, gid };
}

/**
 * Starts a PostgreSQL server with an empty database of its own.
 *
 * @returns its variables for Backstage's TestDatabases and a stop function, or
 *   the reason why there is none
 */
export async function startPostgres() {
  const bin = await findBinaries();
  if (!bin) return { reason: 'no PostgreSQL server is installed' };
  const user = await unprivilegedUser();
  if (!user) return { reason: 'root has no user "postgres" to run it as' };

  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-postgres-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const port = await freePort();
  const data = path.join(folder, 'data');
  const options = { cwd: folder, ...user };
  const steps = [
    ['initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-N', '-E', 'UTF8'],
    [
      'pg_ctl',
      '-D',
      data,
      '-w',
      '-l',
      path.join(folder, 'log'),
      '-o',
      `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`,
      'start',
    ],
  ];
  for (const [command, ...args] of steps) {
    // The server inherits the pipes; it must not keep us waiting for their end.
    const { status } = await run(path.join(bin, command), args, {
      ...options,
      stdio: 'ignore',
    });
    if (status !== 0) {
      await rm(folder, { recursive: true, force: true });
      return { reason: `${command} ended with status ${status}` };
    }
  }
  const version = (
    await run(path.join(bin, 'pg_ctl'), ['--version'])
  ).output.match(/(\d+)/)[1];
  return {
    version,
    environment: {
      [`BACKSTAGE_TEST_DATABASE_POSTGRES${version}_CONNECTION_STRING`]: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    },
    async stop() {
      await run(
        path.join(bin, 'pg_ctl'),
        ['-D', data, '-m', 'immediate', 'stop'],
        { ...options, stdio: 'ignore' },
      );
      await rm(folder, { recursive: true, force: true });
    },
  };
}
