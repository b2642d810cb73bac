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

import { recognizeDatabaseImage } from './databaseImages';

describe('recognizeDatabaseImage', () => {
  it.each([
    ['postgres', 'postgresql', undefined],
    ['postgres:15-alpine', 'postgresql', '15'],
    ['postgres:16.4-bookworm', 'postgresql', '16.4'],
    ['postgres:latest', 'postgresql', undefined],
    ['postgres:alpine3.20', 'postgresql', undefined],
    ['postgres:18beta1', 'postgresql', undefined],
    ['docker.io/library/postgres:14.9', 'postgresql', '14.9'],
    ['registry.acme.io:5000/data/postgres:15', 'postgresql', '15'],
    ['registry.acme.io:5000/data/postgres', 'postgresql', undefined],
    ['localhost:5000/postgres', 'postgresql', undefined],
    [
      'postgres:15.6@sha256:0d1b2f5e1c6a4d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6',
      'postgresql',
      '15.6',
    ],
    [
      'postgres@sha256:0d1b2f5e1c6a4d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6',
      'postgresql',
      undefined,
    ],
    ['bitnami/postgresql:15.4.0-debian-11-r45', 'postgresql', '15.4.0'],
    ['bitnamilegacy/postgresql-repmgr:16.1.0', 'postgresql', '16.1.0'],
    ['timescale/timescaledb:2.14.2-pg16', 'postgresql', '16'],
    ['timescale/timescaledb:latest-pg15', 'postgresql', '15'],
    ['timescale/timescaledb-ha:pg15.6-ts2.14.2', 'postgresql', '15.6'],
    ['timescale/timescaledb:2.14.2', 'postgresql', undefined],
    ['postgis/postgis:16-3.4-alpine', 'postgresql', '16'],
    ['pgvector/pgvector:pg17', 'postgresql', '17'],
    ['pgvector/pgvector:0.8.0-pg16', 'postgresql', '16'],
    ['ankane/pgvector:v0.5.1', 'postgresql', undefined],
    ['supabase/postgres:15.8.1.020', 'postgresql', '15.8.1.020'],
    ['ghcr.io/cloudnative-pg/postgresql:16.2-7', 'postgresql', '16.2'],
    ['ghcr.io/zalando/spilo-15:3.0-p1', 'postgresql', '15'],
    [
      'registry.developers.crunchydata.com/crunchydata/crunchy-postgres:ubi8-15.3-0',
      'postgresql',
      '15.3',
    ],
    ['registry.redhat.io/rhel9/postgresql-15:1-42', 'postgresql', '15'],
    ['quay.io/sclorg/postgresql-13-c9s', 'postgresql', '13'],
    ['citusdata/citus:12.1', 'postgresql', undefined],
    ['mysql:8.0.35-debian', 'mysql', '8.0.35'],
    ['mysql/mysql-server:8.0', 'mysql', '8.0'],
    [
      'container-registry.oracle.com/mysql/community-server:8.4',
      'mysql',
      '8.4',
    ],
    ['registry.redhat.io/rhel8/mysql-80', 'mysql', '8.0'],
    ['percona/percona-server:8.0.36', 'mysql', '8.0.36'],
    ['mariadb:11.3-jammy', 'mariadb', '11.3'],
    ['registry.redhat.io/rhel9/mariadb-1011', 'mariadb', '10.11'],
    ['bitnami/mariadb-galera:11.2', 'mariadb', '11.2'],
    ['mongo:7.0.5-jammy', 'mongodb', '7.0.5'],
    ['mongodb/mongodb-community-server:7.0-ubi8', 'mongodb', '7.0'],
    ['redis:7.2-alpine', 'redis', '7.2'],
    ['redis:alpine', 'redis', undefined],
    ['redis/redis-stack-server:7.2.0-v9', 'redis', '7.2.0'],
    ['valkey/valkey:8.0', 'valkey', '8.0'],
    ['POSTGRES:15', 'postgresql', '15'],
    ['acme/postgres:20240501', 'postgresql', undefined],
  ])('%s is %s %s', (image, engine, version) => {
    expect(recognizeDatabaseImage(image)).toEqual({
      engine,
      ...(version && { version }),
    });
  });

  it.each([
    '',
    ':',
    '/',
    '@sha256:00',
    'quay.io/prometheuscommunity/postgres-exporter:v0.15.0',
    'wrouesnel/postgres_exporter',
    'bitnami/pgbouncer:1.22',
    'edoburu/pgbouncer',
    'oliver006/redis_exporter:v1.58',
    'bitnami/redis-exporter',
    'bitnami/redis-sentinel:7.2',
    'redis/redisinsight',
    'rediscommander/redis-commander',
    'prom/mysqld-exporter',
    'mongo-express:1.0',
    'percona/mongodb_exporter',
    'dpage/pgadmin4',
    'phpmyadmin:5',
    'postgrest/postgrest:v12',
    'supabase/postgres-meta:v0.80',
    'ghcr.io/zalando/postgres-operator:v1.11',
    'prodrigestivill/postgres-backup-local:15',
    'acme/postgres-api:15',
    'postgres/tools:15',
    'mysql/mysql-router:8.0',
    'acme/community-server:1.0',
    'acme/citus:3',
    'acme/constructor:1',
    'ghcr.io/tawbury/observer:1.4.2',
  ])('%s is not a database', image => {
    expect(recognizeDatabaseImage(image)).toBeUndefined();
  });
});
