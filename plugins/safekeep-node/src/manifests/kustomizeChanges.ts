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
import { parse } from 'yaml';
import { joinPath } from './resolveKustomization';
import {
  isJsonObject,
  mappings,
  ObjectPosition,
  parseDocuments,
  documentValue,
  readYamlObjects,
  valueAt,
} from './yaml/readYaml';
import { lineOfValue } from './yaml/replaceInScalars';

type PatchList = 'patches' | 'patchesStrategicMerge' | 'patchesJson6902';

/** A change that a kustomization makes to an object, as far as it is told by the files. */
export interface KustomizePatch {
  kustomization: string;
  list: PatchList;
  index: number;
  /** In the kustomization, from 1. */
  line: number;
  /** What stands in the list. */
  entry: JsonValue;
  /** The file that holds it; undefined where it stands in the kustomization. */
  file?: string;
  /** The object in that file. */
  position?: ObjectPosition;
  target?: JsonObject;
  /** A part of the object, or operations on it (RFC 6902). */
  content: JsonObject | JsonObject[];
}

/** An entry of a kustomization's `replicas`. */
export interface KustomizeReplicas {
  kustomization: string;
  index: number;
  line: number;
  name: string;
  count: number;
}

/** What kustomizations change in objects. */
export interface KustomizeChanges {
  /** The innermost first, as kustomize applies them. */
  patches: KustomizePatch[];
  replicas: KustomizeReplicas[];
  /** Name of an image without tag to what takes its place. */
  images: {
    name: string;
    newName?: string;
    newTag?: string;
    digest?: string;
  }[];
}

/** @param kustomizations - their paths, the outermost first */
export function readKustomizeChanges(
  files: ReadonlyMap<string, string>,
  kustomizations: string[],
): KustomizeChanges {
  const changes: KustomizeChanges = { patches: [], replicas: [], images: [] };
  for (const path of [...kustomizations].reverse()) {
    const text = files.get(path) ?? '';
    const [object] = readYamlObjects(text, path);
    if (!object) {
      continue;
    }
    const { value, position } = object;
    const lineAt = (list: string, index: number) =>
      lineOfValue(text, { path, position, at: [list, index] }) ?? object.line;
    const lists: PatchList[] = [
      'patchesStrategicMerge',
      'patches',
      'patchesJson6902',
    ];
    for (const list of lists) {
      const entries = Array.isArray(value[list]) ? value[list] : [];
      for (const [index, entry] of entries.entries()) {
        const at = { kustomization: path, list, index, entry };
        const line = lineAt(list, index);
        changes.patches.push(...readEntry(files, { ...at, line }));
      }
    }
    for (const [index, entry] of mappings(value.replicas).entries()) {
      if (typeof entry.name === 'string' && typeof entry.count === 'number') {
        changes.replicas.push({
          kustomization: path,
          index,
          line: lineAt('replicas', index),
          name: entry.name,
          count: entry.count,
        });
      }
    }
    changes.images.push(...(mappings(value.images) as never[]));
  }
  return changes;
}

function readEntry(
  files: ReadonlyMap<string, string>,
  at: Pick<
    KustomizePatch,
    'kustomization' | 'list' | 'index' | 'line' | 'entry'
  >,
): KustomizePatch[] {
  const { entry, kustomization } = at;
  const target = valueAt(entry, 'target');
  const common = { ...at, ...(isJsonObject(target) && { target }) };
  const inline =
    typeof entry === 'string' && entry.includes('\n')
      ? entry
      : valueAt(entry, 'patch');
  if (typeof inline === 'string') {
    let content: JsonValue;
    try {
      content = parse(inline) as JsonValue;
    } catch {
      throw new InputError(
        `${kustomization}, line ${at.line}: the patch is not valid YAML`,
      );
    }
    return contentOf(content).map(each => ({ ...common, content: each }));
  }
  const named = typeof entry === 'string' ? entry : valueAt(entry, 'path');
  if (typeof named !== 'string') {
    return [];
  }
  const file = joinPath(posix.dirname(kustomization), named);
  const text = files.get(file);
  if (text === undefined) {
    // Of another folder, or missing: whether it matters is not known.
    return [{ ...common, file, content: {} }];
  }
  return parseDocuments(text, file).flatMap((document, index) =>
    contentOf(documentValue(document, file)).map(content => ({
      ...common,
      file,
      position: { document: index },
      content,
    })),
  );
}

function contentOf(value: JsonValue): (JsonObject | JsonObject[])[] {
  if (Array.isArray(value)) {
    return [mappings(value)];
  }
  return isJsonObject(value) ? [value] : [];
}

/** Whether a patch changes an object; `unclear` where it chooses by labels. */
export function patchTargets(
  patch: KustomizePatch,
  { kind, name }: { kind: string; name: string },
): boolean | 'unclear' {
  const { target, content } = patch;
  if (!target) {
    return (
      !Array.isArray(content) &&
      content.kind === kind &&
      valueAt(content, 'metadata', 'name') === name
    );
  }
  const fits = (pattern: JsonValue | undefined, value: string) =>
    typeof pattern !== 'string' || pattern === '' || isMatch(pattern, value);
  if (!fits(target.kind, kind) || !fits(target.name, name)) {
    return false;
  }
  return target.labelSelector || target.annotationSelector ? 'unclear' : true;
}

function isMatch(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return pattern === value;
  }
}

/**
 * An object as the kustomizations make it, as far as its own fields go.
 *
 * @throws InputError where what becomes of it cannot be told, with file and line
 */
export function applyKustomizeChanges(
  object: { kind: string; name: string; value: JsonObject },
  { patches, replicas, images }: KustomizeChanges,
): JsonObject {
  let { value } = object;
  for (const patch of patches) {
    const place = `${patch.kustomization}, line ${patch.line}`;
    switch (patchTargets(patch, object)) {
      case 'unclear':
        throw new InputError(
          `${place}: a patch chooses by labels or annotations, so that whether it changes ${object.kind} ${object.name} is not told by the files: name it in the patch’s target`,
        );
      case true:
        value = Array.isArray(patch.content)
          ? patch.content.reduce(
              (before, operation) => operate(before, operation, place),
              value,
            )
          : (merge(value, patch.content, place) as JsonObject);
        break;
      default:
    }
  }
  for (const { name, count } of replicas) {
    if (
      name === object.name &&
      ['Deployment', 'StatefulSet'].includes(object.kind)
    ) {
      value = {
        ...value,
        spec: { ...(value.spec as JsonObject), replicas: count },
      };
    }
  }
  return images.length > 0 ? withImages(value, images) : value;
}

/** By which key a list's entries are the same one, as in the API's patchMergeKey. */
const MERGE_KEYS: Record<string, string[]> = {
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
};

/** A strategic merge, for the fields that workloads have. */
function merge(
  before: JsonValue | undefined,
  patch: JsonValue,
  place: string,
  field = '',
): JsonValue {
  if (isJsonObject(patch)) {
    if (Object.keys(patch).some(key => key.startsWith('$'))) {
      throw new InputError(
        `${place}: the patch has a directive ($patch or the like): what comes of it cannot be told here. Write the workload’s own fields instead`,
      );
    }
    const merged: JsonObject = isJsonObject(before) ? { ...before } : {};
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) {
        delete merged[key];
      } else if (value !== undefined) {
        merged[key] = merge(merged[key], value, place, key);
      }
    }
    return merged;
  }
  const keys = MERGE_KEYS[field] ?? ['name'];
  if (
    Array.isArray(patch) &&
    Array.isArray(before) &&
    patch.every(each => keys.some(key => valueAt(each, key) !== undefined))
  ) {
    const list = [...before];
    for (const each of patch) {
      const key = keys.find(name => valueAt(each, name) !== undefined)!;
      const index = list.findIndex(
        other => valueAt(other, key) === valueAt(each, key),
      );
      if (index === -1) {
        list.push(merge(undefined, each, place));
      } else {
        list[index] = merge(list[index], each, place);
      }
    }
    return list;
  }
  return patch;
}

/** One operation of RFC 6902. */
function operate(
  value: JsonObject,
  operation: JsonObject,
  place: string,
): JsonObject {
  const { op, path } = operation;
  const steps =
    typeof path === 'string'
      ? path
          .split('/')
          .slice(1)
          .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'))
      : [];
  if (
    steps.length === 0 ||
    !['add', 'replace', 'remove'].includes(String(op))
  ) {
    if (op === 'test') {
      return value;
    }
    throw new InputError(
      `${place}: the patch has an operation ${JSON.stringify(
        op ?? null,
      )} whose outcome cannot be told here`,
    );
  }
  const copy = structuredClone(value);
  let target: JsonValue | undefined = copy;
  for (const step of steps.slice(0, -1)) {
    if (Array.isArray(target)) {
      target = target[Number(step)];
    } else {
      target = isJsonObject(target) ? target[step] : undefined;
    }
  }
  const last = steps.at(-1)!;
  if (Array.isArray(target)) {
    const index = last === '-' ? target.length : Number(last);
    const added = op === 'remove' ? [] : [operation.value as JsonValue];
    target.splice(index, op === 'add' ? 0 : 1, ...added);
  } else if (isJsonObject(target)) {
    if (op === 'remove') {
      delete target[last];
    } else {
      target[last] = operation.value;
    }
  } else {
    throw new InputError(
      `${place}: the patch changes ${String(path)}, which is not there`,
    );
  }
  return copy;
}

function withImages(
  value: JsonObject,
  images: KustomizeChanges['images'],
): JsonObject {
  const change = (image: string): string => {
    const match = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(image);
    const found = images.find(({ name }) => name === match?.[1]);
    if (!match || !found) {
      return image;
    }
    const name = found.newName ?? match[1];
    if (found.digest) {
      return `${name}@${found.digest}`;
    }
    const tag = found.newTag ?? match[2];
    return tag ? `${name}:${tag}` : name;
  };
  const walk = (node: JsonValue): JsonValue => {
    if (Array.isArray(node)) {
      return node.map(walk);
    }
    return isJsonObject(node)
      ? Object.fromEntries(
          Object.entries(node).map(([key, each]) => [
            key,
            key === 'image' && typeof each === 'string'
              ? change(each)
              : walk(each as JsonValue),
          ]),
        )
      : node;
  };
  return walk(value) as JsonObject;
}
