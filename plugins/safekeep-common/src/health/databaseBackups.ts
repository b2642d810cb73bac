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

import { BackupStatus } from '../databaseFacts';
import { WorkloadObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { NamespaceView } from './namespaceView';
import type { Database } from './databases';

function lastFailureOf(
  view: NamespaceView,
  cronJob: string,
): string | undefined {
  const failures = view.workloads.flatMap(({ kind, ended }) =>
    kind === 'Job' && ended?.cronJob === cronJob && ended.outcome === 'failed'
      ? ended.at ?? []
      : [],
  );
  return failures.sort().at(-1);
}

/**
 * Whether a CronJob copies this database: it runs a program that does, or says
 * so by its name, and reads a secret of the database; or there is no other
 * database that it could be.
 */
function isBackupOf(
  cronJob: WorkloadObservation,
  { workload, view, recognized }: Database,
  all: Database[],
): boolean {
  const isBackup =
    (cronJob.backupTool !== undefined && recognized.engine === 'postgresql') ||
    /backup|dump/.test(cronJob.name);
  const secrets = new Set(
    workload.secretReferences.map(({ secret }) => secret),
  );
  const isOnly = all.filter(other => other.view === view).length === 1;
  return (
    isBackup &&
    (cronJob.secretReferences.some(({ secret }) => secrets.has(secret)) ||
      (isOnly && cronJob.backupTool !== undefined))
  );
}

/**
 * What makes backups of a database, as far as it is in its namespace: what
 * copies volumes from elsewhere is not seen.
 */
export function describeBackups(
  database: Database,
  all: Database[],
): BackupStatus[] {
  const { view, operated } = database;
  const backups = view.workloads.flatMap((workload): BackupStatus[] => {
    const { kind, name, timetable } = workload;
    if (kind !== 'CronJob' || !isBackupOf(workload, database, all)) {
      return [];
    }
    const lastFailureAt = lastFailureOf(view, name);
    return [
      {
        kind: 'CronJob',
        name,
        ...timetable,
        ...(lastFailureAt && { lastFailureAt }),
      },
    ];
  });
  if (operated?.hasBackup) {
    const { lastBackupAt, lastFailedBackupAt } = operated;
    backups.push({
      kind: 'operator',
      name: operated.name,
      ...(lastBackupAt && { lastSuccessAt: lastBackupAt }),
      ...(lastFailedBackupAt && { lastFailureAt: lastFailedBackupAt }),
    });
  }
  return backups;
}

/** Of each backup whose last run failed. */
export function backupReasons(backups: BackupStatus[]): Reason[] {
  return backups.flatMap(({ name, lastFailureAt, lastSuccessAt }) =>
    lastFailureAt !== undefined &&
    Date.parse(lastFailureAt) > Date.parse(lastSuccessAt ?? '1970-01-01')
      ? reason('backup-failed', {
          name,
          date: lastFailureAt,
          last: lastSuccessAt ?? '–',
        })
      : [],
  );
}
