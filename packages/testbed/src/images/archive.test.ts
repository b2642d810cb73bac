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
  mkdir,
  mkdtemp,
  readFile,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../processes/run';
import { writeImageArchive, writeLayer } from './archive';

describe('an image archive', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testbed-image-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('is what `docker save` writes, with layers that do not depend on the time', async () => {
    const root = join(folder, 'root');
    await mkdir(root);
    await writeFile(join(root, 'hello'), 'world');
    const layer = join(folder, 'layer.tar');
    await writeLayer(root, layer);
    const first = await readFile(layer);
    await utimes(join(root, 'hello'), 1000, 1000);
    await writeLayer(root, layer);
    expect(await readFile(layer)).toEqual(first);

    const file = join(folder, 'image.tar');
    await writeImageArchive({
      file,
      reference: 'testbed.safekeep.io/hello:1',
      config: { Entrypoint: ['/hello'] },
      layers: [layer],
    });
    const names = (await run('tar', ['-tf', file])).trim().split('\n');
    expect(names).toEqual(['manifest.json', 'config.json', 'layer0.tar']);
    const json = async (name: string) =>
      JSON.parse(await run('tar', ['-xOf', file, name]));
    expect(await json('manifest.json')).toEqual([
      {
        Config: 'config.json',
        RepoTags: ['testbed.safekeep.io/hello:1'],
        Layers: ['layer0.tar'],
      },
    ]);
    expect(await json('config.json')).toMatchObject({
      os: 'linux',
      config: { Entrypoint: ['/hello'] },
      rootfs: {
        type: 'layers',
        diff_ids: [
          `sha256:${createHash('sha256').update(first).digest('hex')}`,
        ],
      },
    });
  });
});
