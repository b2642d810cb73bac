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

import { randomBytes } from 'node:crypto';
import { DatabaseRoles } from './DatabaseRoles';

/** A table, of which only what can be counted is kept. */
export interface SimulatedTable {
  schema: string;
  name: string;
  rows: number;
  /** Rows that come each second while somebody is connected. */
  growth?: number;
}

/** Tables by the name of their database. */
export type DatabaseContents = Record<string, SimulatedTable[]>;

/** What `pg_dumpall` and `pg_dump` take out of a server. */
export interface DatabaseDump {
  /** Of the server that it was taken from. */
  systemIdentifier: string;
  roles: DatabaseRoles;
  databases: Map<string, SimulatedTable[]>;
}

/** The volume of a dump. */
export interface KeptDump {
  whole?: DatabaseDump;
  /** System identifiers of the servers that it was restored into. */
  restoredInto: Set<string>;
}

/** The pod whose server wrote `postmaster.pid`. */
export interface ServerPod {
  namespace?: string;
  name: string;
  uid: string;
}

/** A moment at which a second server wrote to a data directory. */
export interface Corruption {
  directory: string;
  first: ServerPod;
  second: ServerPod;
}

/** What one simulated PostgreSQL keeps on its volume: PGDATA. */
export class DataDirectory {
  /** As `initdb` makes it: empty, but for what is said to be there. */
  static initialize(options: {
    environment: Map<string, string>;
    major: number;
    contents?: DatabaseContents;
  }): DataDirectory {
    const { environment, major, contents } = options;
    const user = environment.get('POSTGRES_USER') || 'postgres';
    const database = environment.get('POSTGRES_DB') || user;
    return new DataDirectory(
      major,
      DatabaseRoles.initialize(environment),
      copyOf(Object.entries({ postgres: [], [database]: [], ...contents })),
    );
  }

  /** Of 64 bits, as `pg_controldata` prints it. */
  readonly systemIdentifier = (
    randomBytes(8).readBigUInt64BE() >> 1n
  ).toString();
  /** `postmaster.pid`: whose it is, and since when, in seconds. */
  lock?: { pod: ServerPod; since: number };
  /** When its last server started, in milliseconds. */
  startedAt = 0;
  /** `safekeep-guard`: the id of the guard that passed last. */
  passedGuard?: string;
  #grownUntil?: number;

  private constructor(
    /** `PG_VERSION` */
    readonly major: number,
    public roles: DatabaseRoles,
    public databases: Map<string, SimulatedTable[]>,
  ) {}

  dump(): DatabaseDump {
    return {
      systemIdentifier: this.systemIdentifier,
      roles: this.roles.copy(),
      databases: copyOf(this.databases),
    };
  }

  /** All of a dump in the place of what is here. */
  restore({ roles, databases }: DatabaseDump): void {
    this.roles = roles.copy();
    this.databases = copyOf(databases);
  }

  /** Lets the tables grow until now, or only begin to where nobody was connected. */
  grow(nowMs: number, isConnected: boolean): void {
    const seconds = (nowMs - (this.#grownUntil ?? nowMs)) / 1000;
    this.#grownUntil = nowMs;
    if (!isConnected) {
      return;
    }
    for (const table of [...this.databases.values()].flat()) {
      table.rows += (table.growth ?? 0) * seconds;
    }
  }
}

function copyOf(
  databases: Iterable<[string, SimulatedTable[]]>,
): Map<string, SimulatedTable[]> {
  return new Map(
    [...databases].map(([name, tables]) => [
      name,
      tables.map(table => ({ ...table })),
    ]),
  );
}
