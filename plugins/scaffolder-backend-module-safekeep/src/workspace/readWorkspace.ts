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

import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { workspacePathOf } from './workspacePath';

const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 50_000;
const MAX_DEPTH = 32;
const MANIFEST = /\.(ya?ml|json)$|^Kustomization$/;

/**
 * The files of the workspace that may hold manifests, from path to text.
 *
 * @remarks
 *
 * Symlinks are not followed. A file that is too large or no UTF-8 is left out
 * and named in the log; a workspace that is too large is refused.
 */
export async function readWorkspace(
  workspacePath: string,
  logger: LoggerService,
  /** Names of further files to read. */
  alsoRead?: RegExp,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let entriesSeen = 0;
  let bytesRead = 0;

  async function walk(folder: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) {
      throw new InputError(
        `The workspace has folders more than ${MAX_DEPTH} deep; point the repository URL at the folder with the manifests`,
      );
    }
    const entries = await readdir(join(workspacePath, folder), {
      withFileTypes: true,
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (++entriesSeen > MAX_ENTRIES) {
        throw new InputError(
          `The workspace has more than ${MAX_ENTRIES} files; point the repository URL at the folder with the manifests`,
        );
      }
      if (entry.isDirectory()) {
        if (entry.name !== '.git') {
          await walk(path, depth + 1);
        }
        continue;
      }
      if (!MANIFEST.test(entry.name) && !alsoRead?.test(entry.name)) {
        continue;
      }
      if (!entry.isFile()) {
        logger.info(`Left out ${path}: it is a symlink, which is not followed`);
        continue;
      }
      const bytes = await readBytes(join(workspacePath, path));
      const text = bytes && decode(bytes);
      if (text === undefined) {
        logger.warn(
          `Left out ${path}: it is ${
            bytes ? 'not UTF-8' : `larger than ${MAX_FILE_BYTES} bytes`
          }`,
        );
        continue;
      }
      bytesRead += bytes?.length ?? 0;
      if (bytesRead > MAX_TOTAL_BYTES) {
        throw new InputError(
          `The workspace has more than ${MAX_TOTAL_BYTES} bytes of YAML; point the repository URL at the folder with the manifests`,
        );
      }
      files.set(path, text);
    }
  }

  await walk('', 0);
  return files;
}

/**
 * The text of one file of the workspace.
 *
 * @throws InputError when it is not there, too large or not UTF-8.
 */
export async function readWorkspaceFile(
  workspacePath: string,
  path: string,
  what: string,
): Promise<string> {
  const bytes = await readPlace(workspacePath, path, what, MAX_FILE_BYTES);
  const text = bytes && decode(bytes);
  if (text === undefined) {
    throw new InputError(
      `The ${what} '${path}' is not a text file of at most ${MAX_FILE_BYTES} bytes`,
    );
  }
  return text;
}

/**
 * The bytes of one file of the workspace.
 *
 * @throws InputError when it is not there, or larger than `limit`.
 */
export async function readWorkspaceBytes(
  workspacePath: string,
  path: string,
  what: string,
  limit: number,
): Promise<Buffer> {
  const bytes = await readPlace(workspacePath, path, what, limit);
  if (!bytes) {
    throw new InputError(`The ${what} '${path}' is larger than ${limit} bytes`);
  }
  return bytes;
}

async function readPlace(
  workspacePath: string,
  path: string,
  what: string,
  limit: number,
): Promise<Buffer | undefined> {
  const place = await workspacePathOf(workspacePath, path, what);
  try {
    return await readBytes(place, limit);
  } catch {
    throw new InputError(`The ${what} '${path}' is not in the workspace`);
  }
}

async function readBytes(
  place: string,
  limit: number = MAX_FILE_BYTES,
): Promise<Buffer | undefined> {
  // Also where a symlink comes to be between looking and opening.
  // eslint-disable-next-line no-bitwise
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new InputError('not a plain file');
    }
    return stats.size > limit ? undefined : await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** A byte order mark stays: what is read is what is written and hashed. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    return undefined;
  }
}
