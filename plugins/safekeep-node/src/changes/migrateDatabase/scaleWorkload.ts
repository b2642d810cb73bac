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
import {
  KustomizeChanges,
  KustomizePatch,
  patchTargets,
} from '../../manifests/kustomizeChanges';
import { removeItem } from '../../manifests/yaml/setValue';
import { valueAt } from '../../manifests/yaml/readYaml';
import { ServiceObject } from '../../postgres/serviceObjects';
import { ChangeSet } from '../ChangeSet';
import { setField } from './setField';

const REPLICAS = ['spec', 'replicas'];

/** Kinds that an entry of a kustomization's `replicas` changes, by name alone. */
const SCALED_BY_NAME = ['Deployment', 'StatefulSet'];

/**
 * Gives a workload another number of replicas where that number is decided: in
 * its file, in an entry of a kustomization's `replicas`, or in a patch.
 */
export function scaleWorkload(
  changeSet: ChangeSet,
  { replicas, patches }: KustomizeChanges,
  object: ServiceObject,
  count: number,
): void {
  let isDecidedElsewhere = false;
  for (const patch of patches) {
    if (patchTargets(patch, object) === true && setsReplicas(patch)) {
      isDecidedElsewhere = true;
      const { file, position, content } = patch;
      if (!file || !position || Array.isArray(content)) {
        throw new InputError(
          `${patch.kustomization}, line ${patch.line}: a patch sets the replicas of ${object.kind} ${object.name} and would undo the change: write the number into ${object.path} instead, or into a patch of its own file`,
        );
      }
      setField(changeSet, { path: file, position }, REPLICAS, count);
    }
  }
  if (SCALED_BY_NAME.includes(object.kind)) {
    for (const entry of replicas.filter(({ name }) => name === object.name)) {
      isDecidedElsewhere = true;
      const { kustomization: path, index } = entry;
      const place = { path, position: { document: 0 } };
      setField(changeSet, place, ['replicas', index, 'count'], count);
    }
  }
  if (!isDecidedElsewhere) {
    setReplicas(changeSet, object, count);
  }
}

/** Writes the number into the workload's own file. */
export function setReplicas(
  changeSet: ChangeSet,
  object: ServiceObject,
  count: number,
): void {
  setField(changeSet, object, REPLICAS, count);
}

/**
 * Takes the entries for a workload out of the kustomizations' `replicas`: they
 * go by name alone, and would give the Deployment and the StatefulSet that takes
 * its place the same number.
 */
export function removeReplicasEntries(
  changeSet: ChangeSet,
  { replicas }: KustomizeChanges,
  name: string,
): void {
  for (const entry of [...replicas].sort((a, b) => b.index - a.index)) {
    if (entry.name === name) {
      const path = entry.kustomization;
      changeSet.write(
        path,
        removeItem(changeSet.read(path), {
          path,
          position: { document: 0 },
          at: ['replicas', entry.index],
        }),
      );
    }
  }
}

function setsReplicas({ content }: KustomizePatch): boolean {
  return Array.isArray(content)
    ? content.some(({ path }) => path === '/spec/replicas')
    : valueAt(content, ...REPLICAS) !== undefined;
}
