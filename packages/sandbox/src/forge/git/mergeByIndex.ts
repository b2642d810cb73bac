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

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BareRepository } from './BareRepository';
import { MergeResult } from './MergeResult';
import { writeBlob } from './objects';
import { readBlob } from './trees';

interface Unmerged {
  path: string;
  mode: string;
  /** The blobs of the ancestor, of the base and of the head. */
  ids: [string?, string?, string?];
}

/**
 * Merges two commits in an index of its own, for a git before 2.38. It follows
 * no renames: a file that one side renamed and the other changed is a conflict.
 */
export async function mergeByIndex(
  repository: BareRepository,
  commits: { ancestor: string; base: string; head: string },
): Promise<MergeResult> {
  const { ancestor, base, head } = commits;
  const env = {
    GIT_INDEX_FILE: join(repository.directory, `index-${randomUUID()}`),
  };
  try {
    await repository.git(
      ['read-tree', '-i', '-m', '--aggressive', ancestor, base, head],
      { env },
    );
    const conflicts: string[] = [];
    for (const file of await listUnmerged(repository, env)) {
      const merged = await mergeFile(repository, file);
      if (merged === undefined) {
        conflicts.push(file.path);
      } else {
        const id = await writeBlob(repository, merged);
        await repository.git(['update-index', '-z', '--index-info'], {
          env,
          input: `0 ${'0'.repeat(40)}\t${file.path}\0${file.mode} ${id}\t${
            file.path
          }\0`,
        });
      }
    }
    if (conflicts.length > 0) {
      return { conflicts };
    }
    const { stdout } = await repository.git(['write-tree'], { env });
    return { tree: stdout.toString('utf8').trim() };
  } finally {
    await rm(env.GIT_INDEX_FILE, { force: true });
  }
}

async function listUnmerged(
  repository: BareRepository,
  env: Record<string, string>,
): Promise<Unmerged[]> {
  const { stdout } = await repository.git(['ls-files', '-u', '-z'], { env });
  const files = new Map<string, Unmerged>();
  for (const line of stdout.toString('utf8').split('\0')) {
    const parsed = /^(\d+) ([0-9a-f]{40}) ([123])\t([^]+)$/.exec(line);
    if (parsed) {
      const [, mode, id, stage, path] = parsed;
      const file = files.get(path) ?? { path, mode, ids: [] };
      file.ids[Number(stage) - 1] = id;
      files.set(path, file);
    }
  }
  return [...files.values()];
}

/** The lines of both sides put together; undefined where they meet. */
async function mergeFile(
  repository: BareRepository,
  { ids: [ancestor, base, head] }: Unmerged,
): Promise<Buffer | undefined> {
  if (!ancestor || !base || !head) {
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'safekeep-merge-'));
  try {
    const names = ['base', 'ancestor', 'head'].map(name => join(folder, name));
    for (const [index, id] of [base, ancestor, head].entries()) {
      await writeFile(names[index], await readBlob(repository, id), {
        mode: 0o600,
      });
    }
    const { exitCode, stdout } = await repository.git(
      ['merge-file', '-p', ...names],
      // The number of conflicts; 255 where the content is binary.
      { allowedExitCodes: [...Array(256).keys()] },
    );
    return exitCode === 0 ? stdout : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
