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
import { snapshot } from '../../../dev/migrationExamples';
import { tableChanges } from './tableChanges';

function table(name: string, rows: number, checksum?: string): SnapshotTable {
  return {
    database: 'observer',
    schema: 'public',
    name,
    rows,
    ...(checksum && { checksum }),
  };
}

function taken(tables: SnapshotTable[], more = 0): DatabaseSnapshot {
  return { ...snapshot(), tables, more };
}

function changes(before: DatabaseSnapshot, after: DatabaseSnapshot) {
  return Object.fromEntries(
    tableChanges(before, after).map(({ name, change }) => [name, change]),
  );
}

const SUM = '0123456789abcdef';
const OTHER_SUM = 'fedcba9876543210';

describe('tableChanges', () => {
  it('tells what became of each table, the worst first', () => {
    const before = taken([
      table('kept', 5, SUM),
      table('large', 1_000_000),
      table('grown', 5, SUM),
      table('shrunk', 5, SUM),
      table('altered', 5, SUM),
      table('lost', 5, SUM),
    ]);
    const after = taken([
      table('kept', 5, SUM),
      table('large', 1_000_000),
      table('grown', 6, OTHER_SUM),
      table('shrunk', 4, OTHER_SUM),
      table('altered', 5, OTHER_SUM),
      table('added', 1, SUM),
    ]);
    expect(
      tableChanges(before, after).map(({ name, change }) => [name, change]),
    ).toEqual([
      ['lost', 'gone'],
      ['shrunk', 'fewer'],
      ['altered', 'altered'],
      ['added', 'new'],
      ['grown', 'more'],
      ['large', 'same-count'],
      ['kept', 'same'],
    ]);
  });

  it('does not call a table gone or new that had no room', () => {
    const here = taken([table('ticks', 5, SUM)]);
    expect(changes(here, taken([], 3))).toEqual({ ticks: 'not-told' });
    expect(changes(taken([], 3), here)).toEqual({ ticks: 'not-told' });
    expect(changes(here, taken([]))).toEqual({ ticks: 'gone' });
    expect(changes(taken([]), here)).toEqual({ ticks: 'new' });
  });

  it('keeps tables of one name in two schemas and databases apart', () => {
    const before = taken([
      table('ticks', 5, SUM),
      { ...table('ticks', 7, SUM), schema: 'archive' },
      { ...table('ticks', 9, SUM), database: 'other' },
    ]);
    expect(tableChanges(before, before).map(each => each.change)).toEqual([
      'same',
      'same',
      'same',
    ]);
  });
});
