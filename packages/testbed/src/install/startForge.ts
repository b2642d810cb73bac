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

import { randomBytes } from 'node:crypto';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FORGE, HOST, PORTS } from '../addresses';
import { Binaries } from '../building/buildBinaries';
import { TestbedDescription } from '../description';
import { Processes } from '../processes/Processes';
import { run } from '../processes/run';
import { waitFor } from '../processes/waitFor';

/** Owns the repositories, as in the document that the tests walk. */
const USER = 'tawbury';

/** Gitea won't run as root. */
const NOBODY = 65534;
const AS_NOBODY = [
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--inh-caps=-all',
];

/** What Gitea reads at run time beside its binary. */
const FILES = ['templates', 'options', 'public'];

/** Starts Gitea with one user, whose token may do everything. */
export async function startForge(options: {
  state: string;
  binaries: Binaries;
  processes: Processes;
}): Promise<NonNullable<TestbedDescription['forge']>> {
  const { state, binaries, processes } = options;
  const folder = join(state, 'forge');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, NOBODY, NOBODY);
  const configuration = join(folder, 'app.ini');
  await writeFile(configuration, settings(folder), {
    mode: 0o600,
  });
  await chown(configuration, NOBODY, NOBODY);
  // Where Gitea was built is root's own; it is started from a copy.
  const gitea = join(folder, 'gitea');
  await run('install', [
    ...['-o', String(NOBODY), '-g', String(NOBODY), '-m', '500'],
    ...[join(binaries.gitea, 'gitea'), gitea],
  ]);
  await run('cp', [
    '-r',
    ...FILES.map(name => join(binaries.gitea, name)),
    folder,
  ]);
  await run('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  const env = { PATH: process.env.PATH, HOME: folder, USER: 'nobody' };
  const asNobody = (args: string[]) => ({
    command: 'setpriv',
    args: [...AS_NOBODY, gitea, '--config', configuration, ...args],
    env,
    cwd: folder,
  });

  await processes.start({ name: 'gitea', ...asNobody(['web']) });
  await waitFor(
    `Gitea (${FORGE})`,
    async () => (await fetch(`${FORGE}/api/healthz`)).ok,
    {
      timeoutMs: 60_000,
      stillPossible: () => processes.assertRunning('gitea'),
    },
  );
  const { command, args } = asNobody([
    ...['admin', 'user', 'create', '--admin'],
    ...['--username', USER, '--email', `${USER}@tawbury.example`],
    ...['--password', randomBytes(18).toString('base64url')],
    ...['--must-change-password=false'],
    ...['--access-token', '--access-token-scopes', 'all'],
  ]);
  const output = await run(command, args, { env, cwd: folder });
  const token = /\b[0-9a-f]{40}\b/.exec(output)?.[0];
  if (!token) {
    throw new Error(
      `Gitea made no access token for its user: ${output.trim()} (${processes.logFile(
        'gitea',
      )})`,
    );
  }
  return { url: FORGE, user: USER, token };
}

/** https://docs.gitea.com/administration/config-cheat-sheet */
function settings(folder: string): string {
  const secret = () => randomBytes(32).toString('hex');
  return `APP_NAME = Safekeep test bed
RUN_MODE = prod
RUN_USER = nobody
WORK_PATH = ${folder}/work

[server]
HTTP_ADDR = ${HOST}
HTTP_PORT = ${PORTS.forge}
ROOT_URL = ${FORGE}/
STATIC_ROOT_PATH = ${folder}
DISABLE_SSH = true
OFFLINE_MODE = true
LFS_START_SERVER = false

[database]
DB_TYPE = sqlite3
PATH = ${folder}/gitea.db

[repository]
ROOT = ${folder}/repositories
DEFAULT_BRANCH = main

[security]
INSTALL_LOCK = true
SECRET_KEY = ${secret()}
INTERNAL_TOKEN = ${secret()}

[oauth2]
ENABLED = false

[service]
DISABLE_REGISTRATION = true

[webhook]
ALLOWED_HOST_LIST = *

[cron]
ENABLED = false

[packages]
ENABLED = false

[actions]
ENABLED = false

[log]
MODE = console
LEVEL = Warn
`;
}
