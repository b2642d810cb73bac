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

import type { Kustomization } from './Kustomization';
import { hashSuffix } from './generate';
import { forgetOrigin, isHashed, rename } from './origin';
import { objectsAt } from './podSpecs';
import { forEachReference } from './references';
import { isClusterScoped, type Resource } from './resource';

/** Kinds whose names kustomize leaves alone. */
const FIXED_NAMES = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'APIService',
]);

/** The kustomization's `namespace`. */
export function setNamespace(resources: Resource[], namespace: string): void {
  const own = new Set(
    resources
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => metadata.name),
  );
  for (const resource of resources) {
    if (resource.kind === 'Namespace') {
      resource.metadata.name = namespace;
    } else if (!isClusterScoped(resource.kind)) {
      resource.metadata.namespace = namespace;
    }
    for (const subject of objectsAt(resource, 'subjects')) {
      const name = String(subject.name);
      if (
        subject.kind === 'ServiceAccount' &&
        (name === 'default' || own.has(name))
      ) {
        subject.namespace = namespace;
      }
    }
  }
}

/** The kustomization's `namePrefix` and `nameSuffix`. */
export function addNameParts(
  resources: Resource[],
  { namePrefix, nameSuffix }: Kustomization,
): void {
  renameResources(resources, ({ kind, metadata }) =>
    FIXED_NAMES.has(kind)
      ? metadata.name
      : `${namePrefix}${metadata.name}${nameSuffix}`,
  );
}

/** The last step: the hashes of generated objects, which count all changes. */
export function addHashes(resources: Resource[]): void {
  renameResources(resources, resource =>
    isHashed(resource)
      ? `${resource.metadata.name}-${hashSuffix(resource)}`
      : resource.metadata.name,
  );
  for (const resource of resources) {
    forgetOrigin(resource);
  }
}

/** Renames objects, and the references to them wherever others have one. */
function renameResources(
  resources: Resource[],
  newName: (resource: Resource) => string,
): void {
  const renamed = new Map<string, string>();
  for (const resource of resources) {
    const { name } = resource.metadata;
    const changed = newName(resource);
    if (changed !== name) {
      renamed.set(`${resource.kind}/${name}`, changed);
      rename(resource, changed);
    }
  }
  for (const resource of resources) {
    forEachReference(resource, (kind, name) => renamed.get(`${kind}/${name}`));
  }
}
