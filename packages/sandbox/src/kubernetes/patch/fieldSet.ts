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
import { itemKey, listSchemaOf } from './listSchema';

/**
 * Fields as paths of pieces joined by a separator that no name holds. A piece
 * that starts with `[` is the key of a list item.
 */
export type FieldPath = string;

const SEPARATOR = '\u0000';

export function fieldPath(pieces: string[]): FieldPath {
  return pieces.join(SEPARATOR);
}

export function piecesOf(path: FieldPath): string[] {
  return path.split(SEPARATOR);
}

/** An empty record is a leaf too, until somebody writes into it. */
export function hasFieldsBelow(
  path: FieldPath,
  paths: Iterable<FieldPath>,
): boolean {
  for (const other of paths) {
    if (other.startsWith(`${path}${SEPARATOR}`)) {
      return true;
    }
  }
  return false;
}

/** `.spec.template.spec.containers[name="app"].image`, as conflicts name it. */
export function readablePath(path: FieldPath): string {
  return piecesOf(path)
    .map(piece => (piece.startsWith('[') ? piece : `.${piece}`))
    .join('');
}

/** Fields that identify an object: nobody owns them. */
const UNOWNED = new Set(
  [
    ['apiVersion'],
    ['kind'],
    ['metadata', 'name'],
    ['metadata', 'namespace'],
    ['metadata', 'uid'],
    ['metadata', 'resourceVersion'],
    ['metadata', 'generation'],
    ['metadata', 'creationTimestamp'],
    ['metadata', 'managedFields'],
  ].map(fieldPath),
);

/** Every leaf of an object with its value; the item of a keyed list is one too. */
export function leavesOf(
  object: JsonRecord,
  custom: boolean,
): Map<FieldPath, unknown> {
  const leaves = new Map<FieldPath, unknown>();
  collect(object, [], [], custom, leaves);
  for (const path of UNOWNED) {
    leaves.delete(path);
  }
  return leaves;
}

function collect(
  value: unknown,
  pieces: string[],
  fields: string[],
  custom: boolean,
  leaves: Map<FieldPath, unknown>,
): void {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [field, child] of Object.entries(value)) {
      collect(child, [...pieces, field], [...fields, field], custom, leaves);
    }
    return;
  }
  if (Array.isArray(value)) {
    const schema = listSchemaOf(fields, custom);
    if (schema.type === 'map' && value.every(isRecord)) {
      for (const item of value) {
        const key = itemKey(item, schema.keys);
        leaves.set(fieldPath([...pieces, key]), key);
        collect(item, [...pieces, key], [...fields, '[]'], custom, leaves);
      }
      return;
    }
    if (schema.type === 'set') {
      for (const item of value) {
        leaves.set(fieldPath([...pieces, `[=${JSON.stringify(item)}]`]), item);
      }
      return;
    }
  }
  leaves.set(fieldPath(pieces), value);
}

/** Leaves that differ from one object to the next, the gone ones included. */
export function changedLeaves(
  before: Map<FieldPath, unknown>,
  after: Map<FieldPath, unknown>,
): { changed: FieldPath[]; gone: FieldPath[] } {
  const changed = [...after.keys()].filter(
    path =>
      !before.has(path) ||
      !isDeepStrictEqual(before.get(path), after.get(path)),
  );
  const gone = [...before.keys()].filter(path => !after.has(path));
  return { changed, gone };
}
