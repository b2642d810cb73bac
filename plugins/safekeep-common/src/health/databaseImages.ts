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
 * A database server as an image reference tells it.
 *
 * @public
 */
export interface DatabaseImage {
  engine: DatabaseEngine;
  /** The server's version as far as the tag (or the name) tells it. */
  version?: string;
}

/** @public */
export type DatabaseEngine =
  | 'postgresql'
  | 'mysql'
  | 'mariadb'
  | 'mongodb'
  | 'redis'
  | 'valkey';

/**
 * Last path component of an image to its engine. Names are matched whole:
 * `postgres-exporter`, `mongo-express` or `redis-sentinel` keep no data, and to
 * call one of them a database would be as wrong as to overlook one.
 */
const ENGINES = new Map<string, DatabaseEngine>(
  Object.entries({
    postgres: 'postgresql',
    postgresql: 'postgresql',
    'postgresql-repmgr': 'postgresql',
    'postgresql-container': 'postgresql',
    postgis: 'postgresql',
    'crunchy-postgres': 'postgresql',
    'crunchy-postgres-gis': 'postgresql',
    spilo: 'postgresql',
    pgvector: 'postgresql',
    'pgvecto-rs': 'postgresql',
    'vchord-postgres': 'postgresql',
    paradedb: 'postgresql',
    timescaledb: 'postgresql',
    'timescaledb-ha': 'postgresql',
    'timescaledb-postgis': 'postgresql',
    citus: 'postgresql',
    mysql: 'mysql',
    'mysql-server': 'mysql',
    'community-server': 'mysql',
    percona: 'mysql',
    'percona-server': 'mysql',
    'percona-xtradb-cluster': 'mysql',
    mariadb: 'mariadb',
    'mariadb-galera': 'mariadb',
    mongo: 'mongodb',
    mongodb: 'mongodb',
    'mongodb-community-server': 'mongodb',
    'mongodb-enterprise-server': 'mongodb',
    'percona-server-mongodb': 'mongodb',
    redis: 'redis',
    'redis-cluster': 'redis',
    'redis-stack': 'redis',
    'redis-stack-server': 'redis',
    valkey: 'valkey',
    'valkey-cluster': 'valkey',
    'valkey-bundle': 'valkey',
  } as const),
);

/** Of these, a version in the tag is the extension's unless it says `pg`. */
const EXTENSIONS = new Set([
  'pgvector',
  'pgvecto-rs',
  'vchord-postgres',
  'paradedb',
  'timescaledb',
  'timescaledb-ha',
  'timescaledb-postgis',
  'citus',
  'spilo',
]);

/** `community-server` alone says nothing; below these it is MySQL's. */
const NEEDS_PARENT = new Map([
  ['community-server', 'mysql'],
  ['citus', 'citusdata'],
]);

const ENGINE_NAMES: Record<DatabaseEngine, string> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  mongodb: 'MongoDB',
  redis: 'Redis',
  valkey: 'Valkey',
};

/**
 * What people call this engine: `PostgreSQL`.
 *
 * @public
 */
export function databaseEngineName(engine: DatabaseEngine): string {
  return ENGINE_NAMES[engine];
}

function splitReference(image: string): { path: string[]; tag?: string } {
  const [withTag] = image.trim().split('@');
  const slash = withTag.lastIndexOf('/');
  const colon = withTag.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port.
  const name = colon > slash ? withTag.slice(0, colon) : withTag;
  return {
    path: name.toLowerCase().split('/'),
    ...(colon > slash && { tag: withTag.slice(colon + 1) }),
  };
}

/** Red Hat writes MySQL 8.0 as 80 and MariaDB 10.11 as 1011: digits of the major. */
const SQUEEZED = new Map([
  ['mysql', 1],
  ['mariadb', 2],
]);

/**
 * `postgresql-15`, `postgresql-15-c9s`, `mysql-80`, `spilo-15`: builders that
 * put the version into the name.
 */
function splitVersionedName(
  name: string,
): { name: string; version?: string } | undefined {
  const match =
    /^([a-z]+)-?(\d+(?:\.\d+)*)(?:-(?:c\d+s|centos\d+|rhel\d+|ubi\d+))?$/.exec(
      name,
    );
  if (!match) {
    return undefined;
  }
  const [, base, digits] = match;
  const majorDigits = SQUEEZED.get(base);
  const squeezed = majorDigits && /^\d{2,4}$/.test(digits);
  return {
    name: base,
    version: squeezed
      ? `${digits.slice(0, majorDigits)}.${digits.slice(majorDigits)}`
      : digits,
  };
}

function tagVersion(name: string, tag: string): string | undefined {
  const named = /(?:^|[-_])(?:pg|postgres)-?v?(\d{1,2}(?:\.\d+)*)/i.exec(tag);
  if (named) {
    return named[1];
  }
  if (EXTENSIONS.has(name)) {
    return undefined;
  }
  const rest = tag.replace(/^(?:ubi|rhel|centos|debian)\d+-/i, '');
  const version = /^v?(\d+(?:\.\d+)*)(?![\w.])/i.exec(rest)?.[1];
  // A tag such as 20240101 is a date.
  return version && Number(version.split('.')[0]) < 1000 ? version : undefined;
}

/**
 * Recognises a database server by its image reference, with registry, port,
 * tag and digest or without.
 *
 * @public
 */
export function recognizeDatabaseImage(
  image: string,
): DatabaseImage | undefined {
  const { path, tag } = splitReference(image);
  const whole = path[path.length - 1];
  const versioned = ENGINES.has(whole) ? undefined : splitVersionedName(whole);
  const name = versioned?.name ?? whole;
  const engine = ENGINES.get(name);
  if (!engine) {
    return undefined;
  }
  const parent = NEEDS_PARENT.get(name);
  if (parent && path[path.length - 2] !== parent) {
    return undefined;
  }
  const version = versioned?.version ?? (tag && tagVersion(name, tag));
  return { engine, ...(version && { version }) };
}
