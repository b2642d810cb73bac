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

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { BareRepository } from '../forge/git/BareRepository';
import type { Signature } from '../forge/git/commits';
import {
  moveBranch,
  writeBlob,
  writeCommit,
  writeTree,
} from '../forge/git/objects';

/** One commit of a seeded repository. */
export interface SeedCommit {
  message: string;
  author: Signature;
  /** The files whose content the commit sets, by path. */
  files: Map<string, string>;
}

/** All files of a folder by their path from it, with slashes. */
export async function readSeedFiles(
  folder: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries.filter(each => each.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, await readFile(path, 'utf8'));
  }
  return new Map([...files].sort(([a], [b]) => a.localeCompare(b)));
}

/** Puts values in the place of `__NAME__`. */
export function fillIn(
  files: ReadonlyMap<string, string>,
  values: Record<string, string>,
): Map<string, string> {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      text.replace(/__([A-Z][A-Z_]*[A-Z])__/g, (placeholder, name: string) => {
        const value = values[name];
        if (value === undefined) {
          throw new Error(`${path}: nothing is known for ${placeholder}`);
        }
        return value;
      }),
    ]),
  );
}

/** Gives an empty repository its history. */
export async function seedHistory(
  repository: BareRepository,
  commits: SeedCommit[],
): Promise<void> {
  let tree: string | undefined;
  let head: string | undefined;
  for (const { message, author, files } of commits) {
    const changes = [];
    for (const [path, text] of files) {
      const id = await writeBlob(repository, text);
      changes.push({ path, mode: '100644', id });
    }
    tree = await writeTree(repository, { base: tree, changes });
    head = await writeCommit(repository, {
      tree,
      parents: head ? [head] : [],
      message: `${message}\n`,
      author,
    });
  }
  await moveBranch(repository, {
    branch: repository.defaultBranch,
    to: head,
  });
}
