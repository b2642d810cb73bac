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

import { InputError } from '@backstage/errors';
import { encryptedDataChecksum } from '../manifests/checksum';
import { editKeysInManifest } from '../manifests/editKeysInManifest';
import { ChangeSet } from './ChangeSet';
import { describeKeyEdit } from './describeKeyEdit';
import { changeIdOf } from './FileChange';
import { findSealedPath } from './findSealedPath';
import {
  describeReader,
  findKeyReaders,
  KeyReader,
  renameKeyReaders,
} from './keyReaders';
import { readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { restartConsumers } from './restartConsumers';

/** @public */
export interface EditSecretKeysOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  namespace: string;
  name: string;
  /** Path of the SealedSecret; by default it is found by name. */
  path?: string;
  /** Keys to take out. */
  remove?: string[];
  /** Old key to new; two may change places. */
  rename?: ReadonlyMap<string, string>;
  /** Whether the places that name a renamed key follow in the same change. */
  updateReferences?: boolean;
  /** Goes on although something in the repository still reads a key by its old name. */
  evenIfRead?: boolean;
  /** Whether the workloads that read the secret restart. True by default. */
  restartConsumers?: boolean;
}

/** @public */
export interface EditSecretKeysResult extends PlannedChange {
  removedKeys: string[];
  /** Old name to new. */
  renamedKeys: Record<string, string>;
  /** Places that read a key which they no longer find. */
  readers: KeyReader[];
}

/**
 * Takes keys out of a SealedSecret and renames others. It takes neither a value
 * nor a certificate: a ciphertext is bound to the namespace and the name of its
 * secret, and not to its key.
 *
 * @public
 */
export function editSecretKeys(
  files: Map<string, string>,
  options: EditSecretKeysOptions,
): EditSecretKeysResult {
  const { namespace, name } = options;
  const remove = [...new Set(options.remove ?? [])];
  const rename = options.rename ?? new Map<string, string>();
  const secret = { namespace, name };
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const edited = editKeysInManifest(changeSet.read(path), {
    path,
    ...secret,
    remove,
    rename,
  });

  const keys = [...remove, ...rename.keys()];
  const readers = findKeyReaders(files, service, secret, keys);
  const follows = ({ key }: KeyReader) =>
    options.updateReferences === true && rename.has(key);
  const left = readers.named.filter(reader => !follows(reader));
  if (left.length > 0 && !options.evenIfRead) {
    throw new InputError(refusal(left, rename));
  }
  changeSet.write(path, edited.text);
  if (options.updateReferences) {
    renameKeyReaders(changeSet, service, secret, rename);
  }
  const { restarted, warnings } =
    options.restartConsumers === false
      ? { restarted: [], warnings: [] }
      : restartConsumers(changeSet, service, {
          ...secret,
          checksum: encryptedDataChecksum(edited.encryptedData),
          annotations: edited.templateAnnotations,
        });
  const changes = changeSet.changes();
  return {
    ...describeKeyEdit({
      ...options,
      path,
      changes,
      remove,
      rename,
      renamedInTemplate: edited.renamedInTemplate,
      updated: readers.named.filter(follows),
      left,
      readers,
      restarted,
      warnings,
    }),
    changes,
    changeId: changeIdOf(intentOf(options, path, remove, rename), changes),
    path,
    keys: Object.keys(edited.encryptedData),
    removedKeys: remove,
    renamedKeys: Object.fromEntries(rename),
    readers: left,
    restartedWorkloads: restarted,
  };
}

function refusal(
  left: KeyReader[],
  rename: ReadonlyMap<string, string>,
): string {
  const hasRenamed = left.some(({ key }) => rename.has(key));
  const hasRemoved = left.some(({ key }) => !rename.has(key));
  const ways = [
    ...(hasRenamed
      ? ['let updateReferences rename it there in the same pull request']
      : []),
    ...(hasRemoved ? ['change what reads it first'] : []),
    'go on without that with evenIfRead',
  ];
  return `What is to go is still read: ${left
    .map(describeReader)
    .join('; ')}. Either ${ways.join(', or ')}`;
}

/** What is asked; there is no value in it. */
function intentOf(
  options: EditSecretKeysOptions,
  path: string,
  remove: string[],
  rename: ReadonlyMap<string, string>,
) {
  return {
    verb: 'edit',
    namespace: options.namespace,
    name: options.name,
    path,
    remove: [...remove].sort(),
    rename: [...rename].sort(([a], [b]) => (a < b ? -1 : 1)),
    updateReferences: options.updateReferences === true,
    restartConsumers: options.restartConsumers !== false,
  };
}
