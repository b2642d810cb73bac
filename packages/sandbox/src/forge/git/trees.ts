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

import { NotFoundError } from '@backstage/errors';
import type { BareRepository } from './BareRepository';

/** One line of a tree: a file, a folder, or a submodule. */
export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  id: string;
  /** Bytes; only files have one. */
  size?: number;
  /** From the root of the repository, or of the tree that was listed. */
  path: string;
}

function parseTree(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of output.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) {
      continue;
    }
    const [mode, type, id, size] = line.slice(0, tab).split(/ +/);
    entries.push({
      mode,
      type: type as TreeEntry['type'],
      id,
      size: size === '-' ? undefined : Number(size),
      path: line.slice(tab + 1),
    });
  }
  return entries;
}

/** The entries of a folder, or of everything below it. */
export async function listTree(
  repository: BareRepository,
  options: { treeish: string; path?: string; recursive?: boolean },
): Promise<TreeEntry[]> {
  const { treeish, path, recursive } = options;
  const args = ['ls-tree', '-z', '--long', '--full-tree'];
  if (recursive) {
    args.push('-r', '-t');
  }
  args.push(treeish);
  if (path) {
    args.push('--', `${path}/`);
  }
  const { stdout } = await repository.git(args);
  return parseTree(stdout);
}

/** What is at a path of a commit. */
export async function findEntry(
  repository: BareRepository,
  options: { commit: string; path: string },
): Promise<TreeEntry | undefined> {
  const { commit, path } = options;
  if (path === '') {
    const { stdout } = await repository.git(['rev-parse', `${commit}^{tree}`]);
    const id = stdout.toString('utf8').trim();
    return { mode: '040000', type: 'tree', id, path: '' };
  }
  const { stdout } = await repository.git([
    'ls-tree',
    '-z',
    '--long',
    '--full-tree',
    commit,
    '--',
    path,
  ]);
  return parseTree(stdout).find(entry => entry.path === path);
}

/** The content of a file by its object name. */
export async function readBlob(
  repository: BareRepository,
  id: string,
): Promise<Buffer> {
  const { exitCode, stdout } = await repository.git(['cat-file', 'blob', id], {
    allowedExitCodes: [128],
  });
  if (exitCode !== 0) {
    throw new NotFoundError(
      `Repository ${repository.fullName} has no blob ${id}`,
    );
  }
  return stdout;
}

/** All files below a folder of a commit, by their path from the repository's root. */
export async function readFiles(
  repository: BareRepository,
  options: { commit: string; path?: string },
): Promise<Map<string, string>> {
  const entries = await listTree(repository, {
    treeish: options.commit,
    path: options.path,
    recursive: true,
  });
  const files = entries.filter(
    entry => entry.type === 'blob' && entry.mode !== '120000',
  );
  // One process for all files: a process a file is what makes git slow.
  const { stdout } = await repository.git(['cat-file', '--batch'], {
    input: files.map(file => `${file.id}\n`).join(''),
  });
  const contents = new Map<string, string>();
  let offset = 0;
  for (const file of files) {
    const end = stdout.indexOf('\n', offset);
    const size = Number(stdout.toString('utf8', offset, end).split(' ')[2]);
    contents.set(file.path, stdout.toString('utf8', end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
  return contents;
}
