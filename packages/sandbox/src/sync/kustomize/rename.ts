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

import type { JsonObject } from '@backstage/types';
import type { Kustomization } from './Kustomization';
import { forEachReference } from './references';
import { isClusterScoped, type Resource } from './resource';
import { objectsAt } from './podSpecs';
import { GENERATED_HASH } from './generate';
import { isObject } from './yaml';

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

/**
 * The kustomization's `namePrefix` and `nameSuffix` and the hashes of generated
 * objects, in the objects' names and wherever others refer to them.
 */
export function renameResources(
  resources: Resource[],
  { namePrefix, nameSuffix }: Kustomization,
): void {
  const renamed = new Map<string, string>();
  for (const resource of resources) {
    const { name, annotations } = resource.metadata;
    const hash = takeHash(annotations);
    if (FIXED_NAMES.has(resource.kind)) {
      continue;
    }
    const changed = `${namePrefix}${name}${nameSuffix}${
      hash ? `-${hash}` : ''
    }`;
    if (changed !== name) {
      renamed.set(`${resource.kind}/${name}`, changed);
      resource.metadata.name = changed;
    }
  }
  for (const resource of resources) {
    if (
      isObject(resource.metadata.annotations) &&
      Object.keys(resource.metadata.annotations).length === 0
    ) {
      delete resource.metadata.annotations;
    }
    forEachReference(resource, (kind, name) => renamed.get(`${kind}/${name}`));
  }
}

function takeHash(annotations: unknown): string | undefined {
  const found = annotations as JsonObject | undefined;
  const hash = found?.[GENERATED_HASH];
  if (found && typeof hash === 'string') {
    delete found[GENERATED_HASH];
    return hash;
  }
  return undefined;
}
