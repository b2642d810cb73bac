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
import {
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { assertGo } from '../machine/assertMachine';
import { BINARIES_SOURCE, CACHE } from '../places';
import { Progress } from '../Progress';
import { run } from '../processes/run';
import { GO_MODULES, GoModule } from './goModules';

/** Where each module's binaries lie, by the name of its folder. */
export type Binaries = Record<string, string>;

/**
 * Builds what the cache doesn't hold yet. A module's place in the cache is named
 * by all that it is built from, so that nothing old is ever found.
 */
export async function buildBinaries(progress: Progress): Promise<Binaries> {
  const places: Binaries = {};
  for (const module of GO_MODULES) {
    places[module.folder] = await placeOf(module);
  }
  const missing = GO_MODULES.filter(
    ({ folder }) => !existsSync(places[folder]),
  );
  if (missing.length > 0) {
    await assertGo();
  }
  for (const [index, module] of missing.entries()) {
    const title = `Building ${module.folder} (${index + 1} of ${
      missing.length
    }; about ${module.minutes} min on two cores)`;
    await progress.during(title, onLine =>
      build(module, places[module.folder], onLine),
    );
  }
  return places;
}

async function placeOf(module: GoModule): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(module));
  const folder = join(BINARIES_SOURCE, module.folder);
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)));
  for (const file of files.sort()) {
    hash.update(file).update(await readFile(join(folder, file)));
  }
  const name = `${module.folder}-${hash.digest('hex').slice(0, 16)}`;
  return join(CACHE, 'binaries', name);
}

async function build(
  module: GoModule,
  place: string,
  onLine: (line: string) => void,
): Promise<void> {
  const cwd = join(BINARIES_SOURCE, module.folder);
  const env = {
    ...process.env,
    CGO_ENABLED: module.cgo ? '1' : '0',
    // What a go.work above says is not for these modules.
    GOWORK: 'off',
  };
  const unfinished = `${place}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const variables = Object.entries(module.variables ?? {})
    .map(([name, value]) => ` -X ${name}=${value}`)
    .join('');
  for (const binary of module.binaries) {
    // The names of the packages tell how far it is.
    await run(
      'go',
      [
        'build',
        '-v',
        '-trimpath',
        // Of the repository around the module nothing is to be in a binary.
        '-buildvcs=false',
        '-mod=readonly',
        '-tags',
        module.tags ?? '',
        '-ldflags',
        `-s -w${variables}`,
        '-o',
        join(unfinished, binary.name),
        binary.package ?? '.',
      ],
      { cwd, env, onLine },
    );
    for (const name of binary.names ?? []) {
      await symlink(binary.name, join(unfinished, name));
    }
  }
  if (module.files) {
    const source = await run(
      'go',
      ['list', '-m', '-f', '{{.Dir}}', module.files.module],
      { cwd, env },
    );
    for (const path of module.files.paths) {
      await cp(join(source.trim(), path), join(unfinished, path), {
        recursive: true,
      });
    }
    // The module cache is read-only; a cache must be possible to remove.
    await run('chmod', ['-R', 'u+w', unfinished]);
  }
  await rm(place, { recursive: true, force: true });
  await rename(unfinished, place);
}
