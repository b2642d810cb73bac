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

import {
  ANNOTATION_DATABASE_MIGRATION,
  DatabaseMigration,
  renderDatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import { changeKeys } from '../../manifests/yaml/changeKeys';
import { mergeEntries } from '../../manifests/yaml/mergeEntries';
import { findYamlObject, valueAt } from '../../manifests/yaml/readYaml';
import { stringEntries } from '../../manifests/sealedSecretObjects';
import { ServiceObject } from '../../postgres/serviceObjects';
import { ChangeSet } from '../ChangeSet';
import { Move } from './Move';

const ANNOTATIONS = ['metadata', 'annotations'];

/** Keeps a claim whatever becomes of it in Git: neither Argo CD nor Flux deletes it. */
const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** Writes how far a migration is onto a workload. */
export function writeMigration(
  changeSet: ChangeSet,
  object: ServiceObject,
  migration: DatabaseMigration,
): void {
  annotate(changeSet, object, {
    [ANNOTATION_DATABASE_MIGRATION]: renderDatabaseMigration(migration),
  });
}

export function annotate(
  changeSet: ChangeSet,
  { path, position }: ServiceObject,
  entries: Record<string, string>,
): void {
  changeSet.write(
    path,
    mergeEntries(changeSet.read(path), {
      path,
      position,
      mapping: ANNOTATIONS,
      entries,
    }),
  );
}

/** Takes an annotation off, and the whole mapping where nothing else is in it. */
export function removeAnnotation(
  changeSet: ChangeSet,
  { path, position }: ServiceObject,
  key: string,
): void {
  const text = changeSet.read(path);
  const object = findYamlObject(text, { path, position });
  const present = Object.keys(
    stringEntries(valueAt(object?.value, ...ANNOTATIONS)),
  );
  const isAlone = present.length === 1 && present[0] === key;
  changeSet.write(
    path,
    changeKeys(text, {
      path,
      position,
      mapping: isAlone ? ['metadata'] : ANNOTATIONS,
      remove: [isAlone ? 'annotations' : key],
    }),
  );
}

/** Keeps the database's claim from being pruned, where the files hold it. */
export function keepClaim(move: Move): string[] {
  const { changeSet, sources, deployment } = move;
  const { claim } = deployment.data;
  const found = sources.find(
    ({ kind, name }) => kind === 'PersistentVolumeClaim' && name === claim,
  );
  if (!found) {
    return [
      `Claim \`${claim}\` is not in these files: whoever manages it must not delete it.`,
    ];
  }
  const present = stringEntries(valueAt(found.value, ...ANNOTATIONS));
  const options = present['argocd.argoproj.io/sync-options'];
  annotate(changeSet, found, {
    ...KEPT,
    ...(options && {
      'argocd.argoproj.io/sync-options': [
        ...new Set([
          ...options.split(',').map(each => each.trim()),
          'Prune=false',
          'Delete=false',
        ]),
      ].join(','),
    }),
  });
  return [];
}
