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
import { isDetached } from '../manifests/ownership';
import { findSealedSecret } from '../manifests/sealedSecretObjects';
import { ChangeSet } from './ChangeSet';
import { describeRemoval } from './describeRemoval';
import { detachedCheck } from './detachSecret';
import { changeIdOf } from './FileChange';
import { findSealedPath } from './findSealedPath';
import { readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { removeFromFile } from './replacePlainFile';

/** @public */
export interface RemoveSealedSecretOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  namespace: string;
  name: string;
  /** Path of the SealedSecret; by default it is found by name. */
  path?: string;
}

/**
 * Takes a SealedSecret out of the repository and leaves its Secret in the
 * cluster: refused unless {@link detachSecret} came before.
 *
 * @public
 */
export function removeSealedSecret(
  files: Map<string, string>,
  options: RemoveSealedSecretOptions,
): PlannedChange {
  const { namespace, name } = options;
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const secret = findSealedSecret(changeSet.read(path), {
    path,
    namespace,
    name,
  });
  if (!isDetached(secret.templateAnnotations)) {
    throw new InputError(
      `${path}, line ${
        secret.line
      }: Secret ${namespace}/${name} belongs to its SealedSecret and would be deleted with it. Detach it first (step: detach), merge that, and see that it is in the cluster: ${detachedCheck(
        namespace,
        name,
      )}`,
    );
  }
  const kustomizations = removeFromFile(changeSet, {
    path,
    position: secret.position,
  });
  const changes = changeSet.changes();
  return {
    ...describeRemoval({ namespace, name, path, changes, kustomizations }),
    changes,
    changeId: changeIdOf({ verb: 'remove', namespace, name, path }, changes),
    path,
    keys: [],
    restartedWorkloads: [],
  };
}
