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
import { JsonObject, JsonValue } from '@backstage/types';
import { posix } from 'node:path';
import { editSequence } from './yaml/editSequence';
import { isJsonObject, readYamlObjects } from './yaml/readYaml';

/** File names that kustomize looks for, in its order. */
export const KUSTOMIZATION_NAMES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/**
 * What of a kustomization decides which files are applied, where, and under
 * which name.
 *
 * @public
 */
export interface Kustomization {
  resources: string[];
  /** The older list, which kustomize still reads. */
  bases: string[];
  components: string[];
  namespace?: string;
  namePrefix?: string;
  nameSuffix?: string;
  /** Names of the Secrets that it generates from files or literals. */
  generatedSecrets: string[];
  /** Paths of files that it names elsewhere, as in patches and generators. */
  otherFiles: string[];
}

/**
 * Reads a kustomization file.
 *
 * @public
 */
export function readKustomization(text: string, path: string): Kustomization {
  const objects = readYamlObjects(text, path);
  if (objects.length > 1) {
    throw new InputError(`${path} holds more than one kustomization`);
  }
  const value: JsonObject = objects[0]?.value ?? {};
  const generators = Array.isArray(value.secretGenerator)
    ? value.secretGenerator
    : [];
  return {
    resources: texts(value.resources),
    bases: texts(value.bases),
    components: texts(value.components),
    ...textOf(value, 'namespace'),
    ...textOf(value, 'namePrefix'),
    ...textOf(value, 'nameSuffix'),
    generatedSecrets: generators
      .map(generator => isJsonObject(generator) && generator.name)
      .filter((name): name is string => typeof name === 'string'),
    otherFiles: otherFiles(value),
  };
}

/** @public */
export interface AddResourceOptions {
  path: string;
  entry: string;
  /** The entry to stand behind; by default the last. */
  after?: string;
}

/**
 * Adds an entry to `resources`; one that is there is left as it is.
 *
 * @public
 */
export function addResource(text: string, options: AddResourceOptions): string {
  const { path, entry } = options;
  const { resources } = readKustomization(text, path);
  if (findEntry(resources, entry) !== undefined) {
    return text;
  }
  const after =
    options.after === undefined
      ? undefined
      : findEntry(resources, options.after);
  return editSequence(text, {
    path,
    key: 'resources',
    edit: { kind: 'insert', entry, after },
  });
}

/**
 * Takes an entry out of `resources` or `bases`, with its line.
 *
 * @public
 */
export function removeResource(
  text: string,
  options: { path: string; entry: string },
): string {
  const { path, entry } = options;
  const { key, index } = locateEntry(text, path, entry);
  return editSequence(text, { path, key, edit: { kind: 'remove', index } });
}

/**
 * Puts another entry in the place of one of `resources` or `bases`.
 *
 * @public
 */
export function replaceResource(
  text: string,
  options: { path: string; entry: string; by: string },
): string {
  const { path, entry, by } = options;
  const { key, index } = locateEntry(text, path, entry);
  const { resources } = readKustomization(text, path);
  if (findEntry(resources, by) !== undefined) {
    return removeResource(text, { path, entry });
  }
  return editSequence(text, {
    path,
    key,
    edit: { kind: 'replace', index, entry: by },
  });
}

/** Index of an entry that means the same path. */
function findEntry(entries: string[], entry: string): number | undefined {
  const wanted = normalized(entry);
  const index = entries.findIndex(each => normalized(each) === wanted);
  return index === -1 ? undefined : index;
}

function locateEntry(text: string, path: string, entry: string) {
  const kustomization = readKustomization(text, path);
  for (const key of ['resources', 'bases'] as const) {
    const index = findEntry(kustomization[key], entry);
    if (index !== undefined) {
      return { key, index };
    }
  }
  throw new InputError(`${path} does not list ${entry}`);
}

function normalized(entry: string): string {
  return posix.normalize(entry).replace(/\/$/, '');
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : [];
}

function textOf<K extends string>(
  value: JsonObject,
  key: K,
): { [key in K]?: string } {
  const text = value[key];
  return (typeof text === 'string' && text !== '' ? { [key]: text } : {}) as {
    [key in K]?: string;
  };
}

function otherFiles(value: JsonObject): string[] {
  const files = texts(value.patchesStrategicMerge);
  for (const key of ['patches', 'patchesJson6902', 'replacements']) {
    const list = value[key];
    for (const entry of Array.isArray(list) ? list : []) {
      if (isJsonObject(entry) && typeof entry.path === 'string') {
        files.push(entry.path);
      }
    }
  }
  for (const key of ['secretGenerator', 'configMapGenerator']) {
    const list = value[key];
    for (const entry of Array.isArray(list) ? list : []) {
      if (isJsonObject(entry)) {
        const named = [...texts(entry.files), ...texts(entry.envs)];
        files.push(...named.map(each => each.replace(/^[^=]*=/, '')));
      }
    }
  }
  return files;
}
