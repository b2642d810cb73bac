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
import { readdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { explainInstallFailure, PlainError } from '../process/errors.mjs';
import { withProgress } from '../process/progress.mjs';
import { run } from '../process/run.mjs';

const NEEDED_BYTES = 3 * 1024 ** 3;

async function workspaceManifests(root) {
  const files = [path.join(root, 'package.json')];
  for (const group of ['packages', 'plugins']) {
    for (const name of (await readdir(path.join(root, group))).sort()) {
      const file = path.join(root, group, name, 'package.json');
      if (existsSync(file)) files.push(file);
    }
  }
  return files;
}

async function wantedState(root, node) {
  const hash = createHash('sha256').update(node);
  const files = await workspaceManifests(root);
  for (const file of [path.join(root, 'yarn.lock'), ...files]) {
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

/**
 * Installs the dependencies exactly as the lockfile says, and does nothing
 * when that was already done for this lockfile, these packages and this Node.
 */
export async function ensureDependencies(root, { node, yarn }, environment) {
  const stamp = path.join(root, 'node_modules', '.safekeep-installed');
  const wanted = await wantedState(root, node);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;

  const { bavail, bsize } = await statfs(root);
  if (!existsSync(stamp) && bavail * bsize < NEEDED_BYTES) {
    throw new PlainError(
      `The dependencies need about 3 GB and ${root} has ${(
        (bavail * bsize) /
        1024 ** 3
      ).toFixed(1)} GB left: free some space and run the command again.`,
    );
  }
  await withProgress('Installing the dependencies', async detail => {
    const { status, output } = await run(
      node,
      [yarn, 'install', '--immutable'],
      {
        cwd: root,
        env: { ...environment, YARN_IGNORE_PATH: '1' },
        onLine: line => detail(line.replace(/^➤ \S+: [│┌└·] ?/, '')),
      },
    );
    if (status !== 0) {
      throw explainInstallFailure('the dependencies', output, root);
    }
  });
  await writeFile(stamp, wanted);
}
