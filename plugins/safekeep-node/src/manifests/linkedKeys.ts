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

/** Keys that by convention hold the password of one database role. */
const DATABASE_PASSWORD_KEYS = [
  'POSTGRES_PASSWORD',
  'DB_PASSWORD',
  'PGPASSWORD',
  'DATABASE_PASSWORD',
];

/**
 * Groups of keys whose values are equal; keys without an equal are in none.
 * Empty values are not one value that is used twice.
 *
 * @public
 */
export function findEqualValues(values: Map<string, Uint8Array>): string[][] {
  const groups: string[][] = [];
  for (const [key, value] of values) {
    if (value.length === 0) {
      continue;
    }
    const group = groups.find(
      ([first]) => Buffer.compare(values.get(first)!, value) === 0,
    );
    if (group) {
      group.push(key);
    } else {
      groups.push([key]);
    }
  }
  return groups.filter(group => group.length > 1);
}

/**
 * The groups of keys that change together: those recorded, or where nothing is
 * recorded the keys that by convention hold a database's password.
 *
 * @public
 */
export function linkedKeyGroups(
  keys: string[],
  recorded: string[][] | undefined,
): string[][] {
  const groups = recorded ?? [DATABASE_PASSWORD_KEYS];
  return groups
    .map(group => group.filter(key => keys.includes(key)))
    .filter(group => group.length > 1);
}

/**
 * The groups after some keys got new values: a key that was sealed anew leaves
 * its group unless the whole group got the same value, and equal new values
 * form a group.
 */
export function relinkKeys(
  recorded: string[][],
  values: Map<string, Uint8Array>,
): string[][] {
  const kept = recorded
    .map(group => group.filter(key => !values.has(key)))
    .filter(group => group.length > 1);
  return [...kept, ...findEqualValues(values)];
}
