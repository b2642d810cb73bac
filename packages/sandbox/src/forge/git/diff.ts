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

import type { BareRepository } from './BareRepository';

/** What happened to one file between two commits. */
export interface ChangedFile {
  path: string;
  previousPath?: string;
  status: 'added' | 'modified' | 'removed' | 'renamed';
  /** Object name of the file after the change, or before it when removed. */
  id: string;
  additions: number;
  deletions: number;
  binary: boolean;
  /** The hunks, without the header; empty for binary and unchanged content. */
  patch: string;
}

const OPTIONS = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--full-index',
];

const STATUS = {
  A: 'added',
  C: 'added',
  M: 'modified',
  T: 'modified',
  D: 'removed',
  R: 'renamed',
} as const;

/** The difference of two commits as `git diff` prints it. */
export async function diffText(
  repository: BareRepository,
  base: string,
  head: string,
): Promise<string> {
  const { stdout } = await repository.git([
    'diff',
    ...OPTIONS,
    '-M',
    base,
    head,
    '--',
  ]);
  return stdout.toString('utf8');
}

/** The difference of two commits, file by file, in the order of their paths. */
export async function diffFiles(
  repository: BareRepository,
  base: string,
  head: string,
): Promise<ChangedFile[]> {
  const { stdout } = await repository.git([
    'diff',
    '--raw',
    '--no-abbrev',
    '-z',
    '-M',
    base,
    head,
    '--',
  ]);
  const fields = stdout.toString('utf8').split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length && fields[at].startsWith(':'); ) {
    const [, , oldId, newId, letter] = fields[at].split(' ');
    const status = STATUS[letter[0] as keyof typeof STATUS] ?? 'modified';
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const previousPath = fields[at + 1];
    const path = moved ? fields[at + 2] : previousPath;
    at += moved ? 3 : 2;
    const patch = await filePatch(repository, base, head, [
      ...new Set([previousPath, path]),
    ]);
    files.push({
      path,
      previousPath: status === 'renamed' ? previousPath : undefined,
      status,
      id: status === 'removed' ? oldId : newId,
      ...patch,
    });
  }
  return files;
}

async function filePatch(
  repository: BareRepository,
  base: string,
  head: string,
  paths: string[],
): Promise<Pick<ChangedFile, 'patch' | 'additions' | 'deletions' | 'binary'>> {
  const { stdout } = await repository.git([
    'diff',
    ...OPTIONS,
    '-M',
    base,
    head,
    '--',
    ...paths,
  ]);
  const text = stdout.toString('utf8');
  const hunks = text.search(/^@@ /m);
  const patch = hunks < 0 ? '' : text.slice(hunks).replace(/\n$/, '');
  const lines = patch.split('\n');
  return {
    patch,
    additions: lines.filter(line => line.startsWith('+')).length,
    deletions: lines.filter(line => line.startsWith('-')).length,
    binary: /^Binary files /m.test(hunks < 0 ? text : ''),
  };
}
