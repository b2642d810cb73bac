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
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../processes/run';

/** How a container of an image starts. */
export interface ImageConfig {
  Env?: string[];
  Entrypoint?: string[];
  Cmd?: string[];
  StopSignal?: string;
  User?: string;
}

/** The same for every file, so that the same content is the same layer. */
const REPRODUCIBLE = ['--sort=name', '--mtime=@0', '--numeric-owner'];

/** Makes a layer of all that a folder holds. */
export async function writeLayer(folder: string, file: string): Promise<void> {
  await run('tar', [...REPRODUCIBLE, '-C', folder, '-cf', file, '.']);
}

/**
 * Writes an image as `docker save` would, for `ctr images import`: a
 * manifest.json, a config and the layers.
 * Source: https://github.com/moby/docker-image-spec (v1.2, "combined image JSON").
 */
export async function writeImageArchive(options: {
  file: string;
  reference: string;
  config: ImageConfig;
  /** Paths of layers, the lowest first. */
  layers: string[];
}): Promise<void> {
  const { file, reference, config, layers } = options;
  const work = `${file}.unfinished`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const digests: string[] = [];
    for (const [index, layer] of layers.entries()) {
      await run('ln', [layer, join(work, `layer${index}.tar`)]);
      digests.push(`sha256:${await sha256(layer)}`);
    }
    const image = {
      architecture: architecture(),
      os: 'linux',
      created: new Date(0).toISOString(),
      config,
      rootfs: { type: 'layers', diff_ids: digests },
    };
    const manifest = [
      {
        Config: 'config.json',
        RepoTags: [reference],
        Layers: layers.map((_, index) => `layer${index}.tar`),
      },
    ];
    await writeFile(join(work, 'config.json'), JSON.stringify(image));
    await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest));
    const archive = join(work, 'image.tar');
    await run('tar', [
      ...REPRODUCIBLE,
      '-C',
      work,
      '-cf',
      archive,
      'manifest.json',
      'config.json',
      ...manifest[0].Layers,
    ]);
    await rename(archive, file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function architecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}
