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
import {
  isJsonObject,
  readYamlObjects,
  valueAt,
  YamlObject,
} from './yaml/readYaml';
import {
  lineOfValue,
  replaceParts,
  ScalarChange,
  ValuePath,
} from './yaml/replaceInScalars';

/** A place that names a key of a secret. */
export interface KeyReference {
  key: string;
  /** Where the name stands in the object. */
  at: ValuePath;
  /** The whole text there. */
  value: string;
  /** The part of it that names the key, with a hole for the key. */
  part: (key: string) => string;
  /** In words, for a person. */
  how: string;
}

/** An object that reads a secret. */
export interface SecretReader {
  object: YamlObject;
  kind: string;
  name: string;
  references: KeyReference[];
  /** How it reads all keys without naming one; undefined where it does not. */
  whole?: 'environment' | 'files';
}

/** The objects of a file that read a secret, with the keys that they name. */
export function findSecretReaders(
  text: string,
  options: { path: string; secret: string; namespace?: string },
): SecretReader[] {
  const { path, secret, namespace } = options;
  // Parsing is the cost of a large repository: skip what cannot matter.
  if (!text.includes(secret)) {
    return [];
  }
  const readers: SecretReader[] = [];
  for (const object of readYamlObjects(text, path)) {
    const { value } = object;
    const own = valueAt(value, 'metadata', 'namespace');
    const isElsewhere =
      namespace !== undefined && own !== undefined && own !== namespace;
    if (isElsewhere || value.kind === 'SealedSecret') {
      continue;
    }
    const found: Found = { references: [] };
    walk(value, [], secret, found);
    if (found.references.length > 0 || found.whole) {
      readers.push({
        object,
        kind: String(value.kind ?? 'Object'),
        name: String(valueAt(value, 'metadata', 'name') ?? ''),
        ...found,
      });
    }
  }
  return readers;
}

/** What changes in an object so that its references name other keys. */
export function renameReferences(
  references: KeyReference[],
  rename: ReadonlyMap<string, string>,
): ScalarChange[] {
  const changes = new Map<string, ScalarChange>();
  for (const { key, at, value, part } of references) {
    const by = rename.get(key);
    if (by === undefined) {
      continue;
    }
    const id = JSON.stringify(at);
    const change = changes.get(id) ?? { at, value, parts: [] };
    change.parts.push({ from: part(key), to: part(by) });
    changes.set(id, change);
  }
  for (const change of changes.values()) {
    change.value = replaceParts(change.value, change.parts);
  }
  return [...changes.values()];
}

/** The line that names a key, from 1. */
export function lineOfReference(
  text: string,
  path: string,
  { object }: SecretReader,
  { at }: KeyReference,
): number {
  const { position } = object;
  return lineOfValue(text, { path, position, at }) ?? object.line;
}

interface Found {
  references: KeyReference[];
  whole?: 'environment' | 'files';
}

function walk(
  value: JsonValue | undefined,
  at: ValuePath,
  secret: string,
  found: Found,
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => walk(item, [...at, index], secret, found));
    return;
  }
  if (!isJsonObject(value)) {
    return;
  }
  readSelector(value, at, secret, found);
  if (Array.isArray(value.containers) || Array.isArray(value.initContainers)) {
    readPod(value, at, secret, found);
  }
  for (const [key, child] of Object.entries(value)) {
    walk(child, [...at, key], secret, found);
  }
}

/** `{name, key}`, as in secretKeyRef and in what other operators call it; and `{secretName, items}`. */
function readSelector(
  value: JsonObject,
  at: ValuePath,
  secret: string,
  found: Found,
): void {
  const parent = at.findLast(step => typeof step === 'string') ?? '';
  const isNamed = value.name === secret || value.secretName === secret;
  const isConfigMap = /configMap/i.test(parent) || value.kind === 'ConfigMap';
  if (!isNamed || isConfigMap) {
    return;
  }
  for (const field of ['key', 'valuesKey']) {
    const key = value[field];
    if (typeof key === 'string') {
      found.references.push({
        key,
        at: [...at, field],
        value: key,
        part: name => name,
        how: parent === '' ? field : `${parent}.${field}`,
      });
    }
  }
  if (Array.isArray(value.items)) {
    for (const [index, item] of value.items.entries()) {
      const key = valueAt(item, 'key');
      if (typeof key === 'string') {
        found.references.push({
          key,
          at: [...at, 'items', index, 'key'],
          value: key,
          part: name => name,
          how: 'items of a volume',
        });
      }
    }
  } else if (parent === 'secret') {
    found.whole ??= 'files';
  }
}

function readPod(
  pod: JsonObject,
  at: ValuePath,
  secret: string,
  found: Found,
): void {
  const mounted = list(pod.volumes)
    .filter(
      ({ secret: source }) =>
        valueAt(source, 'secretName') === secret &&
        !Array.isArray(valueAt(source, 'items')),
    )
    .map(({ name }) => name);
  for (const field of ['initContainers', 'containers']) {
    for (const [index, container] of list(pod[field]).entries()) {
      const place = [...at, field, index];
      readSubPaths(container, place, mounted, found);
      readEnvironment(container, place, secret, found);
    }
  }
}

/** A file of a volume that holds all keys is named as its key. */
function readSubPaths(
  container: JsonObject,
  at: ValuePath,
  volumes: unknown[],
  found: Found,
): void {
  for (const [index, mount] of list(container.volumeMounts).entries()) {
    const { name, subPath } = mount;
    if (typeof subPath === 'string' && volumes.includes(name)) {
      const [key, ...below] = subPath.split('/');
      const rest = below.map(folder => `/${folder}`).join('');
      found.references.push({
        key,
        at: [...at, 'volumeMounts', index, 'subPath'],
        value: subPath,
        part: changed => changed + rest,
        how: 'subPath of a volume',
      });
    }
  }
}

/** Where all keys are variables, `$(KEY)` in another variable or an argument names one. */
function readEnvironment(
  container: JsonObject,
  at: ValuePath,
  secret: string,
  found: Found,
): void {
  const prefixes = list(container.envFrom)
    .filter(source => valueAt(source, 'secretRef', 'name') === secret)
    .map(({ prefix }) => (typeof prefix === 'string' ? prefix : ''));
  if (prefixes.length === 0) {
    return;
  }
  found.whole = 'environment';
  const own = list(container.env).map(({ name }) => name);
  const texts: [ValuePath, JsonValue | undefined][] = [
    ...['command', 'args'].flatMap(field =>
      (Array.isArray(container[field]) ? container[field] : []).map(
        (value, index): [ValuePath, JsonValue] => [[field, index], value],
      ),
    ),
    ...list(container.env).map(
      ({ value }, index): [ValuePath, JsonValue | undefined] => [
        ['env', index, 'value'],
        value,
      ],
    ),
  ];
  for (const [place, value] of texts) {
    // "$$(KEY)" stands for itself.
    for (const [, name] of String(value ?? '').matchAll(
      /(?<!\$)(?:\$\$)*\$\(([-._a-zA-Z0-9]+)\)/g,
    )) {
      const prefix = prefixes.find(each => name.startsWith(each));
      if (prefix !== undefined && !own.includes(name)) {
        found.references.push({
          key: name.slice(prefix.length),
          at: [...at, ...place],
          value: String(value),
          part: key => `$(${prefix}${key})`,
          how: `$(${name}) in ${place[0]}`,
        });
      }
    }
  }
}

/** The mappings of a list; what is no mapping keeps its index. */
function list(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.map(item => (isJsonObject(item) ? item : {}))
    : [];
}
