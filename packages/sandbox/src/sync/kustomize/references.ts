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

import type { JsonObject, JsonValue } from '@backstage/types';
import { at, containersOf, objectsAt, podSpecOf } from './podSpecs';
import type { Resource } from './resource';
import { isObject } from './yaml';

/** The new name for a reference, or undefined to leave it. */
export type Rename = (kind: string, name: string) => string | undefined;

/** Renames the references to other objects in one object. */
export function forEachReference(resource: Resource, rename: Rename): void {
  const set = (
    holder: JsonValue | undefined,
    field: string,
    kind: string,
  ): void => {
    if (!isObject(holder)) {
      return;
    }
    const name = holder[field];
    const changed = typeof name === 'string' ? rename(kind, name) : undefined;
    if (changed !== undefined) {
      holder[field] = changed;
    }
  };

  const podSpec = podSpecOf(resource);
  if (podSpec) {
    renameInPod(podSpec, set);
  }
  if (resource.kind === 'StatefulSet') {
    set(resource.spec, 'serviceName', 'Service');
  }
  if (resource.kind === 'Ingress') {
    renameInIngress(resource, set);
  }
  for (const typed of [
    at(resource, 'roleRef'),
    at(resource, 'spec', 'scaleTargetRef'),
    ...objectsAt(resource, 'subjects'),
  ]) {
    if (isObject(typed) && typeof typed.kind === 'string') {
      set(typed, 'name', typed.kind);
    }
  }
}

type Setter = (
  holder: JsonValue | undefined,
  field: string,
  kind: string,
) => void;

function renameInPod(podSpec: JsonObject, set: Setter): void {
  set(podSpec, 'serviceAccountName', 'ServiceAccount');
  for (const secret of objectsAt(podSpec, 'imagePullSecrets')) {
    set(secret, 'name', 'Secret');
  }
  for (const volume of objectsAt(podSpec, 'volumes')) {
    set(volume.configMap, 'name', 'ConfigMap');
    set(volume.secret, 'secretName', 'Secret');
    set(volume.persistentVolumeClaim, 'claimName', 'PersistentVolumeClaim');
    for (const source of objectsAt(volume, 'projected', 'sources')) {
      set(source.configMap, 'name', 'ConfigMap');
      set(source.secret, 'name', 'Secret');
    }
  }
  for (const container of containersOf(podSpec)) {
    for (const source of objectsAt(container, 'envFrom')) {
      set(source.configMapRef, 'name', 'ConfigMap');
      set(source.secretRef, 'name', 'Secret');
    }
    for (const variable of objectsAt(container, 'env')) {
      set(at(variable, 'valueFrom', 'configMapKeyRef'), 'name', 'ConfigMap');
      set(at(variable, 'valueFrom', 'secretKeyRef'), 'name', 'Secret');
    }
  }
}

function renameInIngress(ingress: Resource, set: Setter): void {
  for (const tls of objectsAt(ingress, 'spec', 'tls')) {
    set(tls, 'secretName', 'Secret');
  }
  set(at(ingress, 'spec', 'defaultBackend', 'service'), 'name', 'Service');
  for (const rule of objectsAt(ingress, 'spec', 'rules')) {
    for (const path of objectsAt(rule, 'http', 'paths')) {
      set(at(path, 'backend', 'service'), 'name', 'Service');
    }
  }
}
