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

import { JsonObject, JsonValue } from '@backstage/types';
import { valueAt } from '../manifests/yaml/readYaml';
import { readSealedSecrets } from '../manifests/sealedSecretObjects';
import { mappings, ServiceObject, textsOf } from './serviceObjects';

/** Where a variable of a container gets its value. */
export type VariableSource =
  | { value: string }
  | { secret: string; key: string };

/** The keys of the Secrets that the folder makes, by name. */
export function secretKeysOf(
  objects: ServiceObject[],
  files: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { kind, name, value, path } of objects) {
    if (kind === 'SealedSecret') {
      const sealed = readSealedSecrets(files.get(path) ?? '', path);
      const found = sealed.find(secret => secret.name === name);
      keys.set(name, Object.keys(found?.encryptedData ?? {}));
    } else if (kind === 'Secret') {
      keys.set(name, [
        ...Object.keys(textsOf(value.data)),
        ...Object.keys(textsOf(value.stringData)),
      ]);
    }
  }
  return keys;
}

/** What the variables of a container are, as far as the manifests tell. */
export function variablesOf(
  container: JsonObject,
  objects: ServiceObject[],
  secretKeys: ReadonlyMap<string, string[]>,
): Map<string, VariableSource> {
  const variables = new Map<string, VariableSource>();
  const configMap = (name: JsonValue | undefined) =>
    textsOf(
      objects.find(
        object => object.kind === 'ConfigMap' && object.name === name,
      )?.value.data,
    );
  for (const source of mappings(container.envFrom)) {
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    const secret = valueAt(source, 'secretRef', 'name');
    if (typeof secret === 'string') {
      for (const key of secretKeys.get(secret) ?? []) {
        variables.set(prefix + key, { secret, key });
      }
    }
    const values = configMap(valueAt(source, 'configMapRef', 'name'));
    for (const [key, value] of Object.entries(values)) {
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
      const found = configMap(map);
      if (Object.hasOwn(found, entry)) {
        variables.set(name, { value: found[entry] });
      }
    } else if (typeof value === 'string' && !value.includes('$(')) {
      variables.set(name, { value });
    }
  }
  return variables;
}

/** The containers of a workload's pods. */
export function containersOf({ kind, value }: ServiceObject): JsonObject[] {
  const spec =
    kind === 'CronJob'
      ? valueAt(value, 'spec', 'jobTemplate', 'spec', 'template', 'spec')
      : valueAt(value, 'spec', 'template', 'spec');
  return [
    ...mappings(valueAt(spec, 'initContainers')),
    ...mappings(valueAt(spec, 'containers')),
  ];
}
