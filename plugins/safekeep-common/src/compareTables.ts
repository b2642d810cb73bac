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
  SnapshotDatabase,
  SnapshotTable,
} from './databaseSnapshot';
import { reason, Reason } from './reasons';
import { VerificationLine } from './status';

/** How far two snapshots can be expected to be the same. */
export interface Comparison {
  before: DatabaseSnapshot;
  after: DatabaseSnapshot;
  /** Nobody but the server itself wrote between them. */
  quiesced: boolean;
  /** Whether both are of one major version, which writes values in one way. */
  sameMajor: boolean;
}

type Judged = Pick<VerificationLine, 'result' | 'reason'>;

const MOST_NAMES = 5;

const PASS: Judged = { result: 'pass' };

/** A few of the names, and how many more there are. */
export function someOf(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${shown}, +${more}` : shown;
}

/** As psql would have it written, with its database in front. */
function tableName({ database, schema, name }: SnapshotTable): string {
  return `${database}: ${schema}.${name}`;
}

function key({ database, schema, name }: SnapshotTable): string {
  return JSON.stringify([database, schema, name]);
}

/** A number of each database, of all of them together. */
export function sum(
  databases: SnapshotDatabase[],
  count: (database: SnapshotDatabase) => number,
): number {
  return databases.reduce((total, each) => total + count(each), 0);
}

/** A database as it was, and as it is. */
export type DatabasePair = [SnapshotDatabase, SnapshotDatabase];

/** The databases that are in both, by name. */
export function databasePairs({ before, after }: Comparison): DatabasePair[] {
  return before.databases.flatMap((earlier): DatabasePair[] => {
    const later = after.databases.find(({ name }) => name === earlier.name);
    return later ? [[earlier, later]] : [];
  });
}

/** Tables that both snapshots name. */
function namedInBoth({
  before,
  after,
}: Comparison): [SnapshotTable, SnapshotTable][] {
  const later = new Map(after.tables.map(table => [key(table), table]));
  return before.tables.flatMap((table): [SnapshotTable, SnapshotTable][] => {
    const found = later.get(key(table));
    return found ? [[table, found]] : [];
  });
}

/**
 * Tables that were named before and are not now. One that is among the further
 * ones would have to have fewer rows than any that is named.
 */
function namedNoMore({ before, after }: Comparison): SnapshotTable[] {
  const later = new Set(after.tables.map(key));
  const fewest = Math.min(...after.tables.map(({ rows }) => rows));
  return before.tables.filter(
    table =>
      !later.has(key(table)) && (after.more === 0 || table.rows > fewest),
  );
}

function judgeTables(comparison: Comparison, missing: SnapshotTable[]): Judged {
  const { before, after, quiesced } = comparison;
  const fewer = before.databases.filter(({ name, tables }) => {
    const later = after.databases.find(each => each.name === name);
    return tables > (later?.tables ?? 0);
  });
  if (fewer.length > 0 || (missing.length > 0 && after.more === 0)) {
    const names = missing.map(tableName);
    const counts = fewer.map(({ name, tables }) => {
      const later = after.databases.find(each => each.name === name);
      return `${name}: ${tables} → ${later?.tables ?? 0}`;
    });
    return {
      result: 'fail',
      reason: reason('verified-tables-missing', {
        tables: someOf([...counts, ...names]),
      }),
    };
  }
  const added =
    sum(after.databases, ({ tables }) => tables) -
    sum(before.databases, ({ tables }) => tables);
  return added > 0
    ? {
        result: quiesced ? 'warn' : 'pass',
        reason: reason('verified-tables-added', { count: String(added) }),
      }
    : PASS;
}

function fewerRows(
  { quiesced }: Comparison,
  names: string[],
  emptied: boolean,
): Judged {
  // Clients delete rows; that they empty what was not is no coincidence.
  const lost = quiesced || emptied;
  const code: 'verified-rows-missing' | 'verified-rows-fewer' = lost
    ? 'verified-rows-missing'
    : 'verified-rows-fewer';
  return {
    result: lost ? 'fail' : 'warn',
    reason: reason(code, { tables: someOf(names) }),
  };
}

function judgeRows(comparison: Comparison, missing: SnapshotTable[]): Judged {
  const { before, after, quiesced } = comparison;
  const tables = namedInBoth(comparison);
  const databases = before.databases.map(earlier => ({
    earlier,
    rows: after.databases.find(({ name }) => name === earlier.name)?.rows ?? 0,
  }));
  const change = (name: string, from: number, to: number) =>
    `${name} ${from} → ${to}`;

  const lessTables = tables.filter(([a, b]) => b.rows < a.rows);
  const less = databases.filter(({ earlier, rows }) => rows < earlier.rows);
  if (lessTables.length > 0 || less.length > 0 || missing.length > 0) {
    return fewerRows(
      comparison,
      [
        ...missing.map(table => change(tableName(table), table.rows, 0)),
        ...lessTables.map(([a, b]) => change(tableName(a), a.rows, b.rows)),
        ...less.map(({ earlier, rows }) =>
          change(earlier.name, earlier.rows, rows),
        ),
      ],
      missing.some(({ rows }) => rows > 0) ||
        lessTables.some(([, b]) => b.rows === 0) ||
        less.some(({ rows }) => rows === 0),
    );
  }
  const more = databases.filter(({ earlier, rows }) => rows > earlier.rows);
  const moreTables = tables.filter(([a, b]) => b.rows > a.rows);
  if (more.length === 0 && moreTables.length === 0) {
    return PASS;
  }
  if (quiesced) {
    return {
      result: 'fail',
      reason: reason('verified-rows-unexpected', {
        tables: someOf([
          ...moreTables.map(([a, b]) => change(tableName(a), a.rows, b.rows)),
          ...more.map(({ earlier, rows }) =>
            change(earlier.name, earlier.rows, rows),
          ),
        ]),
      }),
    };
  }
  const grown = more.reduce(
    (total, { earlier, rows }) => total + rows - earlier.rows,
    0,
  );
  return {
    result: 'pass',
    reason: reason('verified-rows-grown', { count: String(grown) }),
  };
}

function judgeChecksums(comparison: Comparison): Judged {
  const { before, after, quiesced, sameMajor } = comparison;
  const both = databasePairs(comparison);
  const isWhole = both.length === before.databases.length;
  const same = both.every(([a, b]) => a.tablesDigest === b.tablesDigest);
  if (same && isWhole) {
    const counted = sum(
      after.databases,
      ({ tables, checksummed }) => tables - checksummed,
    );
    return counted > 0
      ? {
          result: 'pass',
          reason: reason('verified-checksums-partly', {
            count: String(counted),
          }),
        }
      : PASS;
  }
  const compared = namedInBoth(comparison).filter(
    ([a, b]) => a.checksum !== undefined && b.checksum !== undefined,
  );
  const other = compared.filter(([a, b]) => a.checksum !== b.checksum);
  if (!quiesced) {
    return {
      result: 'not-known',
      reason: reason('verified-clients-wrote', {
        count: String(compared.length - other.length),
      }),
    };
  }
  if (!sameMajor) {
    return { result: 'warn', reason: reason('verified-checksums-of-version') };
  }
  // A restored table is smaller and may be read where it was too large before.
  const sameRead = both.every(([a, b]) => a.checksummed === b.checksummed);
  if (other.length === 0 && !sameRead) {
    return {
      result: 'not-known',
      reason: reason('verified-checksums-incomparable'),
    };
  }
  const names =
    other.length > 0
      ? other.map(([a]) => tableName(a))
      : before.databases
          .filter(
            ({ name, tablesDigest }) =>
              after.databases.find(each => each.name === name)?.tablesDigest !==
              tablesDigest,
          )
          .map(({ name }) => name);
  return {
    result: 'fail',
    reason: reason('verified-checksums-differ', { tables: someOf(names) }),
  };
}

function judgeSequences(comparison: Comparison): Judged {
  const { before, after, quiesced } = comparison;
  const earlier = sum(before.databases, ({ sequences }) => sequences);
  const later = sum(after.databases, ({ sequences }) => sequences);
  const isFewer = before.databases.some(
    ({ name, sequences }) =>
      sequences >
      (after.databases.find(each => each.name === name)?.sequences ?? 0),
  );
  if (isFewer) {
    return {
      result: 'fail',
      reason: reason('verified-sequences-missing', {
        before: String(earlier),
        after: String(later),
      }),
    };
  }
  const both = databasePairs(comparison);
  if (both.every(([a, b]) => a.sequencesDigest === b.sequencesDigest)) {
    return PASS;
  }
  return quiesced
    ? { result: 'fail', reason: reason('verified-sequences-differ') }
    : { result: 'pass', reason: reason('verified-sequences-moved') };
}

/** What the tables hold, before and after. */
export function compareTables(comparison: Comparison): VerificationLine[] {
  const { before, after } = comparison;
  const missing = namedNoMore(comparison);
  const line = (
    id: VerificationLine['id'],
    count: (database: SnapshotDatabase) => number,
    judged: { result: VerificationLine['result']; reason?: Reason },
  ): VerificationLine => ({
    id,
    result: judged.result,
    before: String(sum(before.databases, count)),
    after: String(sum(after.databases, count)),
    ...(judged.reason && { reason: judged.reason }),
  });
  return [
    line('tables', ({ tables }) => tables, judgeTables(comparison, missing)),
    line('rows', ({ rows }) => rows, judgeRows(comparison, missing)),
    line(
      'checksums',
      ({ checksummed }) => checksummed,
      judgeChecksums(comparison),
    ),
    line('sequences', ({ sequences }) => sequences, judgeSequences(comparison)),
  ];
}
