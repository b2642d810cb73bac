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
import { ConflictError, InputError } from '@backstage/errors';
import type { TreeEntry } from 'isomorphic-git';

/**
 * One file of a change, as seen from the repository's root.
 *
 * @internal
 */
export interface TreeEdit {
  path: string;
  action: 'create' | 'update' | 'delete';
  content?: string;
  /** SHA-256 (hex) of the content that the change was made from. */
  base?: string;
}

/** The module, which is loaded only when a change is pushed. */
type Git = typeof import('isomorphic-git');

type Repository = Pick<Parameters<Git['readTree']>[0], 'fs' | 'gitdir'>;

const FILE_MODES = ['100644', '100755'];
const FOLDER_MODE = '040000';
const NEW_FILE_MODE = '100644';

/**
 * The tree with the edits made, as the object id of a new tree; every file
 * that no edit names stays the very same object.
 *
 * @remarks
 *
 * Nothing is ever checked out, so a symlink in the repository has no power;
 * an edit through one, or of one, is refused.
 *
 * @internal
 * @throws ConflictError when a file is not what its edit was made from.
 */
export async function editTree(options: {
  git: Git;
  repository: Repository;
  tree: string;
  edits: TreeEdit[];
}): Promise<string> {
  const { git, repository, tree, edits } = options;
  const edited = await editFolder(
    git,
    repository,
    tree,
    '',
    edits.map(edit => ({ edit, rest: edit.path.split('/') })),
  );
  return edited ?? git.writeTree({ ...repository, tree: [] });
}

interface PendingEdit {
  edit: TreeEdit;
  /** What of the path is left below this folder. */
  rest: string[];
}

async function editFolder(
  git: Git,
  repository: Repository,
  oid: string | undefined,
  folder: string,
  pending: PendingEdit[],
): Promise<string | undefined> {
  const entries = new Map<string, TreeEntry>();
  if (oid) {
    for (const entry of (await git.readTree({ ...repository, oid })).tree) {
      entries.set(entry.path, entry);
    }
  }
  const inFolders = new Map<string, PendingEdit[]>();
  for (const { edit, rest } of pending) {
    const [name, ...below] = rest;
    if (below.length > 0) {
      inFolders.set(name, [
        ...(inFolders.get(name) ?? []),
        { edit, rest: below },
      ]);
      continue;
    }
    const entry = await editFile(
      git,
      repository,
      entries.get(name),
      name,
      edit,
    );
    if (entry) {
      entries.set(name, entry);
    } else {
      entries.delete(name);
    }
  }
  for (const [name, below] of inFolders) {
    const path = folder ? `${folder}/${name}` : name;
    const entry = entries.get(name);
    if (entry && entry.type !== 'tree') {
      throw new InputError(
        `'${path}' is not a folder in the repository, so '${below[0].edit.path}' cannot be changed`,
      );
    }
    const edited = await editFolder(git, repository, entry?.oid, path, below);
    if (edited) {
      entries.set(name, {
        mode: FOLDER_MODE,
        path: name,
        oid: edited,
        type: 'tree',
      });
    } else {
      entries.delete(name);
    }
  }
  // Git has no empty folders.
  return entries.size === 0
    ? undefined
    : git.writeTree({ ...repository, tree: [...entries.values()] });
}

async function editFile(
  git: Git,
  repository: Repository,
  entry: TreeEntry | undefined,
  name: string,
  edit: TreeEdit,
): Promise<TreeEntry | undefined> {
  if (entry && !FILE_MODES.includes(entry.mode)) {
    throw new InputError(
      `'${edit.path}' is a ${
        entry.type === 'tree' ? 'folder' : 'symlink or submodule'
      } in the repository; only plain files are changed`,
    );
  }
  await assertIsBase(git, repository, entry, edit);
  if (edit.action === 'delete') {
    return undefined;
  }
  if (edit.content === undefined) {
    throw new InputError(`The change of '${edit.path}' has no content`);
  }
  const oid = await git.writeBlob({
    ...repository,
    blob: Buffer.from(edit.content, 'utf8'),
  });
  return { mode: entry?.mode ?? NEW_FILE_MODE, path: name, oid, type: 'blob' };
}

async function assertIsBase(
  git: Git,
  repository: Repository,
  entry: TreeEntry | undefined,
  edit: TreeEdit,
): Promise<void> {
  if (edit.action === 'create') {
    if (entry) {
      throw new ConflictError(
        `'${edit.path}' has come to be in the repository since this change was made. Run the task again.`,
      );
    }
    return;
  }
  if (!entry) {
    throw new ConflictError(
      `'${edit.path}' is no longer in the repository. Run the task again.`,
    );
  }
  if (!edit.base) {
    throw new InputError(
      `The change of '${edit.path}' does not say which content it was made from`,
    );
  }
  const { blob } = await git.readBlob({ ...repository, oid: entry.oid });
  if (createHash('sha256').update(blob).digest('hex') !== edit.base) {
    throw new ConflictError(
      `'${edit.path}' has changed in the repository since this change was made. Run the task again.`,
    );
  }
}
