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
import type { JsonObject, JsonValue } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import { isObject } from './yaml';

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  op: string;
  path: string;
  from?: string;
  value?: JsonValue;
}

/** Applies a JSON patch to a copy of a value. */
export function applyJsonPatch(
  value: JsonObject,
  operations: JsonPatchOperation[],
  where: string,
): JsonValue {
  const root: JsonObject = { document: structuredClone(value) };
  for (const operation of operations) {
    try {
      applyOperation(root, operation);
    } catch (error) {
      throw new InputError(
        `${where}: ${operation.op} at "${operation.path}" can't be applied: ${
          (error as Error).message
        }`,
      );
    }
  }
  return root.document!;
}

function applyOperation(root: JsonObject, operation: JsonPatchOperation): void {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case 'add':
      add(root, path, operation.value ?? null);
      break;
    case 'remove':
      remove(root, path);
      break;
    case 'replace':
      remove(root, path);
      add(root, path, operation.value ?? null);
      break;
    case 'copy':
      add(root, path, structuredClone(get(root, parsePointer(operation.from))));
      break;
    case 'move': {
      const from = parsePointer(operation.from);
      const moved = get(root, from);
      remove(root, from);
      add(root, path, moved);
      break;
    }
    case 'test':
      if (!isDeepStrictEqual(get(root, path), operation.value ?? null)) {
        throw new Error('the value there is another one');
      }
      break;
    default:
      throw new Error('there is no such operation');
  }
}

function parsePointer(pointer: string | undefined): string[] {
  if (pointer === undefined || (pointer !== '' && !pointer.startsWith('/'))) {
    throw new Error('the path must begin with /');
  }
  const parts = pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (parts.some(part => part === '__proto__')) {
    throw new Error('there is nothing at this path');
  }
  return ['document', ...parts];
}

function get(root: JsonValue, path: string[]): JsonValue {
  let value: JsonValue | undefined = root;
  for (const part of path) {
    if (Array.isArray(value)) {
      value = value[index(part, value.length - 1)];
    } else {
      value =
        isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }
    if (value === undefined) {
      throw new Error('there is nothing at this path');
    }
  }
  return value;
}

function add(root: JsonObject, path: string[], value: JsonValue): void {
  const parent = get(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (Array.isArray(parent)) {
    const at = last === '-' ? parent.length : index(last, parent.length);
    parent.splice(at, 0, value);
  } else if (isObject(parent)) {
    parent[last] = value;
  } else {
    throw new Error('its parent is neither a mapping nor a list');
  }
}

function remove(root: JsonObject, path: string[]): void {
  get(root, path);
  const parent = get(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (Array.isArray(parent)) {
    parent.splice(index(last, parent.length - 1), 1);
  } else {
    delete (parent as JsonObject)[last];
  }
}

function index(part: string, most: number): number {
  const number = /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1;
  if (number < 0 || number > most) {
    throw new Error(`the list has no item ${part}`);
  }
  return number;
}
