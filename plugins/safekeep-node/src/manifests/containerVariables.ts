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

import { JsonObject } from '@backstage/types';
import { mappings, valueAt } from './yaml/readYaml';

/** Where a variable of a container gets its value. */
export type VariableSource =
  | { value: string }
  | { secret: string; key: string };

/** What containers can read, by the name of the object. */
export interface ReadableValues {
  secretKeys: ReadonlyMap<string, string[]>;
  configMaps: ReadonlyMap<string, Record<string, string>>;
}

/** What the variables of a container are, as far as the manifests tell. */
export function variablesOf(
  container: JsonObject,
  { secretKeys, configMaps }: ReadableValues,
): Map<string, VariableSource> {
  const variables = new Map<string, VariableSource>();
  for (const source of mappings(container.envFrom)) {
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    const secret = valueAt(source, 'secretRef', 'name');
    if (typeof secret === 'string') {
      for (const key of secretKeys.get(secret) ?? []) {
        variables.set(prefix + key, { secret, key });
      }
    }
    const map = valueAt(source, 'configMapRef', 'name');
    const values = typeof map === 'string' ? configMaps.get(map) : undefined;
    for (const [key, value] of Object.entries(values ?? {})) {
      variables.set(prefix + key, { value });
    }
  }
  for (const { name, value, valueFrom } of mappings(container.env)) {
    if (typeof name !== 'string') {
      continue;
    }
    const secret = valueAt(valueFrom, 'secretKeyRef', 'name');
    const key = valueAt(valueFrom, 'secretKeyRef', 'key');
    const map = valueAt(valueFrom, 'configMapKeyRef', 'name');
    const entry = valueAt(valueFrom, 'configMapKeyRef', 'key');
    // What is written one by one wins over what comes as a whole.
    variables.delete(name);
    if (typeof secret === 'string' && typeof key === 'string') {
      variables.set(name, { secret, key });
    } else if (typeof entry === 'string') {
      const found = typeof map === 'string' ? configMaps.get(map) : undefined;
      if (found && Object.hasOwn(found, entry)) {
        variables.set(name, { value: found[entry] });
      }
    } else if (typeof value === 'string' && !value.includes('$(')) {
      variables.set(name, { value });
    }
  }
  return variables;
}
