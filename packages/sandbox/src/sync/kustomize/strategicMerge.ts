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
import { isObject } from './yaml';

/**
 * The fields by which Kubernetes tells the items of its lists apart; a list of
 * any other field is replaced whole.
 */
const MERGE_KEYS: Record<string, string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  // A container's ports, and a Service's.
  ports: ['containerPort', 'port'],
  ownerReferences: ['uid'],
};

/**
 * Merges a patch into an object as `kubectl patch --type strategic` does, with
 * the directives `$patch: delete`, `replace` and `merge`. Undefined means that
 * the patch deletes the object.
 */
export function mergeStrategically(
  base: JsonObject,
  patch: JsonObject,
): JsonObject | undefined {
  const { $patch: directive, ...fields } = patch;
  if (directive === 'delete') {
    return undefined;
  }
  if (directive === 'replace') {
    return fields;
  }
  const merged: JsonObject = { ...base };
  for (const [field, value] of Object.entries(fields)) {
    const current = merged[field];
    if (value === null) {
      delete merged[field];
    } else if (isObject(value)) {
      const inner = mergeStrategically(isObject(current) ? current : {}, value);
      if (inner === undefined) {
        delete merged[field];
      } else {
        merged[field] = inner;
      }
    } else if (Array.isArray(value)) {
      merged[field] = mergeList(
        field,
        Array.isArray(current) ? current : [],
        value,
      );
    } else {
      merged[field] = value;
    }
  }
  return merged;
}

function mergeList(
  field: string,
  current: JsonValue[],
  patch: JsonValue[],
): JsonValue[] {
  const isDirective = (item: JsonValue) =>
    isObject(item) && '$patch' in item && Object.keys(item).length === 1;
  const replaces = patch.some(
    item => isDirective(item) && (item as JsonObject).$patch === 'replace',
  );
  const items = patch.filter(item => !isDirective(item));
  const key = MERGE_KEYS[field]?.find(name =>
    items.every(item => isObject(item) && name in item),
  );
  if (replaces || key === undefined) {
    return items;
  }
  // As kustomize: the patch's items first and in its order, then the others.
  const merged: JsonValue[] = [];
  const rest = [...current];
  for (const item of items.filter(isObject)) {
    const index = rest.findIndex(
      other => isObject(other) && other[key] === item[key],
    );
    const [found] = index < 0 ? [{}] : rest.splice(index, 1);
    const result = mergeStrategically(found as JsonObject, item);
    if (result !== undefined) {
      merged.push(result);
    }
  }
  return [...merged, ...rest];
}
