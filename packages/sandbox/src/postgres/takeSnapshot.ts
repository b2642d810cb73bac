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

import { DatabaseSnapshot } from '@safekeep/backstage-plugin-safekeep-common';
import { createHash } from 'node:crypto';
import { DataDirectory, SimulatedTable } from './DataDirectory';

/** As many tables as a termination message has room for. */
const NAMED_TABLES = 30;
/** The minor of every simulated server. */
const MINOR = 14;

function digest(...parts: unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 16);
}

/** A table as it is counted: the same rows have the same checksum. */
function count({ schema, name, rows }: SimulatedTable) {
  const counted = { schema, name, rows: Math.floor(rows) };
  return { ...counted, checksum: digest(counted) };
}

/** What a snapshot Job's script would say of a data directory. */
export function takeSnapshot(
  directory: DataDirectory,
  options: { now: Date; otherSessions: number },
): DatabaseSnapshot {
  const { major, systemIdentifier, roles } = directory;
  const databases = [...directory.databases]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, tables]) => ({ name, tables: tables.map(count) }));
  const tables = databases
    .flatMap(each =>
      each.tables.map(table => ({ database: each.name, ...table })),
    )
    .sort((a, b) => b.rows - a.rows);
  return {
    takenAt: options.now.toISOString(),
    serverStartedAt: new Date(directory.startedAt).toISOString(),
    version: `${major}.${MINOR}`,
    versionNumber: major * 10_000 + MINOR,
    systemIdentifier,
    dataChecksums: false,
    otherSessions: options.otherSessions,
    roles: roles.names.length,
    rolesDigest: digest(roles.names),
    databases: databases.map(({ name, tables: counted }) => {
      // Each table has an identity column and its primary key.
      const sequences = counted.map(table => [table.name, table.rows]);
      const objects = counted.map(table => `${table.name}_pkey`);
      return {
        name,
        encoding: 'UTF8',
        collation: 'en_US.utf8',
        extensions: ['plpgsql 1.0'],
        tables: counted.length,
        rows: counted.reduce((sum, { rows }) => sum + rows, 0),
        tablesDigest: digest(counted),
        checksummed: counted.length,
        sequences: sequences.length,
        sequencesDigest: digest(sequences),
        objects: objects.length,
        objectsDigest: digest(objects),
        invalidIndexes: 0,
        invalidConstraints: 0,
      };
    }),
    tables: tables.slice(0, NAMED_TABLES),
    more: Math.max(0, tables.length - NAMED_TABLES),
  };
}
