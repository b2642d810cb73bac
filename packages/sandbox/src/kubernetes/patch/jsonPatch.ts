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
import { isRecord } from '../json/isRecord';
import { ApiStatusError } from '../status/ApiStatusError';
import { badRequest } from '../status/refusals';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** RFC 6902. The target is not changed. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    );
  }
  let document = structuredClone(target);
  for (const entry of patch) {
    document = applyOperation(document, readOperation(entry));
  }
  return document;
}

function readOperation(entry: unknown): Operation {
  if (
    !isRecord(entry) ||
    typeof entry.op !== 'string' ||
    typeof entry.path !== 'string'
  ) {
    throw badRequest('Unexpected kind: an operation needs "op" and "path"');
  }
  return {
    op: entry.op,
    path: entry.path,
    from: typeof entry.from === 'string' ? entry.from : undefined,
    value: entry.value,
  };
}

function applyOperation(document: unknown, operation: Operation): unknown {
  const { op, path, from, value } = operation;
  switch (op) {
    case 'add':
      return add(document, path, value);
    case 'remove':
      return remove(document, path, op);
    case 'replace':
      read(document, path, op);
      return add(remove(document, path, op), path, value);
    case 'move': {
      const moved = read(document, from ?? '', op);
      return add(remove(document, from ?? '', op), path, moved);
    }
    case 'copy':
      return add(
        document,
        path,
        structuredClone(read(document, from ?? '', op)),
      );
    case 'test':
      if (!isDeepStrictEqual(read(document, path, op), value)) {
        throw unprocessable(`testing value ${path} failed: test failed`);
      }
      return document;
    default:
      throw badRequest(`Unexpected kind: ${op}`);
  }
}

function tokens(path: string): string[] {
  if (path === '') {
    return [];
  }
  return path
    .slice(1)
    .split('/')
    .map(token => token.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function missing(op: string, path: string): ApiStatusError {
  return unprocessable(
    `${op} operation does not apply: doc is missing path: ${path}: missing value`,
  );
}

function unprocessable(why: string): ApiStatusError {
  return new ApiStatusError({
    code: 422,
    reason: 'Invalid',
    message: `the server rejected our request due to an error in our request: ${why}`,
  });
}

function read(document: unknown, path: string, op: string): unknown {
  let current = document;
  for (const token of tokens(path)) {
    if (Array.isArray(current)) {
      current = current[Number(token)];
    } else if (isRecord(current)) {
      current = current[token];
    } else {
      current = undefined;
    }
    if (current === undefined) {
      throw missing(op, path);
    }
  }
  return current;
}

function add(document: unknown, path: string, value: unknown): unknown {
  const all = tokens(path);
  if (all.length === 0) {
    return value;
  }
  const last = all[all.length - 1];
  const parent = read(document, path.slice(0, path.lastIndexOf('/')), 'add');
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) {
      throw missing('add', path);
    }
    parent.splice(index, 0, value);
  } else if (isRecord(parent)) {
    parent[last] = value;
  } else {
    throw missing('add', path);
  }
  return document;
}

function remove(document: unknown, path: string, op: string): unknown {
  read(document, path, op);
  const all = tokens(path);
  const last = all[all.length - 1];
  const parent = read(document, path.slice(0, path.lastIndexOf('/')), op);
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else if (isRecord(parent)) {
    delete parent[last];
  }
  return document;
}
