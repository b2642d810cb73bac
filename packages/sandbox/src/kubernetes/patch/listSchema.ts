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

import { JsonRecord } from '../json/isRecord';

export type ListSchema =
  | { type: 'map'; keys: string[] }
  | { type: 'set' }
  | { type: 'atomic' };

const ATOMIC: ListSchema = { type: 'atomic' };

const BY_FIELD = new Map<string, ListSchema>([
  ['containers', { type: 'map', keys: ['name'] }],
  ['initContainers', { type: 'map', keys: ['name'] }],
  ['ephemeralContainers', { type: 'map', keys: ['name'] }],
  ['env', { type: 'map', keys: ['name'] }],
  ['volumes', { type: 'map', keys: ['name'] }],
  ['volumeMounts', { type: 'map', keys: ['mountPath'] }],
  ['volumeDevices', { type: 'map', keys: ['devicePath'] }],
  ['imagePullSecrets', { type: 'map', keys: ['name'] }],
  ['hostAliases', { type: 'map', keys: ['ip'] }],
  ['conditions', { type: 'map', keys: ['type'] }],
  ['ownerReferences', { type: 'map', keys: ['uid'] }],
  ['finalizers', { type: 'set' }],
  [
    'topologySpreadConstraints',
    { type: 'map', keys: ['topologyKey', 'whenUnsatisfiable'] },
  ],
]);

/**
 * How a list merges, by the fields that lead to it. This is what the API's
 * OpenAPI says with `x-kubernetes-list-type`; a custom resource without a
 * schema has atomic lists only, except in its metadata.
 */
export function listSchemaOf(path: string[], custom: boolean): ListSchema {
  const field = path[path.length - 1];
  const parent = path[path.length - 2];
  if (path[0] === 'metadata' || !custom) {
    if (field === 'ports') {
      return portsSchema(path);
    }
    if (field === 'secrets' && path.length === 1) {
      return { type: 'map', keys: ['name'] };
    }
    if (field === 'env' && parent !== '[]') {
      return ATOMIC;
    }
    return BY_FIELD.get(field) ?? ATOMIC;
  }
  return ATOMIC;
}

function portsSchema(path: string[]): ListSchema {
  if (path.includes('containers') || path.includes('initContainers')) {
    return { type: 'map', keys: ['containerPort', 'protocol'] };
  }
  return path.length === 2 && path[0] === 'spec'
    ? { type: 'map', keys: ['port', 'protocol'] }
    : ATOMIC;
}

/** The key of a list item, as a readable piece of a field path. */
export function itemKey(item: JsonRecord, keys: string[]): string {
  const parts = keys.map(key => {
    const value = item[key] ?? (key === 'protocol' ? 'TCP' : undefined);
    return `${key}=${JSON.stringify(value)}`;
  });
  return `[${parts.join(',')}]`;
}
