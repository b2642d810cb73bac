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

import { compareSnapshots } from '../compareSnapshots';
import { DatabaseMigration } from '../databaseMigration';
import { DatabaseSnapshot } from '../databaseSnapshot';
import { PodObservation, WorkloadObservation } from '../observations';
import { VerificationLine } from '../status';
import { NamespaceView } from './namespaceView';
import { podsOf, workloadName } from './rollout';
import { compareText } from './severity';
import { SnapshotRun, snapshotRun } from './snapshotRuns';

/** A database's move between two workloads, and what can be seen of it. */
export interface MigrationView {
  view: NamespaceView;
  migration: DatabaseMigration;
  /** Absent when it is not there. */
  from?: WorkloadObservation;
  to?: WorkloadObservation;
  /** Workloads that were brought to zero for it. */
  consumers: WorkloadObservation[];
  before?: SnapshotRun;
  after?: SnapshotRun;
}

const STAGES: DatabaseMigration['stage'][] = [
  'quiesce',
  'switch',
  'roll-back',
  'finalized',
];

/** Of what the two workloads say: the newer move, and of that the later stage. */
function newest(
  migrations: DatabaseMigration[],
): DatabaseMigration | undefined {
  return [...migrations]
    .sort(
      (a, b) =>
        compareText(a.startedAt, b.startedAt) ||
        STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage),
    )
    .pop();
}

function halves(
  view: NamespaceView,
  { from, to }: DatabaseMigration,
): { from?: WorkloadObservation; to?: WorkloadObservation } {
  const find = (name: string) =>
    view.workloads.find(workload => workloadName(workload) === name);
  return { from: find(from), to: find(to) };
}

/** The move that a workload takes part in. */
export function migrationOf(
  view: NamespaceView,
  workload: WorkloadObservation,
): MigrationView | undefined {
  const own = workload.migration;
  const name = workloadName(workload);
  if (!own || (name !== own.from && name !== own.to)) {
    return undefined;
  }
  const { from, to } = halves(view, own);
  const migration =
    newest(
      [from, to].flatMap(half => {
        const said = half?.migration;
        return said?.from === own.from && said.to === own.to ? [said] : [];
      }),
    ) ?? own;
  const before = snapshotRun(view, migration.id, 'before');
  const after = snapshotRun(view, migration.id, 'after');
  return {
    view,
    migration,
    ...(from && { from }),
    ...(to && { to }),
    consumers: view.workloads.filter(
      ({ replicasBefore, ...other }) =>
        replicasBefore !== undefined &&
        ![own.from, own.to].includes(workloadName(other)),
    ),
    ...(before && { before }),
    ...(after && { after }),
  };
}

/** The workload that is to serve, and the one that is not. */
export function rolesOf({ migration, from, to }: MigrationView): {
  serving?: WorkloadObservation;
  resting?: WorkloadObservation;
} {
  return migration.stage === 'quiesce' || migration.stage === 'roll-back'
    ? { serving: from, resting: to }
    : { serving: to, resting: from };
}

/**
 * Whether a workload is only what a move has left at zero, or keeps there for
 * the way back: no database of its own. One that runs is shown, whatever was
 * asked for.
 */
export function isResting(
  view: NamespaceView,
  workload: WorkloadObservation,
): boolean {
  const move = migrationOf(view, workload);
  if (!move || workload.desired > 0) {
    return false;
  }
  const { serving, resting } = rolesOf(move);
  return serving !== undefined && resting === workload;
}

/** Pods of it that have not ended. */
export function livingPods(
  view: NamespaceView,
  workload: WorkloadObservation | undefined,
): PodObservation[] {
  return workload ? podsOf(workload, view.pods).filter(isAlive) : [];
}

/** Other pods that mount the claim which is reused. */
export function strangersOnClaim(move: MigrationView): PodObservation[] {
  const { view, migration, from, to } = move;
  const own = [from, to].flatMap(half => (half ? podsOf(half, view.pods) : []));
  return view.pods.filter(
    pod =>
      isAlive(pod) &&
      pod.claims?.includes(migration.claim) &&
      !own.includes(pod),
  );
}

function isAlive({ phase }: PodObservation): boolean {
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** Whether the cluster has seen that nothing of it is to run, and nothing does. */
export function isAtZero(
  view: NamespaceView,
  workload: WorkloadObservation,
): boolean {
  if (workload.kind === 'CronJob') {
    const { timetable } = workload;
    return workload.total < 1 && (!timetable || timetable.suspended === true);
  }
  return (
    workload.desired < 1 &&
    (workload.observedGeneration ?? 0) >= workload.generation &&
    workload.total < 1 &&
    livingPods(view, workload).length === 0
  );
}

/**
 * What was counted before. The Job that looks afterwards carries it from when
 * the database was moved; the one from before may have been run again since.
 */
export function snapshotBefore({
  before,
  after,
}: MigrationView): DatabaseSnapshot | undefined {
  return after?.before ?? before?.snapshot;
}

/** Before against after; empty until both are known. */
export function verificationOf(move: MigrationView): VerificationLine[] {
  const before = snapshotBefore(move);
  const after = move.after?.snapshot;
  const { option, way } = move.migration;
  return before && after
    ? compareSnapshots(before, after, {
        option,
        quiesced:
          way === 'staged' &&
          before.otherSessions === 0 &&
          after.otherSessions === 0,
      })
    : [];
}
