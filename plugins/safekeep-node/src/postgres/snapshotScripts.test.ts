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
  compareSnapshots,
  DatabaseSnapshot,
  parseSnapshotVerdict,
  SnapshotTable,
  SnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { AddressInfo, connect, createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, TestPostgres } from './__testUtils__/TestPostgres';
import { snapshotScript } from './renderSnapshotJob';

// Servers are started, and a busy machine takes its time.
jest.setTimeout(240_000);

const SNAPSHOT = snapshotScript({});
const DUMP = snapshotScript({ dump: { claim: 'dump' } });
const RESTORE = snapshotScript({ restore: { claim: 'dump' } });

const mayRun = hasPostgres || process.env.SAFEKEEP_REQUIRE_ALL === '1';
const hasBusybox = spawnSync('busybox', ['true']).error === undefined;

function query(
  { port }: Pick<TestPostgres, 'port'>,
  sql: string,
  login: { database?: string; user?: string; password?: string } = {},
): string {
  return execFileSync('psql', ['-XqAtw', '-v', 'ON_ERROR_STOP=1'], {
    encoding: 'utf8',
    input: sql,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PGHOST: '127.0.0.1',
      PGPORT: String(port),
      PGDATABASE: login.database ?? 'postgres',
      PGUSER: login.user ?? 'admin',
      PGPASSWORD: login.password ?? 'canary-admin',
    },
  }).trim();
}

async function run(
  server: TestPostgres,
  script: string,
  environment: Record<string, string> = {},
): Promise<SnapshotVerdict> {
  const { status, message, output } = await server.runScript(
    script,
    {},
    {
      PGUSER: 'admin',
      PGPASSWORD: 'canary-admin',
      SAFEKEEP_QUIET: '0',
      SAFEKEEP_SECONDS: '60',
      SAFEKEEP_CHECKSUM_BYTES: '1000000000',
      ...environment,
    },
  );
  const said = parseSnapshotVerdict(message.trim());
  if (!said) {
    throw new Error(`No verdict but ${message}: ${output}`);
  }
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
  expect(message.trim().split('\n')).toHaveLength(1);
  // Nothing else is said, by the script or by a program that it runs.
  expect(output).toBe(message);
  expect(message).not.toMatch(/canary/);
  expect(status).toBe(said.verdict === 'failed' ? 1 : 0);
  return said;
}

async function take(
  ...given: Parameters<typeof run>
): Promise<DatabaseSnapshot> {
  const said = await run(...given);
  if (said.verdict === 'failed') {
    throw new Error(said.detail);
  }
  return said.snapshot;
}

const failed = (detail: string) => ({ verdict: 'failed', detail });

function tableOf({ tables }: DatabaseSnapshot, name: string): SnapshotTable {
  return tables.find(table => table.name === name)!;
}

(mayRun ? describe : describe.skip)('the script that counts', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await TestPostgres.start('canary-admin');
  });
  afterAll(async () => {
    await server.stop();
  });

  const databases: string[] = [];
  function makeDatabase(name: string): (sql: string) => string {
    databases.push(name);
    query(server, `CREATE DATABASE "${name.replace(/"/g, '""')}"`);
    return sql => query(server, sql, { database: name });
  }
  afterEach(() => {
    for (const name of databases.splice(0)) {
      query(server, `DROP DATABASE "${name.replace(/"/g, '""')}" WITH (FORCE)`);
    }
  });

  it('finds a server that is empty', async () => {
    const snapshot = await take(server, SNAPSHOT);
    expect(snapshot).toMatchObject({
      version: query(server, 'SHOW server_version').split(' ')[0],
      versionNumber: Number(query(server, 'SHOW server_version_num')),
      systemIdentifier: query(
        server,
        'SELECT system_identifier FROM pg_control_system()',
      ),
      dataChecksums: false,
      otherSessions: 0,
      databases: [
        {
          name: 'postgres',
          encoding: 'UTF8',
          collation: 'C',
          tables: 0,
          rows: 0,
          sequences: 0,
        },
      ],
      tables: [],
      more: 0,
    });
    const started = Date.parse(
      query(
        server,
        "SELECT to_json(pg_postmaster_start_time() AT TIME ZONE 'UTC') #>> '{}'",
      ).concat('Z'),
    );
    expect(
      Math.abs(Date.parse(snapshot.serverStartedAt!) - started),
    ).toBeLessThan(2);
    expect(Date.parse(snapshot.takenAt)).toBeGreaterThan(started);
  });

  it('counts what has any name, and only what is somebody’s', async () => {
    const odd = `It's "한국"\n $(x) \\ %s `;
    const sql = makeDatabase(odd);
    const quoted = `"${odd.replace(/"/g, '""')}"`;
    sql(`
      CREATE SCHEMA ${quoted};
      CREATE TABLE ${quoted}.${quoted} (id serial, ${quoted} text);
      INSERT INTO ${quoted}.${quoted} (${quoted})
        SELECT 'canary-row' || g FROM generate_series(1, 7) AS g;
      CREATE TABLE nothing ();
      CREATE TABLE parted (k int) PARTITION BY LIST (k);
      CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
      INSERT INTO parted VALUES (1), (1);
      CREATE UNLOGGED TABLE fast AS SELECT 1 AS one;
      CREATE VIEW seen AS SELECT * FROM parted;
      CREATE MATERIALIZED VIEW kept AS SELECT * FROM parted;
      CREATE EXTENSION pgcrypto;
      CREATE TABLE late (a int);
      INSERT INTO late VALUES (-1);
      ALTER TABLE late ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;`);
    const snapshot = await take(server, SNAPSHOT);
    expect(snapshot.databases.find(({ name }) => name === odd)).toMatchObject({
      tables: 6,
      rows: 11,
      checksummed: 5,
      sequences: 1,
      extensions: [expect.stringMatching(/^pgcrypto 1/), 'plpgsql 1.0'],
      invalidIndexes: 0,
      invalidConstraints: 1,
    });
    expect(
      snapshot.tables.map(({ schema, name, rows }) => [schema, name, rows]),
    ).toEqual([
      [odd, odd, 7],
      ['public', 'part', 2],
      ['public', 'fast', 1],
      ['public', 'late', 1],
      ['public', 'nothing', 0],
      ['public', 'parted', 0],
    ]);
    expect(snapshot.tables[0].database).toBe(odd);
  });

  it('sums up rows whatever their order and a session’s settings', async () => {
    const sql = makeDatabase('ordered');
    sql(`
      CREATE TABLE data AS SELECT g AS id, md5(g::text) AS text, g * 0.1::float8 AS part,
          timestamptz '2026-01-01 00:00Z' + g * interval '1 hour' AS at,
          g * interval '1 minute' AS span, decode(md5(g::text), 'hex') AS bytes
        FROM generate_series(1, 2000) AS g;
      CREATE TABLE twice AS SELECT 1 AS one FROM generate_series(1, 2);`);
    const first = await take(server, SNAPSHOT);
    sql(`
      CREATE TABLE again AS SELECT * FROM data ORDER BY text;
      DROP TABLE data; ALTER TABLE again RENAME TO data;
      ALTER DATABASE ordered SET timezone = 'Asia/Seoul';
      ALTER DATABASE ordered SET datestyle = 'German';
      ALTER DATABASE ordered SET bytea_output = 'escape';
      ALTER DATABASE ordered SET intervalstyle = 'iso_8601';
      ALTER DATABASE ordered SET extra_float_digits = 3;
      ALTER DATABASE ordered SET search_path = nowhere;`);
    const second = await take(server, SNAPSHOT);
    expect(tableOf(second, 'data')).toEqual(tableOf(first, 'data'));
    expect(tableOf(first, 'data').checksum).toMatch(/^[0-9a-f]{16}$/);
    const [before] = first.databases;
    expect(second.databases[0]).toEqual({
      ...before,
      // The settings of the database are told, too.
      objects: before.objects + 6,
      objectsDigest: expect.not.stringMatching(before.objectsDigest),
    });
    // Any value counts; an even number of the same rows does, too.
    sql(`UPDATE public.data SET part = part + 1 WHERE id = 1999;
      DELETE FROM public.twice; INSERT INTO public.twice VALUES (2), (2);`);
    const third = await take(server, SNAPSHOT);
    for (const name of ['data', 'twice']) {
      expect(tableOf(third, name).rows).toBe(tableOf(second, name).rows);
      expect(tableOf(third, name).checksum).not.toBe(
        tableOf(second, name).checksum,
      );
    }
    expect(third.databases[0].tablesDigest).not.toBe(
      second.databases[0].tablesDigest,
    );
  });

  it('fits 500 tables into its message, and tells of all of them', async () => {
    const sql = makeDatabase('many');
    sql(
      `SELECT format('CREATE TABLE %I AS SELECT g FROM generate_series(1, %s) AS g', '한국 table ' || n, n)
        FROM generate_series(1, 500) AS n \\gexec`,
    );
    const snapshot = await take(server, SNAPSHOT);
    const [database] = snapshot.databases;
    expect(database).toMatchObject({
      name: 'many',
      tables: 500,
      rows: 125_250,
      checksummed: 500,
    });
    expect(snapshot.tables.length).toBeGreaterThan(30);
    expect(snapshot.tables.length + snapshot.more).toBe(500);
    expect(snapshot.tables[0]).toMatchObject({
      name: '한국 table 500',
      rows: 500,
    });
    // One that is not named.
    sql('UPDATE "한국 table 1" SET g = 2');
    const after = await take(server, SNAPSHOT);
    expect(after.tables).toEqual(snapshot.tables);
    expect(after.databases[0].tablesDigest).not.toBe(database.tablesDigest);
  });

  it('counts what is too large to be read in full, and says so', async () => {
    const sql = makeDatabase('large');
    sql(`CREATE TABLE huge (it text); ALTER TABLE huge ALTER it SET STORAGE EXTERNAL;
      INSERT INTO huge SELECT repeat('canary', 1000000) FROM generate_series(1, 3);
      CREATE TABLE small AS SELECT 1 AS one;`);
    const [whole, part] = [
      await take(server, SNAPSHOT),
      await take(server, SNAPSHOT, { SAFEKEEP_CHECKSUM_BYTES: '1000000' }),
    ];
    expect(tableOf(whole, 'huge')).toMatchObject({
      rows: 3,
      checksum: expect.any(String),
    });
    expect(tableOf(part, 'huge')).toEqual({
      database: 'large',
      schema: 'public',
      name: 'huge',
      rows: 3,
    });
    expect(part.databases[0]).toMatchObject({ tables: 2, checksummed: 1 });
  });

  it('sees roles, memberships and settings, and no password', async () => {
    const digest = async () => (await take(server, SNAPSHOT)).rolesDigest;
    query(server, `CREATE ROLE one LOGIN PASSWORD 'canary-1'; CREATE ROLE two`);
    const all = [await digest()];
    for (const change of [
      'GRANT two TO one',
      'ALTER ROLE one SET search_path = mine',
      'ALTER ROLE one CONNECTION LIMIT 3',
    ]) {
      query(server, change);
      all.push(await digest());
    }
    expect(new Set(all).size).toBe(4);
    query(server, `ALTER ROLE one PASSWORD 'canary-2'`);
    expect(await digest()).toBe(all[3]);
    query(server, 'DROP ROLE one; DROP ROLE two');
  });

  it('says the same in BusyBox', async () => {
    makeDatabase('shell')('CREATE TABLE data AS SELECT 1 AS one');
    const { takenAt: _, ...one } = await take(server, SNAPSHOT);
    const { takenAt: __, ...other } = await take(
      server,
      // Where there is none, the shell that is there has to do.
      hasBusybox ? 'exec busybox sh -c "$SCRIPT"' : SNAPSHOT,
      { SCRIPT: SNAPSHOT },
    );
    expect(other).toEqual(one);
  });

  describe('with other clients', () => {
    let proxy: Server;
    beforeAll(async () => {
      await appendFile(
        join(server.directory.path, 'pg_hba.conf'),
        'host all all 127.0.0.2/32 scram-sha-256\n',
      );
      query(server, 'SELECT pg_reload_conf()');
      // As one that comes over the network: from another address.
      proxy = createServer(client => {
        const upstream = connect({
          host: '127.0.0.1',
          port: server.port,
          localAddress: '127.0.0.2',
        });
        client.pipe(upstream).pipe(client);
        for (const socket of [client, upstream]) {
          socket.on('error', () => client.destroy());
        }
      });
      await new Promise<void>(resolve => {
        proxy.listen(0, '127.0.0.1', resolve);
      });
    });
    afterAll(() => {
      proxy.close();
    });

    function connected(seconds: number, port: number): Promise<unknown> {
      return server.runScript(
        `psql -Xqc 'SELECT pg_sleep(${seconds})'`,
        {},
        { PGUSER: 'admin', PGPASSWORD: 'canary-admin', PGPORT: String(port) },
      );
    }
    // Through a process of its own: the proxy must not be kept waiting.
    async function until(clients: string) {
      for (;;) {
        const { output } = await server.runScript(
          `psql -XqAtc "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"`,
          {},
          { PGUSER: 'admin', PGPASSWORD: 'canary-admin' },
        );
        if (output.trim() === clients) {
          return;
        }
      }
    }
    const endAll = () =>
      query(
        server,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`,
      );

    it('waits until they are gone, and fails while they are not', async () => {
      const client = connected(60, (proxy.address() as AddressInfo).port);
      await until('1');
      await expect(
        run(server, SNAPSHOT, { SAFEKEEP_QUIET: '3' }),
      ).resolves.toEqual(failed('clients-connected'));
      expect((await take(server, SNAPSHOT)).otherSessions).toBe(1);
      const waiting = take(server, SNAPSHOT, { SAFEKEEP_QUIET: '30' });
      await new Promise(resolve => setTimeout(resolve, 500));
      endAll();
      await client;
      expect((await waiting).otherSessions).toBe(0);
    });

    it('does not wait for what is in the server’s own pod', async () => {
      const exporter = connected(60, server.port);
      await until('1');
      const snapshot = await take(server, SNAPSHOT, { SAFEKEEP_QUIET: '3' });
      expect(snapshot.otherSessions).toBe(0);
      endAll();
      await exporter;
    });
  });

  it('says why it could not', async () => {
    await expect(
      run(server, SNAPSHOT, { PGPASSWORD: 'canary-wrong' }),
    ).resolves.toEqual(failed('login-refused'));
    await expect(
      run(server, SNAPSHOT, { PGDATABASE: 'nowhere' }),
    ).resolves.toEqual(failed('query-failed'));
    const sql = makeDatabase('locked');
    sql('CREATE TABLE data AS SELECT 1 AS one');
    const locker = server.runScript(
      `psql -Xq -c 'BEGIN; LOCK TABLE data; SELECT pg_sleep(60)'`,
      {},
      { PGUSER: 'admin', PGPASSWORD: 'canary-admin', PGDATABASE: 'locked' },
    );
    while (
      sql(
        `SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'data'::regclass`,
      ) === '0'
    ) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await expect(
      run(server, SNAPSHOT, { SAFEKEEP_SECONDS: '2' }),
    ).resolves.toEqual(failed('out-of-time'));
    sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LOCK TABLE%' AND pid <> pg_backend_pid()`,
    );
    await locker;
    await server.stopServer();
    try {
      await expect(run(server, SNAPSHOT)).resolves.toEqual(
        failed('server-unreachable'),
      );
    } finally {
      await server.startServer();
    }
  });

  it('waits for another server than the one from before', async () => {
    const before = await take(server, SNAPSHOT);
    const script = snapshotScript({ expected: before });
    const environment = {
      SAFEKEEP_SINCE: before.takenAt,
      SAFEKEEP_SYSTEM_IDENTIFIER: before.systemIdentifier,
    };
    await expect(run(server, script, environment)).resolves.toEqual(
      failed('same-server'),
    );
    // Another data directory is another server; that it is wrong tells the comparison.
    await take(server, script, {
      ...environment,
      SAFEKEEP_SYSTEM_IDENTIFIER: '1',
    });
    await server.stopServer();
    await server.startServer();
    const after = await take(server, script, environment);
    expect(
      compareSnapshots(before, after, { option: 'reuse-claim', quiesced: true })
        .filter(({ result }) => result !== 'pass')
        .map(({ id }) => id),
    ).toEqual([]);
  });

  it('writes nothing', async () => {
    makeDatabase('untouched')('CREATE TABLE data AS SELECT 1 AS one');
    const before = (await server.log()).length;
    await take(server, SNAPSHOT);
    const said = (await server.log()).slice(before);
    expect(said).toContain('REPEATABLE READ READ ONLY');
    expect(said).not.toMatch(
      /statement: *(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|COPY)/i,
    );
  });
});

(mayRun ? describe : describe.skip)('dump and restore', () => {
  let source: TestPostgres;
  let target: TestPostgres;
  let volume: string;
  beforeAll(async () => {
    source = await TestPostgres.start('canary-admin');
    query(
      source,
      `CREATE ROLE observer LOGIN PASSWORD 'canary-observer';
       CREATE ROLE "It's a ""role""" NOLOGIN; GRANT "It's a ""role""" TO observer;
       ALTER ROLE observer SET statement_timeout = '5min';
       CREATE DATABASE observer OWNER observer;
       CREATE DATABASE "한국 'db'";
       ALTER DATABASE observer SET timezone = 'Asia/Seoul'`,
    );
    query(
      source,
      `CREATE EXTENSION pgcrypto; CREATE SCHEMA app AUTHORIZATION observer; SET ROLE observer;
       CREATE TABLE app.ticks (id bigserial PRIMARY KEY, price numeric, part float8, note text);
       INSERT INTO app.ticks (price, part, note)
         SELECT g / 100.0, g / 3.0, 'canary-row-' || g FROM generate_series(1, 20000) AS g;
       CREATE TABLE app."odd ""t""\n x" (a int);
       INSERT INTO app."odd ""t""\n x" VALUES (-1);
       ALTER TABLE app."odd ""t""\n x" ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
       CREATE VIEW app.seen AS SELECT * FROM app.ticks;
       CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE TYPE app.mood AS ENUM ('a', 'b');
       CREATE TABLE app.gone (a int, b int); ALTER TABLE app.gone DROP a;`,
      { database: 'observer' },
    );
  });
  afterAll(async () => {
    await source.stop();
  });
  beforeEach(async () => {
    volume = await mkdtemp(join(tmpdir(), 'safekeep-dump-'));
    target = await TestPostgres.start('canary-admin');
  });
  afterEach(async () => {
    await target.stop();
    await rm(volume, { recursive: true, force: true });
  });

  const paths = () => ({ SAFEKEEP_DUMP: volume, SAFEKEEP_RESTORE: volume });
  const dump = (environment = {}) =>
    run(source, DUMP, { ...paths(), ...environment });
  const restore = (environment = {}) =>
    run(target, RESTORE, { ...paths(), ...environment });
  const rows = () =>
    query(target, 'SELECT count(*) FROM app.ticks', { database: 'observer' });

  function differences(before: SnapshotVerdict, after: SnapshotVerdict) {
    if (before.verdict === 'failed' || after.verdict === 'failed') {
      throw new Error(JSON.stringify([before, after]));
    }
    return compareSnapshots(before.snapshot, after.snapshot, {
      option: 'dump-and-restore',
      quiesced: true,
    })
      .filter(({ result }) => result !== 'pass')
      .map(({ id, result }) => `${id} ${result}`);
  }

  it('bring all of it to the new server, passwords too', async () => {
    const before = await dump();
    expect(await readdir(volume)).toEqual(['whole']);
    const after = await restore();
    // What was not valid is not valid.
    expect(differences(before, after)).toEqual(['invalid-constraints warn']);
    expect(rows()).toBe('20000');
    expect(
      query(target, 'SELECT current_user', {
        database: 'observer',
        user: 'observer',
        password: 'canary-observer',
      }),
    ).toBe('observer');
    expect(() =>
      query(target, 'SELECT 1', { user: 'observer', password: 'canary-wrong' }),
    ).toThrow();
  });

  it('restore once: what was written since stays', async () => {
    const before = await dump();
    await restore();
    query(target, `INSERT INTO app.ticks (price) VALUES (1)`, {
      database: 'observer',
    });
    const again = await restore();
    expect(rows()).toBe('20001');
    expect(differences(before, again)).toEqual(
      expect.arrayContaining(['rows fail', 'checksums fail']),
    );
    // Nor is the dump written again, now that another server may answer.
    await expect(dump()).resolves.toEqual(failed('restored-already'));
    await expect(run(target, DUMP, paths())).resolves.toEqual(
      failed('restored-already'),
    );
  });

  it('are not dumped again from the server that they are meant for', async () => {
    await dump();
    const whole = await readFile(join(volume, 'whole', 'sums'), 'utf8');
    await expect(run(target, DUMP, paths())).resolves.toEqual(
      failed('restored-already'),
    );
    expect(await readFile(join(volume, 'whole', 'sums'), 'utf8')).toBe(whole);
    // From its own server it may be.
    expect((await dump()).verdict).toBe('taken');
    expect(await readFile(join(volume, 'whole', 'sums'), 'utf8')).not.toBe('');
  });

  it('start over where they were killed in the middle', async () => {
    const before = await dump();
    const [system] = [
      query(target, 'SELECT system_identifier FROM pg_control_system()'),
    ];
    // As a run that was killed after it had begun leaves it.
    query(
      target,
      `CREATE ROLE observer; CREATE DATABASE observer; CREATE ROLE half`,
    );
    query(target, 'CREATE TABLE half (a int)', { database: 'observer' });
    await writeFile(join(volume, `restored-${system}.begun`), '');
    query(target, 'DROP ROLE half');
    expect(differences(before, await restore())).toEqual([
      'invalid-constraints warn',
    ]);
    expect((await readdir(volume)).sort()).toEqual([
      'restore.log',
      `restored-${system}`,
      'whole',
    ]);
  });

  it('leave a server alone that is not empty, or the one from before', async () => {
    await dump();
    query(target, 'CREATE TABLE mine AS SELECT 1 AS one');
    await expect(restore()).resolves.toEqual(failed('target-not-empty'));
    expect(query(target, 'SELECT one FROM mine')).toBe('1');
    expect(
      query(target, `SELECT count(*) FROM pg_roles WHERE rolname = 'observer'`),
    ).toBe('0');
    await expect(run(source, RESTORE, paths())).resolves.toEqual(
      failed('same-server'),
    );
    expect(
      query(source, 'SELECT count(*) FROM app.ticks', { database: 'observer' }),
    ).toBe('20000');
  });

  it('restore nothing but a whole dump', async () => {
    await expect(restore()).resolves.toEqual(failed('dump-missing'));
    await dump();
    const whole = join(volume, 'whole');
    const [first] = (await readdir(whole)).filter(name =>
      name.endsWith('.dump'),
    );
    await writeFile(join(whole, first), 'x', { flag: 'a' });
    await expect(restore()).resolves.toEqual(failed('dump-missing'));
    await rename(whole, join(volume, 'part'));
    await expect(restore()).resolves.toEqual(failed('dump-missing'));
    expect(query(target, `SELECT count(*) FROM pg_database`)).toBe('3');
  });

  it('say that a part was refused, and that it may be tried again', async () => {
    await dump();
    // No other database can be made: the name is taken by one in use.
    const globals = join(volume, 'whole', 'globals.sql');
    const text = await readFile(globals, 'utf8');
    await writeFile(globals, `${text}\nSELECT nonsense;\n`);
    const resum = () =>
      execFileSync('sh', ['-c', 'sha256sum system globals.sql *.dump > sums'], {
        cwd: join(volume, 'whole'),
      });
    resum();
    await expect(restore()).resolves.toEqual(failed('restore-failed'));
    expect(await readFile(join(volume, 'restore.log'), 'utf8')).toContain(
      'nonsense',
    );
    await writeFile(globals, text);
    resum();
    expect((await restore()).verdict).toBe('taken');
  });

  it('refuse passwords that the new server would not take', async () => {
    query(
      source,
      `SET password_encryption = md5; CREATE ROLE older LOGIN PASSWORD 'canary-md5'`,
    );
    try {
      await dump();
      await expect(restore()).resolves.toEqual(failed('md5-passwords'));
      expect(await readdir(volume)).toEqual(['whole']);
    } finally {
      query(source, 'DROP ROLE older');
    }
  });

  it('refuse what a dump does not carry, and a volume without room', async () => {
    query(source, 'CREATE ROLE "two\nlines"');
    await expect(dump()).resolves.toEqual(failed('not-dumpable'));
    query(source, 'DROP ROLE "two\nlines"');
    expect(await readdir(volume)).toEqual([]);

    const tools = join(volume, 'tools');
    await mkdir(tools);
    const fake = async (name: string, text: string) => {
      await writeFile(join(tools, name), `#!/bin/sh\n${text}\n`);
      await chmod(join(tools, name), 0o755);
    };
    const path = { PATH: `${tools}:${process.env.PATH}` };
    await fake('df', 'echo x; echo "/dev/x 100 90 10 90% /dump"');
    await expect(dump(path)).resolves.toEqual(failed('no-room'));
    await rm(join(tools, 'df'));
    await fake(
      'pg_dump',
      'echo "pg_dump: error: could not write: No space left on device" >&2; exit 1',
    );
    await expect(dump(path)).resolves.toEqual(failed('no-room'));
    await fake('pg_dump', 'exit 1');
    await expect(dump(path)).resolves.toEqual(failed('dump-failed'));
    // Nothing half written is left.
    expect(await readdir(volume)).toEqual(['tools']);
  });
});
