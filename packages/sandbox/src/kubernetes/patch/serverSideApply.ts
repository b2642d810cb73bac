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

import { isDeepStrictEqual } from 'node:util';
import { isRecord, JsonRecord } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ApiStatusError } from '../status/ApiStatusError';
import { FieldOwnership } from './FieldOwnership';
import {
  FieldPath,
  hasFieldsBelow,
  leavesOf,
  piecesOf,
  readablePath,
} from './fieldSet';
import { itemKey, listSchemaOf } from './listSchema';

export interface ApplyOptions {
  manager: string;
  force: boolean;
  custom: boolean;
  ownership: FieldOwnership;
}

/**
 * Merges what a manager applies into the live object, and takes away what the
 * same manager applied before, names no longer and nobody else owns.
 */
export function serverSideApply(
  live: KubernetesObject,
  applied: JsonRecord,
  options: ApplyOptions,
): KubernetesObject {
  const { manager, force, custom, ownership } = options;
  const uid = live.metadata.uid ?? '';
  const wanted = leavesOf(applied, custom);
  const present = leavesOf(live, custom);
  const conflicts: Array<{ path: FieldPath; owners: string[] }> = [];
  for (const [path, value] of wanted) {
    if (present.has(path) && !isDeepStrictEqual(present.get(path), value)) {
      const owners = ownership.otherOwners(uid, manager, path);
      if (owners.length > 0) {
        conflicts.push({ path, owners });
      }
    }
  }
  if (conflicts.length > 0 && !force) {
    throw applyConflict(conflicts);
  }

  const result = mergeApplied(live, applied, [], custom) as KubernetesObject;
  for (const path of ownership.appliedBy(uid, manager)) {
    if (
      !wanted.has(path) &&
      !hasFieldsBelow(path, wanted.keys()) &&
      ownership.otherOwners(uid, manager, path).length === 0 &&
      !ownership.othersOwnBelow(uid, manager, path)
    ) {
      removeField(result, piecesOf(path), [], custom);
    }
  }
  for (const { path } of conflicts) {
    ownership.take(uid, manager, path);
  }
  return result;
}

function mergeApplied(
  live: unknown,
  applied: unknown,
  fields: string[],
  custom: boolean,
): unknown {
  if (isRecord(applied)) {
    const result: JsonRecord = isRecord(live) ? { ...live } : {};
    for (const [field, value] of Object.entries(applied)) {
      if (value !== null) {
        result[field] = mergeApplied(
          result[field],
          value,
          [...fields, field],
          custom,
        );
      }
    }
    return result;
  }
  if (Array.isArray(applied)) {
    return mergeAppliedList(live, applied, fields, custom);
  }
  return applied;
}

function mergeAppliedList(
  live: unknown,
  applied: unknown[],
  fields: string[],
  custom: boolean,
): unknown[] {
  const schema = listSchemaOf(fields, custom);
  const present = Array.isArray(live) ? live : [];
  if (schema.type === 'set') {
    return [...present, ...applied.filter(item => !present.includes(item))];
  }
  if (schema.type === 'atomic' || !applied.every(isRecord)) {
    return structuredClone(applied);
  }
  const keyOf = (item: unknown) =>
    isRecord(item) ? itemKey(item, schema.keys) : undefined;
  const used = new Set<unknown>();
  const merged = applied.map(item => {
    const match = present.find(other => keyOf(other) === keyOf(item));
    used.add(match);
    return mergeApplied(match, item, [...fields, '[]'], custom);
  });
  return [...merged, ...present.filter(item => !used.has(item))];
}

/** Removes a field and the containers that it leaves empty. */
function removeField(
  parent: JsonRecord,
  pieces: string[],
  fields: string[],
  custom: boolean,
): void {
  const [piece, next, ...rest] = pieces;
  const child = parent[piece];
  if (next === undefined) {
    delete parent[piece];
    return;
  }
  const path = [...fields, piece];
  if (next.startsWith('[') && Array.isArray(child)) {
    const list = [...child];
    const index = list.findIndex(item => matchesKey(item, next, path, custom));
    if (index < 0) {
      return;
    }
    if (rest.length === 0) {
      list.splice(index, 1);
    } else if (isRecord(list[index])) {
      const item = { ...(list[index] as JsonRecord) };
      removeField(item, rest, [...path, '[]'], custom);
      list[index] = item;
    }
    parent[piece] = list;
    if (list.length === 0) {
      delete parent[piece];
    }
  } else if (isRecord(child)) {
    const copy = { ...child };
    removeField(copy, [next, ...rest], path, custom);
    parent[piece] = copy;
    if (Object.keys(copy).length === 0) {
      delete parent[piece];
    }
  }
}

function matchesKey(
  item: unknown,
  key: string,
  fields: string[],
  custom: boolean,
): boolean {
  const schema = listSchemaOf(fields, custom);
  if (schema.type === 'map' && isRecord(item)) {
    return itemKey(item, schema.keys) === key;
  }
  return `[=${JSON.stringify(item)}]` === key;
}

function applyConflict(
  conflicts: Array<{ path: FieldPath; owners: string[] }>,
): ApiStatusError {
  const causes = conflicts.map(({ path, owners }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${owners.map(owner => `"${owner}"`).join(', ')}`,
    field: readablePath(path),
  }));
  const count = conflicts.length;
  const list = causes
    .map(cause => `${cause.message}: ${cause.field}`)
    .join('\n');
  return new ApiStatusError({
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${count} conflict${
      count === 1 ? '' : 's'
    }: ${list}`,
    details: { causes },
  });
}
