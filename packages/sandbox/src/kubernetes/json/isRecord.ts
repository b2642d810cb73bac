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

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record at a path of fields, or an empty one where there is none. */
export function recordAt(value: unknown, ...path: string[]): JsonRecord {
  let current: unknown = value;
  for (const field of path) {
    current = isRecord(current) ? current[field] : undefined;
  }
  return isRecord(current) ? current : {};
}

/** The records of the list at a path of fields. */
export function recordsAt(value: unknown, ...path: string[]): JsonRecord[] {
  const list = recordAt(value, ...path.slice(0, -1))[path[path.length - 1]];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
