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

import { InputError } from '@backstage/errors';

/** What the objects of one database are called. */
export interface DatabaseNames {
  namespace: string;
  /** Of the StatefulSet, and of the Service that clients use. */
  name: string;
}

/** The role that initdb makes, which is the superuser. */
export const SUPERUSER = 'postgres';

/** The role that the exporter logs in as: a member of `pg_monitor`, and of nothing else. */
export const METRICS_ROLE = 'metrics';

/** The label that lets a pod's connections through to one database. */
export function clientLabel(name: string): Record<string, string> {
  return { [`client-of.safekeep.io/${name}`]: 'true' };
}

/** Chooses the pods of this database, and no others. */
export function selectorOf(name: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'postgresql',
    'app.kubernetes.io/instance': name,
  };
}

/** The labels of all that belongs to a database. */
export function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/instance': name };
}

export const headlessName = (name: string) => `${name}-headless`;

/**
 * The Secrets of a database. What a service reads is apart from what would let
 * it do anything, so that `envFrom` hands over no more than its own role.
 */
export const secretNames = (name: string) => ({
  superuser: `${name}-superuser`,
  app: `${name}-app`,
  metrics: `${name}-metrics`,
});

/** @throws InputError where the API server would refuse what is derived from it */
export function assertDatabaseNames({ namespace, name }: DatabaseNames): void {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new InputError(
      `Namespace ${JSON.stringify(namespace)} is not a Kubernetes name`,
    );
  }
  // A CronJob's name has at most 52 characters, and a Service's begins with a letter.
  if (!/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `Name ${JSON.stringify(
        name,
      )} does not fit a database's objects: lower-case letters, digits and hyphens, at most 40, a letter first`,
    );
  }
}

/**
 * Refuses what would have to be quoted wherever it is used.
 *
 * @param what - such as "Role"
 * @throws InputError
 */
export function assertSqlName(what: string, name: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name) || name.startsWith('pg_')) {
    throw new InputError(
      `${what} ${JSON.stringify(
        name,
      )} is not a plain name of PostgreSQL: lower-case letters, digits and _, at most 63, no digit first, and not pg_…, which is PostgreSQL's own`,
    );
  }
}
