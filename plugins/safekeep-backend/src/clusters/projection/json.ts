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

/**
 * Readers of JSON of which nothing is certain. What is absent or of another
 * type than asked for reads as absent.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

const NOTHING: JsonRecord = Object.freeze({});

export function record(value: unknown, ...path: string[]): JsonRecord {
  let current: unknown = value;
  for (const key of path) {
    current = record(current)[key];
  }
  return typeof current === 'object' &&
    current !== null &&
    !Array.isArray(current)
    ? (current as JsonRecord)
    : NOTHING;
}

export function list(value: unknown, key: string): unknown[] {
  const found = record(value)[key];
  return Array.isArray(found) ? found : [];
}

/** The entries of a list that are text. */
export function strings(value: unknown, key: string): string[] {
  return list(value, key).filter(
    (entry): entry is string => typeof entry === 'string',
  );
}

export function text(value: unknown, key: string): string | undefined {
  const found = record(value)[key];
  return typeof found === 'string' ? found : undefined;
}

export function count(value: unknown, key: string): number | undefined {
  const found = record(value)[key];
  return typeof found === 'number' && Number.isFinite(found)
    ? found
    : undefined;
}

/** The names as they come, each once. */
export function distinct(names: Iterable<string | undefined>): string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (name !== undefined) {
      found.add(name);
    }
  }
  return [...found];
}

/** The entries of a mapping that are text. */
export function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** A name and a namespace: what every object of a namespace has. */
export function placeOf(
  object: unknown,
): { namespace: string; name: string } | undefined {
  const metadata = record(object, 'metadata');
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  return name === undefined || namespace === undefined
    ? undefined
    : { namespace, name };
}

/** A time as ISO 8601; undefined for what is none. */
export function time(value: unknown, key: string): string | undefined {
  const written = text(value, key);
  const parsed = written === undefined ? NaN : Date.parse(written);
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}

/** The condition of this type in a status, where it is so. */
export function findCondition(
  status: unknown,
  type: string,
  value: 'True' | 'False',
): unknown {
  return list(status, 'conditions').find(
    condition =>
      text(condition, 'type') === type && text(condition, 'status') === value,
  );
}

/** Whether a status has a condition of this type that is so. */
export function hasCondition(
  status: unknown,
  type: string,
  value: 'True' | 'False',
): boolean {
  return findCondition(status, type, value) !== undefined;
}

/** Without the entries that are undefined: rows are kept small. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as T;
}
