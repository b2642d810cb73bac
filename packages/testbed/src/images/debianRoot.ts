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

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../processes/run';

const SUITE = 'bookworm';
const MIRROR = 'http://deb.debian.org/debian';
const PACKAGES = ['postgresql-15'];

/** The user and group of PostgreSQL in the Alpine image. */
const POSTGRES_ID = '70';

/** Takes no part in what runs. */
const LEFT_OUT = [
  'etc/postgresql',
  'usr/share/doc',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/man',
  'var/cache/apt',
  'var/cache/debconf',
  'var/lib/apt/lists',
  'var/lib/postgresql/15',
  'var/log',
];

/** All that the result depends on, but for the day it is made on. */
export function describeDebianRoot(): string {
  return JSON.stringify([SUITE, PACKAGES, POSTGRES_ID, LEFT_OUT]);
}

/** Fills a folder with Debian's PostgreSQL and what it needs. */
export async function makeDebianRoot(
  folder: string,
  onLine: (line: string) => void,
): Promise<void> {
  await run(
    'debootstrap',
    [
      '--variant=minbase',
      `--include=${PACKAGES.join()}`,
      SUITE,
      folder,
      MIRROR,
    ],
    { onLine },
  );
  const inRoot = (...command: string[]) => run('chroot', [folder, ...command]);
  await inRoot('groupmod', '--gid', POSTGRES_ID, 'postgres');
  await inRoot(
    'usermod',
    '--uid',
    POSTGRES_ID,
    '--gid',
    POSTGRES_ID,
    'postgres',
  );
  for (const path of LEFT_OUT) {
    await rm(join(folder, path), { recursive: true, force: true });
  }
  await inRoot('mkdir', '-p', '/var/log', '/run/postgresql');
  await inRoot('chown', '-R', 'postgres:postgres', '/var/lib/postgresql');
  await inRoot('chown', 'postgres:postgres', '/run/postgresql');
  await inRoot('chmod', '3777', '/run/postgresql');
}
