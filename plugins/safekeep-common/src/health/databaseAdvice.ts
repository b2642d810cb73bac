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

import { Reason, reason } from '../reasons';
import { databaseEngineName } from './databaseImages';
import { describeBackups } from './databaseBackups';
import { describeServices } from './databaseServices';
import { endOfLife } from './postgresVersions';
import type { Database } from './databases';

const DAY_MS = 24 * 3600 * 1000;
/** A move to another major takes planning. */
const AHEAD_DAYS = 180;

function versionAdvice(
  { recognized }: Database,
  today: string | undefined,
): Reason | undefined {
  const end = endOfLife(recognized);
  if (!end || today === undefined) {
    return undefined;
  }
  const parameters = { major: end.major, date: end.date };
  if (end.date < today) {
    return reason('database-version-ended', parameters);
  }
  const left = Date.parse(end.date) - Date.parse(today);
  return left <= AHEAD_DAYS * DAY_MS
    ? reason('database-version-ending', parameters)
    : undefined;
}

function backupAdvice(database: Database, all: Database[]): Reason | undefined {
  const { recognized } = database;
  const backups = describeBackups(database, all);
  const isCache =
    recognized.engine === 'redis' || recognized.engine === 'valkey';
  if (backups.length === 0) {
    return isCache
      ? undefined
      : reason('database-without-backup', {
          engine: databaseEngineName(recognized.engine),
        });
  }
  return backups.every(({ suspended }) => suspended)
    ? reason('backup-suspended', {
        name: backups.map(({ name }) => name).join(', '),
      })
    : undefined;
}

/** Where deleting a claim, or what makes it, deletes the data. */
function keepingAdvice({ claims, workload }: Database): Reason[] {
  const { retention } = workload;
  const isDeleting =
    retention?.whenDeleted === 'Delete' || retention?.whenScaled === 'Delete';
  return [
    ...(isDeleting ? [reason('claims-go-with-stateful-set')] : []),
    ...claims.flatMap(({ name, volume }) =>
      volume?.reclaimPolicy === 'Delete'
        ? reason('volume-goes-with-claim', { claim: name, volume: volume.name })
        : [],
    ),
  ];
}

function exposureAdvice(database: Database, all: Database[]): Reason[] {
  return (describeServices(database, all) ?? []).flatMap(({ name, type }) =>
    type === 'LoadBalancer' || type === 'NodePort'
      ? reason('service-exposed', { service: name, type })
      : [],
  );
}

function visibilityAdvice({ view }: Database): Reason | undefined {
  const kinds = Object.entries(view.facts.surroundings ?? {})
    .filter(([, visibility]) => visibility === 'forbidden')
    .map(([kind]) => kind);
  return kinds.length > 0
    ? reason('kinds-not-readable', {
        cluster: view.cluster,
        kinds: kinds.join(', '),
      })
    : undefined;
}

/** What could be better though nothing is wrong now; none while the cluster is not seen. */
export function databaseAdvice(
  database: Database,
  all: Database[],
  today: string | undefined,
): Reason[] {
  const reasons = [
    versionAdvice(database, today),
    backupAdvice(database, all),
    ...keepingAdvice(database),
    ...exposureAdvice(database, all),
    visibilityAdvice(database),
  ];
  return reasons.flatMap(found => found ?? []);
}
