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

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE, IMAGES_SOURCE } from '../places';
import { run } from '../processes/run';
import { Progress } from '../Progress';
import { ImageConfig, writeImageArchive, writeLayer } from './archive';
import { describeDebianRoot, makeDebianRoot } from './debianRoot';
import { IMAGES } from './images';

const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';
const DEFAULT_PATH =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Puts together the images that the cache doesn't hold yet, and resolves to the
 * archives. Each is named by what it is made of.
 */
export async function buildImages(options: {
  /** The sealed-secrets controller. */
  controller: string;
  progress: Progress;
}): Promise<string[]> {
  const { controller, progress } = options;
  await mkdir(join(CACHE, 'images'), { recursive: true });
  const debian = await cached('debian-postgres', describeDebianRoot(), file =>
    progress.during('Installing PostgreSQL into an image', onLine =>
      inFolder(file, async folder => {
        await makeDebianRoot(folder, onLine);
        await writeLayer(folder, file);
      }),
    ),
  );
  const entrypoint = await layerOf('postgres', {
    'usr/local/bin/docker-entrypoint.sh': join(
      IMAGES_SOURCE,
      'postgres/docker-entrypoint.sh',
    ),
  });
  const observer = await layerOf('observer', {
    'usr/local/bin/observer': join(IMAGES_SOURCE, 'observer/observer.pl'),
  });
  const busybox = (await run('which', ['busybox'])).trim();
  const shell = await cached('shell', await readFile(busybox), file =>
    inFolder(file, async folder => {
      const bin = join(folder, 'bin');
      await mkdir(bin, { recursive: true });
      await mkdir(join(folder, 'tmp'), { recursive: true, mode: 0o1777 });
      await copyFile(busybox, join(bin, 'busybox'));
      for (const name of (await run(busybox, ['--list'])).trim().split('\n')) {
        if (name !== 'busybox') await symlink('busybox', join(bin, name));
      }
      await writeLayer(folder, file);
    }),
  );
  const sealedSecrets = await layerOf('sealed-secrets', {
    'usr/local/bin/controller': controller,
  });

  const path = `PATH=${POSTGRES_BIN}:${DEFAULT_PATH}`;
  const images: Array<[string, ImageConfig, string[]]> = [
    [
      IMAGES.shell,
      {
        Env: [`PATH=${DEFAULT_PATH}`],
        Entrypoint: ['/bin/sleep', '2147483647'],
      },
      [shell],
    ],
    [
      IMAGES.postgres,
      {
        Env: [path, 'LANG=C.UTF-8'],
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['postgres'],
        // PostgreSQL ends at once, sessions or not ("fast shutdown").
        StopSignal: 'SIGINT',
      },
      [debian, entrypoint],
    ],
    [
      IMAGES.observer,
      { Env: [path, 'LANG=C.UTF-8'], Entrypoint: ['observer'] },
      [debian, observer],
    ],
    [
      IMAGES.sealedSecrets,
      { Env: [`PATH=${DEFAULT_PATH}`], Entrypoint: ['controller'] },
      [sealedSecrets],
    ],
  ];
  const archives: string[] = [];
  for (const [reference, config, layers] of images) {
    const name = reference.split('/').pop()!.replace(':', '-');
    const made = JSON.stringify([
      reference,
      config,
      layers.map(each => basename(each)),
    ]);
    archives.push(
      await cached(`image-${name}`, made, file =>
        writeImageArchive({ file, reference, config, layers }),
      ),
    );
  }
  return archives;
}

async function layerOf(
  name: string,
  files: Record<string, string>,
): Promise<string> {
  const content = await Promise.all(
    Object.values(files).map(source => readFile(source)),
  );
  return cached(
    name,
    Buffer.concat([Buffer.from(Object.keys(files).join()), ...content]),
    file =>
      inFolder(file, async folder => {
        for (const [target, source] of Object.entries(files)) {
          await run('install', [
            '-D',
            '-m',
            '755',
            source,
            join(folder, target),
          ]);
        }
        await writeLayer(folder, file);
      }),
  );
}

/** A file of the cache, made first if it isn't there. */
async function cached(
  name: string,
  madeOf: string | Buffer,
  make: (file: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(madeOf).digest('hex').slice(0, 16);
  const file = join(CACHE, 'images', `${name}-${hash}.tar`);
  if (!existsSync(file)) {
    await make(`${file}.new`);
    await run('mv', [`${file}.new`, file]);
  }
  return file;
}

async function inFolder(
  file: string,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = `${file}.root`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
