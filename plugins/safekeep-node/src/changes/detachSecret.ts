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
import { detachingAnnotations, isDetached } from '../manifests/ownership';
import { findSealedSecret } from '../manifests/sealedSecretObjects';
import { mergeEntries } from '../manifests/yaml/mergeEntries';
import { ChangeSet } from './ChangeSet';
import { describeChange } from './describeChange';
import { changeIdOf } from './FileChange';
import { findSealedPath } from './findSealedPath';
import { readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';

/** @public */
export interface DetachSecretOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  namespace: string;
  name: string;
  /** Path of the SealedSecret; by default it is found by name. */
  path?: string;
}

/**
 * Lets a Secret outlive its SealedSecret: the first of two steps out of
 * sealed-secrets, and the one without which the second would take the Secret
 * away. {@link removeSealedSecret} is the other.
 *
 * @public
 */
export function detachSecret(
  files: Map<string, string>,
  options: DetachSecretOptions,
): PlannedChange {
  const { namespace, name } = options;
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const text = changeSet.read(path);
  const secret = findSealedSecret(text, { path, namespace, name });
  if (isDetached(secret.templateAnnotations)) {
    throw new InputError(
      `There is nothing to detach: ${path}, line ${secret.line}: SealedSecret ${namespace}/${name} lets its Secret stay already. The next step removes the SealedSecret`,
    );
  }
  changeSet.write(
    path,
    mergeEntries(text, {
      path,
      position: secret.position,
      mapping: ['spec', 'template', 'metadata', 'annotations'],
      entries: detachingAnnotations(secret.templateAnnotations),
    }),
  );
  const changes = changeSet.changes();
  const warnings = [
    `This is the first of two steps. The second removes the SealedSecret, and is safe only once this one is in the cluster: ${detachedCheck(
      namespace,
      name,
    )} If both reach the cluster together, the Secret is deleted with its SealedSecret.`,
  ];
  return {
    title: `Detach ${name} from its SealedSecret`,
    description: describeChange({
      namespace,
      name,
      purpose: `Lets Secret \`${name}\` in namespace \`${namespace}\` stay when its SealedSecret goes. Its values do not change, and the SealedSecret still updates it.`,
      changes,
      remarks: {
        [path]:
          'four annotations in the template; the ciphertexts are the same',
      },
      restarted: [],
      onMerge: `The sync applies the SealedSecret, and the controller writes Secret \`${name}\` without an owner, so that nothing collects it as garbage. Two of the annotations keep Argo CD and Flux from deleting a Secret that carries their label.`,
      goBack:
        'Revert this pull request: the controller makes the Secret its SealedSecret’s own again.',
      warnings,
    }),
    warnings,
    changes,
    changeId: changeIdOf({ verb: 'detach', namespace, name, path }, changes),
    path,
    keys: Object.keys(secret.encryptedData),
    restartedWorkloads: [],
  };
}

/** How a person sees that the Secret has no owner any more. */
export function detachedCheck(namespace: string, name: string): string {
  return `\`kubectl -n ${namespace} get secret ${name} -o jsonpath='{.metadata.ownerReferences}'\` must print nothing.`;
}
