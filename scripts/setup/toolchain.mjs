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
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainInstallFailure, PlainError } from '../process/errors.mjs';
import { withProgress } from '../process/progress.mjs';
import { run } from '../process/run.mjs';

const DEFINITION = fileURLToPath(new URL('../toolchain/', import.meta.url));

/** Whether Backstage runs on this version: 22 from 22.12 on, and 24. */
export function isSupportedNode(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 22 && minor >= 12) || major === 24;
}

function cacheFolder() {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
    'safekeep',
  );
}

async function definitionHash() {
  const lock = await readFile(path.join(DEFINITION, 'package-lock.json'));
  return createHash('sha256').update(lock).digest('hex').slice(0, 12);
}

async function nodeIn(folder) {
  const modules = path.join(folder, 'node_modules');
  const names = existsSync(modules) ? await readdir(modules) : [];
  const name = names.find(entry => entry.startsWith('node-'));
  if (!name) return undefined;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(modules, name, 'bin', file);
}

/**
 * Yarn, and a supported Node: the running one where it is, else one installed
 * beside it. Both come from the lockfile in scripts/toolchain and are kept in
 * the user's cache folder, so that a second checkout finds them there.
 *
 * @returns the absolute paths of `node` and of Yarn's script
 */
export async function ensureToolchain() {
  const ownNode = isSupportedNode(process.version);
  const folder = path.join(
    cacheFolder(),
    `toolchain-${await definitionHash()}-${ownNode ? 'yarn' : 'node-yarn'}`,
  );
  const yarn = path.join(folder, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
  if (!existsSync(yarn)) {
    await withProgress(
      ownNode ? 'Installing Yarn' : 'Installing Yarn and a supported Node',
      () => installToolchain(folder, ownNode),
    );
  }
  const node = ownNode ? process.execPath : await nodeIn(folder);
  if (!node) {
    throw new PlainError(
      `Backstage needs Node 22 or 24, this is ${process.version}, and no ready-made one exists for ${process.platform}-${process.arch}: install Node 22 and run the command again.`,
    );
  }
  return { node, yarn };
}

async function installToolchain(folder, withoutNode) {
  const temporary = `${folder}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    await cp(DEFINITION, temporary, { recursive: true });
    // A registry that does not answer is told soon.
    const args = [
      'ci',
      '--no-audit',
      '--no-fund',
      '--fetch-retry-mintimeout=2000',
      '--fetch-retry-maxtimeout=5000',
    ];
    if (withoutNode) args.push('--omit=optional');
    const { status, output } = await run('npm', args, {
      cwd: temporary,
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      throw explainInstallFailure('Node and Yarn', output, temporary);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
