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

import { isRecord, JsonRecord } from '../json/isRecord';
import { listSchemaOf } from './listSchema';

const DIRECTIVE =
  /^\$(patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/;

/**
 * The merge that `kubectl apply` and `kubectl edit` ask for on built-in kinds:
 * lists of named things merge by their key, with `$patch`, `$retainKeys`,
 * `$setElementOrder` and `$deleteFromPrimitiveList` honoured.
 */
export function strategicMergePatch(
  target: unknown,
  patch: unknown,
  path: string[] = [],
): unknown {
  if (!isRecord(patch)) {
    return patch;
  }
  if (patch.$patch === 'delete') {
    return undefined;
  }
  if (patch.$patch === 'replace') {
    return withoutDirectives(patch);
  }
  const result: JsonRecord = isRecord(target) ? { ...target } : {};
  retainKeys(result, patch.$retainKeys);
  for (const [field, value] of Object.entries(patch)) {
    if (DIRECTIVE.test(field)) {
      continue;
    }
    if (value === null) {
      delete result[field];
    } else if (Array.isArray(value)) {
      result[field] = mergeList(result[field], value, [...path, field]);
    } else {
      const merged = strategicMergePatch(result[field], value, [
        ...path,
        field,
      ]);
      if (merged === undefined) {
        delete result[field];
      } else {
        result[field] = merged;
      }
    }
  }
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$deleteFromPrimitiveList/') && Array.isArray(value)) {
      const name = field.slice(field.indexOf('/') + 1);
      const list = result[name];
      if (Array.isArray(list)) {
        result[name] = list.filter(item => !value.includes(item));
      }
    }
    if (field.startsWith('$setElementOrder/') && Array.isArray(value)) {
      const name = field.slice(field.indexOf('/') + 1);
      result[name] = inOrder(result[name], value, [...path, name]);
    }
  }
  return result;
}

function mergeList(
  target: unknown,
  patch: unknown[],
  path: string[],
): unknown[] {
  const schema = listSchemaOf(path, false);
  const replaces = patch.some(
    item => isRecord(item) && item.$patch === 'replace',
  );
  const items = patch.filter(
    item => !(isRecord(item) && item.$patch === 'replace'),
  );
  if (schema.type === 'set' && Array.isArray(target)) {
    return [...target, ...items.filter(item => !target.includes(item))];
  }
  if (schema.type !== 'map' || replaces || !Array.isArray(target)) {
    return items.map(withoutDirectives).filter(item => item !== undefined);
  }
  const key = schema.keys[0];
  const result: unknown[] = [...target];
  for (const item of items) {
    if (!isRecord(item)) {
      continue;
    }
    const index = result.findIndex(
      other => isRecord(other) && other[key] === item[key],
    );
    const merged = strategicMergePatch(result[index], item, [...path, '[]']);
    if (merged === undefined) {
      if (index >= 0) {
        result.splice(index, 1);
      }
    } else if (index >= 0) {
      result[index] = merged;
    } else {
      result.push(merged);
    }
  }
  return result;
}

function inOrder(list: unknown, order: unknown[], path: string[]): unknown {
  if (!Array.isArray(list)) {
    return list;
  }
  const schema = listSchemaOf(path, false);
  const key = schema.type === 'map' ? schema.keys[0] : undefined;
  const rank = (item: unknown): number => {
    const found = order.findIndex(wanted =>
      key && isRecord(wanted) && isRecord(item)
        ? wanted[key] === item[key]
        : wanted === item,
    );
    return found < 0 ? order.length : found;
  };
  return [...list].sort((a, b) => rank(a) - rank(b));
}

function retainKeys(target: JsonRecord, keys: unknown): void {
  if (Array.isArray(keys)) {
    for (const field of Object.keys(target)) {
      if (!keys.includes(field)) {
        delete target[field];
      }
    }
  }
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDirectives).filter(item => item !== undefined);
  }
  if (!isRecord(value)) {
    return value;
  }
  if (value.$patch === 'delete') {
    return undefined;
  }
  const result: JsonRecord = {};
  for (const [field, child] of Object.entries(value)) {
    if (!DIRECTIVE.test(field) && child !== null) {
      result[field] = withoutDirectives(child);
    }
  }
  return result;
}
