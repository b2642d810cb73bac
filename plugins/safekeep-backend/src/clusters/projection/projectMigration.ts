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
  ANNOTATION_DATABASE_MIGRATION,
  ANNOTATION_DATABASE_SNAPSHOT,
  ANNOTATION_REPLICAS_BEFORE,
  ANNOTATION_SNAPSHOT_BEFORE,
  DATABASE_SNAPSHOT_JOB,
  DatabaseSnapshotJob,
  GUARD_CONTAINER,
  GuardVerdict,
  parseDatabaseMigration,
  parseGuardVerdict,
  parseSnapshotRequest,
  parseSnapshotVerdict,
  SaidSnapshotVerdict,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { isJobFor, jobProgress, lastWords, saidAtTheEnd } from './jobs';
import { list, record, text } from './json';

const REPLICAS_BEFORE = /^(\d{1,6}|active|suspended)$/;

/** Which part a workload has in the move of a database. */
export function projectMigration(
  object: unknown,
  kind: WorkloadObservation['kind'],
): Pick<WorkloadObservation, 'migration' | 'replicasBefore'> {
  const annotations = record(object, 'metadata', 'annotations');
  const migration =
    kind === 'Deployment' || kind === 'StatefulSet'
      ? parseDatabaseMigration(text(annotations, ANNOTATION_DATABASE_MIGRATION))
      : undefined;
  const replicas = text(annotations, ANNOTATION_REPLICAS_BEFORE);
  return {
    ...(migration && { migration }),
    ...(replicas !== undefined &&
      REPLICAS_BEFORE.test(replicas) && { replicasBefore: replicas }),
  };
}

/** What a Job counts, and how far it is; of such Jobs only. */
export function projectSnapshotJob(
  object: unknown,
): DatabaseSnapshotJob | undefined {
  const annotations = record(object, 'metadata', 'annotations');
  const request = isJobFor(object, DATABASE_SNAPSHOT_JOB)
    ? parseSnapshotRequest(text(annotations, ANNOTATION_DATABASE_SNAPSHOT))
    : undefined;
  const before = parseSnapshotVerdict(
    text(annotations, ANNOTATION_SNAPSHOT_BEFORE),
  );
  return (
    request && {
      ...request,
      ...jobProgress(object),
      ...(before?.verdict === 'taken' && { before: before.snapshot }),
    }
  );
}

/** What the pod of such a Job said when it ended. */
export function projectSnapshotVerdict(
  object: unknown,
): SaidSnapshotVerdict | undefined {
  return isJobFor(object, DATABASE_SNAPSHOT_JOB)
    ? saidAtTheEnd(object, parseSnapshotVerdict)
    : undefined;
}

/**
 * What the guard of a pod says. While it runs again, what it said the time
 * before still tells which lock it waits for.
 */
export function projectGuardVerdict(object: unknown): GuardVerdict | undefined {
  const guard = list(record(object, 'status'), 'initContainerStatuses').find(
    container => text(container, 'name') === GUARD_CONTAINER,
  );
  const ended = lastWords(guard, parseGuardVerdict);
  if (ended) {
    return ended.said;
  }
  const running = record(guard, 'state', 'running');
  return text(running, 'startedAt') === undefined
    ? undefined
    : { verdict: 'waiting' };
}
