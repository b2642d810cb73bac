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

import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import {
  appendFile,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

function findBinaries(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return [
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map(version => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ].find(folder =>
    ['initdb', 'psql'].every(it => existsSync(join(folder, it))),
  );
}

/** PostgreSQL refuses to run as root; Debian's package brings this user. */
function serverUser(): { uid: number; gid: number } | undefined {
  const { uid, gid } = userInfo();
  if (uid !== 0) {
    return { uid, gid };
  }
  const ids = ['-u', '-g'].map(flag =>
    spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }),
  );
  return ids.every(({ status }) => status === 0)
    ? { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
    : undefined;
}

const binaries = findBinaries();
const user = serverUser();

/** Whether a server can be started on this machine. */
export const hasPostgres = binaries !== undefined && user !== undefined;

/** A PostgreSQL server that asks for passwords, as the official image does over TCP. */
export class TestPostgres {
  readonly #folder: string;
  readonly port: number;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** Its superuser is `admin`. */
  static async start(password: string): Promise<TestPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'safekeep-postgres-'));
    await chown(folder, user!.uid, user!.gid);
    const port = await freePort();
    const server = new TestPostgres(folder, port);
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, `${password}\n`);
    await chown(passwordFile, user!.uid, user!.gid);
    server.#run('initdb', [
      '-N',
      '-D',
      server.#data,
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      '-U',
      'admin',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
    ]);
    await server.startServer();
    return server;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  /** @param language - that of its messages, such as `ko`; English by default */
  async startServer(language?: string): Promise<void> {
    const messages = language ? '-c lc_messages=C.UTF-8' : '';
    this.#run(
      'pg_ctl',
      [
        '-D',
        this.#data,
        '-w',
        '-l',
        join(this.#folder, 'log'),
        '-o',
        `-p ${this.port} -k ${
          this.#folder
        } -c listen_addresses=127.0.0.1 -c fsync=off -c log_statement=all -c log_connections=on ${messages}`,
        'start',
      ],
      language ? { LANGUAGE: language, LC_ALL: 'C.UTF-8' } : {},
    );
  }

  async stopServer(): Promise<void> {
    this.#run('pg_ctl', ['-D', this.#data, '-w', '-m', 'fast', 'stop']);
  }

  /** As the kernel ends it when memory is short: its lock stays. */
  async killServer(): Promise<void> {
    const lock = join(this.#data, 'postmaster.pid');
    const [pid] = (await readFile(lock, 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    // What it started ends by itself, once it sees that it is alone.
    await new Promise(resolve => setTimeout(resolve, 1500));
  }

  /** What the server itself says, for a start that is to be refused. */
  tryServer(): { status: number | null; output: string } {
    const { status, stderr } = spawnSync(
      join(binaries!, 'postgres'),
      ['-D', this.#data, '-p', `${this.port}`, '-k', this.#folder],
      { ...user, cwd: this.#folder, encoding: 'utf8', timeout: 10_000 },
    );
    return { status, output: stderr };
  }

  /** Its data directory, and the user that it belongs to. */
  get directory(): { path: string; uid: number; gid: number } {
    return { path: this.#data, ...user! };
  }

  async stop(): Promise<void> {
    try {
      this.#run('pg_ctl', ['-D', this.#data, '-m', 'immediate', 'stop']);
    } catch {
      // It is down already.
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Runs SQL as the superuser, over the socket that asks for no password. */
  sql(statement: string): string {
    return execFileSync(
      join(binaries!, 'psql'),
      [
        '-XqAt',
        '-h',
        this.#folder,
        '-p',
        `${this.port}`,
        '-U',
        'admin',
        '-d',
        'postgres',
        '-c',
        statement,
      ],
      { encoding: 'utf8' },
    ).trim();
  }

  /** Lets everybody in over TCP without a password, or no more. */
  async trust(isOn: boolean): Promise<void> {
    const file = join(this.#data, 'pg_hba.conf');
    const rules = await readFile(file, 'utf8');
    await writeFile(
      file,
      isOn
        ? `host all all 127.0.0.1/32 trust\n${rules}`
        : rules.replace('host all all 127.0.0.1/32 trust\n', ''),
    );
    this.sql('SELECT pg_reload_conf()');
    // The postmaster reads it in its own time.
    await new Promise(resolve => setTimeout(resolve, 300));
  }

  /** All that the server has logged, statements included. */
  async log(): Promise<string> {
    return readFile(join(this.#folder, 'log'), 'utf8');
  }

  /**
   * Runs a script of a Job as its container would.
   *
   * @param files - content of the mounted Secret
   */
  async runScript(
    script: string,
    files: Record<string, string>,
    environment: Record<string, string>,
  ): Promise<{ status: number; message: string; output: string }> {
    const folder = await mkdtemp(join(this.#folder, 'job-'));
    const values = join(folder, 'values');
    await mkdir(values);
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(values, name), content);
    }
    const verdict = join(folder, 'termination-log');
    await appendFile(verdict, '');
    const { status, output } = await new Promise<{
      status: number;
      output: string;
    }>(resolve => {
      execFile(
        '/bin/sh',
        ['-c', script],
        {
          env: {
            PATH: `${binaries}:/usr/bin:/bin`,
            TMPDIR: folder,
            PGHOST: '127.0.0.1',
            PGPORT: `${this.port}`,
            PGDATABASE: 'postgres',
            PGCONNECT_TIMEOUT: '3',
            SAFEKEEP_VALUES: values,
            SAFEKEEP_VERDICT: verdict,
            SAFEKEEP_PATIENCE: '4',
            ...environment,
          },
        },
        (error, stdout, stderr) =>
          resolve({
            status: error ? Number(error.code) : 0,
            output: stdout + stderr,
          }),
      );
    });
    return { status, output, message: await readFile(verdict, 'utf8') };
  }

  #run(
    command: string,
    parameters: string[],
    environment: Record<string, string> = {},
  ): void {
    const { status } = spawnSync(join(binaries!, command), parameters, {
      cwd: this.#folder,
      ...user,
      env: { ...process.env, ...environment },
      // The server inherits the pipes, and would keep us waiting for their end.
      stdio: 'ignore',
    });
    if (status !== 0) {
      throw new Error(`${command} ended with status ${status}`);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
