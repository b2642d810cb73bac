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
import { variablesOf } from './containerVariables';
import { isJsonObject, readYamlObjects, valueAt } from './yaml/readYaml';
import { lineOfValue, ValuePath } from './yaml/replaceInScalars';

/**
 * A variable or an argument that the cluster composes from a key of a secret,
 * such as `postgres://app:$(DB_PASSWORD)@db/app`.
 */
export interface ComposedVariable {
  path: string;
  line: number;
  kind: string;
  name: string;
  key: string;
  /** Whether it looks like a URL, where some characters mean something else. */
  isUrl: boolean;
}

/** What the manifests of a file compose from these keys of a secret. */
export function findComposedVariables(
  text: string,
  options: { path: string; secret: string; keys: string[] },
): ComposedVariable[] {
  const { path, secret, keys } = options;
  if (!text.includes(secret) || !text.includes('$(')) {
    return [];
  }
  const found: ComposedVariable[] = [];
  for (const object of readYamlObjects(text, path)) {
    for (const { container, at } of containersOf(object.value, [])) {
      const variables = variablesOf(container, {
        secretKeys: new Map([[secret, keys]]),
        configMaps: new Map(),
      });
      for (const { place, value } of textsOf(container)) {
        for (const [, variable] of value.matchAll(
          /(?<!\$)(?:\$\$)*\$\(([-._a-zA-Z0-9]+)\)/g,
        )) {
          const source = variables.get(variable);
          const key =
            source && 'secret' in source && source.secret === secret
              ? source.key
              : undefined;
          if (key !== undefined && keys.includes(key)) {
            const { position, line } = object;
            found.push({
              path,
              line:
                lineOfValue(text, { path, position, at: [...at, ...place] }) ??
                line,
              kind: String(object.value.kind),
              name: String(valueAt(object.value, 'metadata', 'name') ?? ''),
              key,
              isUrl: value.includes('://'),
            });
          }
        }
      }
    }
  }
  return found;
}

function containersOf(
  value: JsonValue | undefined,
  at: ValuePath,
): { container: JsonObject; at: ValuePath }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => containersOf(item, [...at, index]));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([field, child]) =>
    (field === 'containers' || field === 'initContainers') &&
    Array.isArray(child)
      ? child.filter(isJsonObject).map(container => ({
          container,
          at: [...at, field, child.indexOf(container)],
        }))
      : containersOf(child, [...at, field]),
  );
}

function textsOf(container: JsonObject): { place: ValuePath; value: string }[] {
  return [
    ...['command', 'args'].flatMap(field =>
      (Array.isArray(container[field]) ? container[field] : []).map(
        (value, index) => ({ place: [field, index], value }),
      ),
    ),
    ...list(container.env).map(({ value }, index) => ({
      place: ['env', index, 'value'],
      value,
    })),
  ].filter(
    (each): each is { place: ValuePath; value: string } =>
      typeof each.value === 'string',
  );
}

/** The mappings of a list; what is no mapping keeps its index. */
function list(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.map(item => (isJsonObject(item) ? item : {}))
    : [];
}
