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
  isCount,
  isTime,
  isWorkloadName,
  oneOf,
  parseObject,
} from './foreignJson';

/**
 * Value of {@link LABEL_JOB} of a Job that writes down what a database holds.
 *
 * @public
 */
export const DATABASE_SNAPSHOT_JOB = 'database-snapshot';

/**
 * Annotation of such a Job, on its metadata and on its pod template: a
 * {@link DatabaseSnapshotRequest} in JSON.
 *
 * @public
 */
export const ANNOTATION_DATABASE_SNAPSHOT = 'safekeep.io/database-snapshot';

/**
 * Annotation of the Job that looks afterwards: the {@link DatabaseSnapshot}
 * from before, as its Job said it, so that the comparison outlives that Job's
 * pod.
 *
 * @public
 */
export const ANNOTATION_SNAPSHOT_BEFORE =
  'safekeep.io/database-snapshot-before';

const MOMENTS = ['before', 'after'] as const;

/** @public */
export interface DatabaseSnapshotRequest {
  /** The id of the {@link DatabaseMigration}. */
  migration: string;
  moment: (typeof MOMENTS)[number];
  /** The workload that is looked at, such as `deployment/postgres`. */
  database: string;
}

/**
 * Every reason why there is no snapshot, in plain words.
 *
 * @public
 */
export const SNAPSHOT_FAILURES = {
  'server-unreachable': 'the server did not answer in time',
  'login-refused': 'the server refuses the password that the Secret holds',
  'query-failed': 'the server refused a query, or ended it',
  'clients-connected':
    'other clients were still connected when the time to wait was over',
  'out-of-time': 'it took longer than it may',
  'dump-failed': 'the dump could not be written',
  'no-room': 'the volume for the dump is too small',
  'dump-missing': 'the dump that should be restored is not there or not whole',
  'target-not-empty':
    'the server that should be restored into holds tables already; it was not touched',
  'restore-failed': 'the server refused a part of the dump',
  'same-server':
    'the server that answered to the end is still the one from before',
  'too-many-databases': 'it has more databases than the message has room for',
  'not-dumpable':
    'the server has what a dump does not carry: prepared transactions, tablespaces, a database that lets nobody in, or a name with a line end',
  'md5-passwords':
    'roles have passwords as md5, which a new server does not accept; nothing was restored',
  'restored-already':
    'the dump that is there is of another server or was restored already, so that it is not written again',
} as const;

/** @public */
export type SnapshotFailure = keyof typeof SNAPSHOT_FAILURES;

/**
 * A table as the snapshot names it.
 *
 * @public
 */
export interface SnapshotTable {
  database: string;
  schema: string;
  name: string;
  rows: number;
  /** Of its rows whatever their order, 16 hex digits; absent where the table is too large to read in full. */
  checksum?: string;
}

/**
 * What one database of a server holds. Digests are 16 hex digits over the
 * sorted names and values of all of a kind.
 *
 * @public
 */
export interface SnapshotDatabase {
  name: string;
  encoding: string;
  collation: string;
  /** Name and version, sorted: `plpgsql 1.0`. */
  extensions: string[];
  tables: number;
  /** Of all its tables together. */
  rows: number;
  /** Over the names, counts and checksums of all its tables. */
  tablesDigest: string;
  /** How many of its tables were read in full. */
  checksummed: number;
  sequences: number;
  /** Over names, last values and whether they were used. */
  sequencesDigest: string;
  /**
   * All that is defined: relations and their columns, functions, triggers,
   * constraints, policies, settings, each with its owner.
   */
  objects: number;
  objectsDigest: string;
  invalidIndexes: number;
  /** Constraints that are not validated. */
  invalidConstraints: number;
}

/**
 * What a PostgreSQL server holds, as a Job beside it counts it: no value of any
 * row, no password and no hash of one.
 *
 * @public
 */
export interface DatabaseSnapshot {
  /** When it was taken, ISO 8601. */
  takenAt: string;
  /** As the server prints it: `15.14`. */
  version: string;
  /** `server_version_num`, such as 150014. */
  versionNumber: number;
  /** Of `pg_control_system()`: made by initdb, and never changed. Decimal digits. */
  systemIdentifier: string;
  dataChecksums: boolean;
  /** When the server that was looked at had started, ISO 8601. */
  serverStartedAt?: string;
  /**
   * Clients that were connected while it was taken, but for those of the
   * server's own pod (a probe, an exporter): at 0 no client of its Service wrote.
   */
  otherSessions: number;
  roles: number;
  /** Over names, attributes and memberships. */
  rolesDigest: string;
  databases: SnapshotDatabase[];
  /** The tables with the most rows, first; as many as fit. */
  tables: SnapshotTable[];
  /** How many further tables are told by the digests alone. */
  more: number;
}

/**
 * What the container of such a Job says when it ends.
 *
 * @public
 */
export type SnapshotVerdict =
  | { verdict: 'taken'; snapshot: DatabaseSnapshot }
  | { verdict: 'failed'; detail: SnapshotFailure };

/** @public */
export function renderSnapshotRequest({
  migration,
  moment,
  database,
}: DatabaseSnapshotRequest): string {
  return JSON.stringify({ migration, moment, database });
}

/**
 * Reads {@link ANNOTATION_DATABASE_SNAPSHOT}; undefined for what is none.
 *
 * @public
 */
export function parseSnapshotRequest(
  text: string | undefined,
): DatabaseSnapshotRequest | undefined {
  const { migration, moment, database } = parseObject(text) ?? {};
  return typeof migration === 'string' &&
    /^[0-9a-f]{10}$/.test(migration) &&
    oneOf(moment, MOMENTS) &&
    isWorkloadName(database)
    ? { migration, moment, database }
    : undefined;
}

/**
 * A verdict as the container writes it: one line of JSON of at most 4096 bytes,
 * which is what a kubelet keeps of a termination message. Its names are short
 * so that many tables fit.
 *
 * @public
 */
export function renderSnapshotVerdict(said: SnapshotVerdict): string {
  if (said.verdict === 'failed') {
    return JSON.stringify({
      safekeep: DATABASE_SNAPSHOT_JOB,
      verdict: 'failed',
      detail: said.detail,
    });
  }
  const { snapshot } = said;
  return JSON.stringify({
    safekeep: DATABASE_SNAPSHOT_JOB,
    verdict: 'taken',
    at: snapshot.takenAt,
    ...(snapshot.serverStartedAt && { up: snapshot.serverStartedAt }),
    v: snapshot.version,
    n: snapshot.versionNumber,
    id: snapshot.systemIdentifier,
    sums: snapshot.dataChecksums,
    others: snapshot.otherSessions,
    roles: [snapshot.roles, snapshot.rolesDigest],
    dbs: snapshot.databases.map(each => ({
      d: each.name,
      e: each.encoding,
      c: each.collation,
      x: each.extensions,
      t: [each.tables, each.rows, each.tablesDigest, each.checksummed],
      s: [each.sequences, each.sequencesDigest],
      o: [each.objects, each.objectsDigest],
      bad: [each.invalidIndexes, each.invalidConstraints],
    })),
    tables: snapshot.tables.map(
      ({ database, schema, name, rows, checksum }) => [
        database,
        schema,
        name,
        rows,
        ...(checksum === undefined ? [] : [checksum]),
      ],
    ),
    more: snapshot.more,
  });
}

/**
 * Reads what a container says. The message is whatever a container wrote, so
 * that nothing comes out of it but what has this shape.
 *
 * @public
 */
export function parseSnapshotVerdict(
  message: string | undefined,
): SnapshotVerdict | undefined {
  const value = parseObject(message);
  if (value?.safekeep !== DATABASE_SNAPSHOT_JOB) {
    return undefined;
  }
  const { verdict, detail } = value;
  if (verdict === 'failed') {
    return typeof detail === 'string' &&
      Object.hasOwn(SNAPSHOT_FAILURES, detail)
      ? { verdict, detail: detail as SnapshotFailure }
      : undefined;
  }
  const snapshot = verdict === 'taken' ? readSnapshot(value) : undefined;
  return snapshot && { verdict: 'taken', snapshot };
}

function readSnapshot(
  value: Record<string, unknown>,
): DatabaseSnapshot | undefined {
  const { at, up, v, n, id, sums, others, roles, dbs, tables, more } = value;
  const databases = readAll(dbs, readDatabase);
  const named = readAll(tables, readTable);
  const [roleCount, rolesDigest] = Array.isArray(roles) ? roles : [];
  const isSnapshot =
    isTime(at) &&
    typeof v === 'string' &&
    /^[-+.()~ \w]{1,100}$/.test(v) &&
    isCount(n) &&
    typeof id === 'string' &&
    /^\d{1,20}$/.test(id) &&
    typeof sums === 'boolean' &&
    isCount(others) &&
    isCount(roleCount) &&
    isShortDigest(rolesDigest) &&
    databases !== undefined &&
    named !== undefined &&
    isCount(more);
  if (!isSnapshot) {
    return undefined;
  }
  return {
    takenAt: at,
    ...(isTime(up) && { serverStartedAt: up }),
    version: v,
    versionNumber: n,
    systemIdentifier: id,
    dataChecksums: sums,
    otherSessions: others,
    roles: roleCount,
    rolesDigest,
    databases,
    tables: named,
    more,
  };
}

function readDatabase(value: unknown): SnapshotDatabase | undefined {
  const { d, e, c, x, t, s, o, bad } = isObject(value) ? value : {};
  const [tables, rows, tablesDigest, checksummed] = Array.isArray(t) ? t : [];
  const [sequences, sequencesDigest] = Array.isArray(s) ? s : [];
  const [objects, objectsDigest] = Array.isArray(o) ? o : [];
  const [invalidIndexes, invalidConstraints] = Array.isArray(bad) ? bad : [];
  const isDatabase =
    isIdentifier(d) &&
    isIdentifier(e) &&
    isIdentifier(c) &&
    Array.isArray(x) &&
    x.every(isIdentifier) &&
    isCount(tables) &&
    isCount(rows) &&
    isShortDigest(tablesDigest) &&
    isCount(checksummed) &&
    isCount(sequences) &&
    isShortDigest(sequencesDigest) &&
    isCount(objects) &&
    isShortDigest(objectsDigest) &&
    isCount(invalidIndexes) &&
    isCount(invalidConstraints);
  if (!isDatabase) {
    return undefined;
  }
  return {
    name: d,
    encoding: e,
    collation: c,
    extensions: x,
    tables,
    rows,
    tablesDigest,
    checksummed,
    sequences,
    sequencesDigest,
    objects,
    objectsDigest,
    invalidIndexes,
    invalidConstraints,
  };
}

function readTable(value: unknown): SnapshotTable | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [database, schema, name, rows, checksum] = value;
  const isTable =
    isIdentifier(database) &&
    isIdentifier(schema) &&
    isIdentifier(name) &&
    isCount(rows) &&
    (checksum === undefined || isShortDigest(checksum));
  return isTable
    ? { database, schema, name, rows, ...(checksum && { checksum }) }
    : undefined;
}

/** All of a list, or none of it. */
function readAll<T>(
  value: unknown,
  read: (each: unknown) => T | undefined,
): T[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const all: T[] = [];
  for (const each of value) {
    const one = read(each);
    if (one === undefined) {
      return undefined;
    }
    all.push(one);
  }
  return all;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A name in PostgreSQL: 63 bytes of anything; an extension's also has its version. */
function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 128;
}

function isShortDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}
