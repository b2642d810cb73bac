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
  mkdtemp,
  readdir,
  rm,
  utimes,
  writeFile,
  mkdir,
  chmod,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { BACKUP_SCRIPT } from './backupScript';
import { initScript } from './initScript';
import { NewDatabase, renderDatabase } from './renderDatabase';
import { scramVerifier } from './scramVerifier';
import { hasPostgres, TestPostgres } from './__testUtils__/TestPostgres';

const describeWithPostgres = hasPostgres ? describe : describe.skip;
const PASSWORD = 'admin-canary';
const APP_PASSWORD = 'app-canary';
const DAY_MS = 86_400_000;
const NEW_DATABASE: NewDatabase = {
  namespace: 'observer-prod',
  name: 'ticks',
  image: 'postgres:15-alpine',
  facts: {
    major: 15,
    uid: 70,
    gid: 70,
    pgdata: '/var/lib/postgresql/data/pgdata',
    mountPath: '/var/lib/postgresql/data',
  },
  database: 'ticks',
  storageClass: 'local-path',
  storage: '1Gi',
  memory: 512,
  withMetrics: false,
};

// Servers are started, and dumps restored.
jest.setTimeout(60_000);

describeWithPostgres('on a server that is new', () => {
  let server: TestPostgres;
  let folder: string;
  const run = (script: string, environment: Record<string, string>) =>
    server.runScript(script, {}, { PGPASSWORD: PASSWORD, ...environment });

  beforeAll(async () => {
    server = await TestPostgres.start(PASSWORD);
    server.sql('CREATE DATABASE ticks');
    await run(
      'psql -w -X -d ticks -c "CREATE TABLE filler AS SELECT md5(i::text) FROM generate_series(1, 5000) i"',
      { PGUSER: 'admin' },
    );
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safekeep-backups-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const login = (user: string, password: string, sql: string) =>
    run(`psql -w -X -q -A -t -v ON_ERROR_STOP=1 -d ticks -c "${sql}"`, {
      PGUSER: user,
      PGPASSWORD: password,
    });

  it('makes a role that owns the database and one that reads statistics, by verifiers alone', async () => {
    const script = initScript({ major: 15, withMetrics: true });
    const { status, output } = await run(script, {
      POSTGRES_USER: 'admin',
      POSTGRES_DB: 'ticks',
      DB_USER: 'observer',
      DB_PASSWORD_VERIFIER: scramVerifier(Buffer.from(APP_PASSWORD)),
      METRICS_USER: 'metrics',
      METRICS_PASSWORD_VERIFIER: scramVerifier(Buffer.from('metrics-canary')),
    });
    expect({ status, output }).toEqual({ status: 0, output: '' });

    const made = await login(
      'observer',
      APP_PASSWORD,
      'CREATE TABLE scalp_ticks AS SELECT generate_series(1, 1000) AS tick',
    );
    expect(made.status).toBe(0);
    const roles = server.sql(
      "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname IN ('observer', 'metrics') ORDER BY 1",
    );
    expect(roles.split('\n')).toEqual(['metrics|f|f|f', 'observer|f|f|f']);

    const seen = await login(
      'metrics',
      'metrics-canary',
      "SELECT count(*) > 0 FROM pg_stat_activity WHERE query IS NOT NULL AND pg_database_size('ticks') > 0",
    );
    expect(seen.output.trim()).toBe('t');
    expect(
      (await login('metrics', 'metrics-canary', 'TABLE scalp_ticks')).status,
    ).not.toBe(0);
    expect((await login('observer', 'wrong', 'SELECT 1')).status).not.toBe(0);
    // The server logs statements here: it saw no password.
    expect(await server.log()).not.toContain('canary');
  });

  it('fails as a whole where something is in the way', async () => {
    const { status } = await run(
      initScript({ major: 14, withMetrics: false }),
      {
        POSTGRES_USER: 'admin',
        POSTGRES_DB: 'ticks',
        DB_USER: 'observer',
        DB_PASSWORD_VERIFIER: scramVerifier(Buffer.from('other')),
      },
    );
    expect(status).not.toBe(0);
    expect((await login('observer', APP_PASSWORD, 'SELECT 1')).status).toBe(0);
  });

  const backup = (change: Record<string, string> = {}) =>
    run(BACKUP_SCRIPT, {
      PGUSER: 'admin',
      BACKUPS: folder,
      KEEP_DAYS: '7',
      PATIENCE: '2',
      ...change,
    });

  it('dumps every database so that it can be restored, whatever it is called', async () => {
    server.sql(`CREATE DATABASE "it's a \\ name" OWNER admin`);
    const { status, output } = await backup();
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^backup \d{8}T\d{6}Z: 3 databases, \d+ KiB; 1 backups kept\n$/,
      ),
    });
    const [stamp] = await readdir(folder);
    const files = (await readdir(join(folder, stamp))).sort();
    expect(files).toEqual([
      'SHA256SUMS',
      expect.stringMatching(/^database\.\d+\.dump$/),
      'globals.sql',
      'postgres.dump',
      'ticks.dump',
    ]);
    const listed = await run(
      `cd ${join(
        folder,
        stamp,
      )} && sha256sum -c --quiet SHA256SUMS && pg_restore --list ticks.dump | grep -c 'TABLE DATA'`,
      { PGUSER: 'admin' },
    );
    expect(listed.output.trim()).toBe('2');

    // As the documentation says, into a server that has nothing.
    const other = await TestPostgres.start(PASSWORD);
    try {
      const restored = await other.runScript(
        `cd ${join(folder, stamp)} && psql -w -X -q -f globals.sql postgres &&
         pg_restore -w --exit-on-error --create --dbname=postgres ticks.dump`,
        {},
        { PGUSER: 'admin', PGPASSWORD: PASSWORD },
      );
      expect(restored.status).toBe(0);
      const seen = await other.runScript(
        'psql -w -X -A -t -d ticks -c "SELECT count(*) FROM scalp_ticks"',
        {},
        { PGUSER: 'observer', PGPASSWORD: APP_PASSWORD },
      );
      expect(seen.output.trim()).toBe('1000');
    } finally {
      await other.stop();
    }
  });

  /** A folder as a run of some days ago left it. */
  async function left(name: string, days: number) {
    const path = join(folder, name);
    await mkdir(path);
    const then = new Date(Date.now() - days * DAY_MS);
    await utimes(path, then, then);
  }

  it('takes away what is old, and only behind a backup that is whole', async () => {
    await left('20260101T021700Z', 8);
    await left('20260102T021700Z', 6);
    await left('.incomplete-20260101T021700Z-7', 2);
    await left('.incomplete-20260109T021700Z-7', 0);
    await left('lost+found', 30);
    const before = (await readdir(folder)).sort();

    const refused = await backup({ PGPASSWORD: 'wrong' });
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('backup failed: the roles');
    const unreachable = await backup({ PGPORT: '1' });
    expect(unreachable.status).toBe(1);
    expect(unreachable.output).toBe(
      'backup failed: the server does not answer\n',
    );
    expect((await readdir(folder)).sort()).toEqual(before);

    expect((await backup()).status).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([
      '.incomplete-20260109T021700Z-7',
      '20260102T021700Z',
      expect.stringMatching(/^2\d{7}T\d{6}Z$/),
      'lost+found',
    ]);
  });

  it.each([
    // The table of contents is at its beginning and stays, the rows are not.
    [
      'is cut off',
      'case $file in *ticks*) head -c -200 "$file" > "$file.cut" && mv "$file.cut" "$file" ;; esac',
    ],
    ['is empty', ': > "$file"'],
    ['fails', 'exit 3'],
  ])('leaves nothing where a dump %s', async (_, harm) => {
    const tools = join(folder, 'tools');
    await mkdir(tools);
    const real = (await run('command -v pg_dump', {})).output.trim();
    await writeFile(
      join(tools, 'pg_dump'),
      `#!/bin/sh\n${real} "$@" || exit\nfor each; do case $each in --file=*) file=\${each#--file=};; esac; done\n${harm}\n`,
    );
    await chmod(join(tools, 'pg_dump'), 0o755);
    const path = (await run('echo "$PATH"', {})).output.trim();
    const { status, output } = await backup({ PATH: `${tools}:${path}` });
    expect(status).toBe(1);
    expect(output).toContain('backup failed: ');
    expect(await readdir(folder)).toEqual(['tools']);
  });

  it('is left alone by its probes while it answers that it is not ready', async () => {
    const own = await TestPostgres.start(PASSWORD);
    try {
      const set = parseAllDocuments(renderDatabase(NEW_DATABASE))
        .map(document => document.toJS())
        .find(({ kind }) => kind === 'StatefulSet');
      const [container] = set.spec.template.spec.containers;
      const probe = async (name: string) => {
        const [, , script] = container[name].exec.command;
        const { status } = await own.runScript(
          script.replace('-p 5432', `-p ${own.port}`),
          {},
          { POSTGRES_USER: 'admin', POSTGRES_DB: 'postgres' },
        );
        return status === 0;
      };
      const all = async () => ({
        startup: await probe('startupProbe'),
        liveness: await probe('livenessProbe'),
        readiness: await probe('readinessProbe'),
      });
      expect(await all()).toEqual({
        startup: true,
        liveness: true,
        readiness: true,
      });

      // Who asks it to end and stays connected keeps it refusing, as recovery does.
      const [pid] = own
        .sql("SELECT pg_read_file('postmaster.pid')")
        .split('\n');
      const session = own.runScript(
        'psql -w -X -c "SELECT pg_sleep(60)"',
        {},
        {
          PGUSER: 'admin',
          PGPASSWORD: PASSWORD,
        },
      );
      await waitUntil(
        () =>
          own.sql(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
          ) === '1',
      );
      process.kill(Number(pid), 'SIGTERM');
      await waitUntil(async () => !(await probe('readinessProbe')));
      expect(await all()).toEqual({
        startup: true,
        liveness: true,
        readiness: false,
      });

      process.kill(Number(pid), 'SIGINT');
      await session;
      await waitUntil(async () => !(await probe('livenessProbe')));
      expect(await all()).toEqual({
        startup: false,
        liveness: false,
        readiness: false,
      });
    } finally {
      await own.stop();
    }
  });
});

async function waitUntil(
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to be');
}
