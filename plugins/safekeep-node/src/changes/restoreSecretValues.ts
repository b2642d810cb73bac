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
import { restoreKeysInManifest } from '../manifests/restoreKeysInManifest';
import { findSealedSecret } from '../manifests/sealedSecretObjects';
import { ChangeSet } from './ChangeSet';
import { sizeWarnings } from './describeChange';
import { describeRestore } from './describeRestore';
import { changeIdOf, contentHash } from './FileChange';
import { findSealedPath } from './findSealedPath';
import { readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { restartConsumers } from './restartConsumers';

/** @public */
export interface RestoreSecretValuesOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  /** The same folder as it was, from an earlier commit. */
  earlier: Map<string, string>;
  namespace: string;
  name: string;
  /** Keys that get their earlier value back. */
  keys: string[];
  /**
   * Path of the SealedSecret; by default it is found by name, as it is in the
   * earlier files where that path is not among them.
   */
  path?: string;
  now: Date;
  /** Whether keys that hold the same value go back with them. True by default. */
  includeLinked?: boolean;
  /** Whether the workloads that read the secret restart. True by default. */
  restartConsumers?: boolean;
}

/** @public */
export interface RestoreSecretValuesResult extends PlannedChange {
  /** Keys that were asked for and have the earlier ciphertext already. */
  unchangedKeys: string[];
}

/**
 * Gives keys of a SealedSecret the ciphertext that an earlier commit has, and
 * with it the earlier value. No value is needed for it, and no certificate.
 *
 * @remarks
 * Like a rotation it changes the Secret and nothing that was set up with its
 * values, such as a database role.
 *
 * @public
 */
export function restoreSecretValues(
  files: Map<string, string>,
  options: RestoreSecretValuesOptions,
): RestoreSecretValuesResult {
  const { namespace, name, earlier } = options;
  const secret = { namespace, name };
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const earlierPath = findEarlierPath(options);
  const before = findSealedSecret(earlier.get(earlierPath) ?? '', {
    path: `${earlierPath} of then`,
    ...secret,
  });
  const restored = restoreKeysInManifest(changeSet.read(path), {
    path,
    ...secret,
    earlier: before,
    earlierPath,
    keys: options.keys,
    includeLinked: options.includeLinked !== false,
    now: options.now,
  });
  changeSet.write(path, restored.text);
  const { restarted, warnings } =
    options.restartConsumers === false
      ? { restarted: [], warnings: [] }
      : restartConsumers(changeSet, service, {
          ...secret,
          checksum: encryptedDataChecksum(restored.encryptedData),
          annotations: restored.templateAnnotations,
        });
  const changes = changeSet.changes();
  return {
    ...describeRestore({
      ...options,
      path,
      changes,
      restored,
      restarted,
      warnings: [...sizeWarnings(name, restored), ...warnings],
    }),
    changes,
    changeId: changeIdOf(
      {
        verb: 'restore',
        ...secret,
        path,
        keys: [...restored.restoredKeys].sort(),
        // Which state it goes back to; ciphertexts are in the repository.
        to: contentHash(earlier.get(earlierPath) ?? ''),
        restartConsumers: options.restartConsumers !== false,
      },
      changes,
    ),
    path,
    keys: restored.restoredKeys,
    unchangedKeys: restored.unchangedKeys,
    restartedWorkloads: restarted,
  };
}

function findEarlierPath(options: RestoreSecretValuesOptions): string {
  const { earlier, namespace, name } = options;
  const path =
    options.path && earlier.has(options.path) ? options.path : undefined;
  if (earlier.size === 0) {
    throw new InputError(
      'The earlier commit has no file to go back to: name a commit that had the SealedSecret, and the folder it was in',
    );
  }
  try {
    const service = readServiceFiles(earlier, options.folder ?? '');
    return findSealedPath(earlier, service, { namespace, name, path });
  } catch (error) {
    if (error instanceof InputError) {
      throw new InputError(`In the earlier commit: ${error.message}`);
    }
    throw error;
  }
}
