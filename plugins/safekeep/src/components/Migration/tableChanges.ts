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

import {
  DatabaseSnapshot,
  SnapshotTable,
} from '@safekeep/backstage-plugin-safekeep-common';

/**
 * What became of a table that a snapshot names. `not-told`: the other snapshot
 * has no room for its name, which is not the same as that it is gone.
 */
export type TableChange =
  | 'same'
  | 'same-count'
  | 'more'
  | 'fewer'
  | 'altered'
  | 'gone'
  | 'new'
  | 'not-told';

/** A table before and after; a count is absent where it is not told. */
export interface TableComparison {
  database: string;
  schema: string;
  name: string;
  before?: number;
  after?: number;
  change: TableChange;
}

const WORST_FIRST: TableChange[] = [
  'gone',
  'fewer',
  'altered',
  'not-told',
  'new',
  'more',
  'same-count',
  'same',
];

function keyOf({ database, schema, name }: SnapshotTable): string {
  return JSON.stringify([database, schema, name]);
}

function changeOf(before: SnapshotTable, after: SnapshotTable): TableChange {
  if (after.rows !== before.rows) {
    return after.rows < before.rows ? 'fewer' : 'more';
  }
  if (before.checksum === undefined || after.checksum === undefined) {
    return 'same-count';
  }
  return before.checksum === after.checksum ? 'same' : 'altered';
}

/** Every table that either snapshot names, what changed before what did not. */
export function tableChanges(
  before: DatabaseSnapshot,
  after: DatabaseSnapshot,
): TableComparison[] {
  const later = new Map(after.tables.map(table => [keyOf(table), table]));
  const earlier = new Set(before.tables.map(keyOf));
  const compared: TableComparison[] = before.tables.map(table => {
    const { database, schema, name, rows } = table;
    const found = later.get(keyOf(table));
    const unseen = after.more > 0 ? 'not-told' : 'gone';
    return {
      database,
      schema,
      name,
      before: rows,
      ...(found && { after: found.rows }),
      change: found ? changeOf(table, found) : unseen,
    };
  });
  for (const table of after.tables) {
    if (!earlier.has(keyOf(table))) {
      const { database, schema, name, rows } = table;
      const change = before.more > 0 ? 'not-told' : 'new';
      compared.push({ database, schema, name, after: rows, change });
    }
  }
  return compared.sort(
    (a, b) => WORST_FIRST.indexOf(a.change) - WORST_FIRST.indexOf(b.change),
  );
}
