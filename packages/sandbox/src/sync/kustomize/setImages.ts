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
import type { ImageEntry, Kustomization } from './Kustomization';
import { namesOf } from './origin';
import { containersOf, podSpecOf } from './podSpecs';
import type { Resource } from './resource';
import { isObject } from './yaml';

/** An image reference taken apart: a port of the registry is no tag. */
function splitImage(image: string): { name: string; version: string } {
  const end = /(@[^@/]+|:[^:/]+(@[^@/]+)?)$/.exec(image);
  return end
    ? { name: image.slice(0, end.index), version: end[0] }
    : { name: image, version: '' };
}

/** The kustomization's `images`. */
export function setImages(resources: Resource[], images: ImageEntry[]): void {
  for (const container of resources.flatMap(resource =>
    containersOf(podSpecOf(resource)),
  )) {
    for (const entry of images) {
      if (typeof container.image !== 'string') {
        continue;
      }
      const { name, version } = splitImage(container.image);
      if (name !== entry.name) {
        continue;
      }
      const tag = entry.newTag === undefined ? undefined : `:${entry.newTag}`;
      const digest =
        entry.digest === undefined ? undefined : `@${entry.digest}`;
      container.image = `${entry.newName ?? name}${digest ?? tag ?? version}`;
    }
  }
}

/** The kustomization's `replicas`. */
export function setReplicas(
  resources: Resource[],
  { replicas, path }: Kustomization,
): void {
  for (const { name, count } of replicas) {
    const found = resources.filter(
      resource =>
        namesOf(resource).includes(name) &&
        ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(resource.kind),
    );
    if (found.length === 0) {
      throw new InputError(`${path}: no workload is named "${name}"`);
    }
    for (const { spec } of found) {
      if (isObject(spec)) {
        spec.replicas = count;
      }
    }
  }
}
