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

import { DatabaseSnapshot, SnapshotFailure } from '../databaseSnapshot';
import { DatabaseSnapshotJob, WorkloadObservation } from '../observations';
import { reason, Reason } from '../reasons';
import { Finding } from './findings';
import { NamespaceView } from './namespaceView';
import { describeTrouble } from './podTrouble';
import { podsOf } from './rollout';
import { compareText } from './severity';

/** A Job that counts what a database holds, and what came of it. */
export interface SnapshotRun {
  job: string;
  /** `unknown` when it has ended, and what it said cannot be read. */
  state: 'running' | 'taken' | 'failed' | 'unknown';
  snapshot?: DatabaseSnapshot;
  /** Why its last try failed. */
  failure?: SnapshotFailure;
  /** What had been counted before, where the Job carries it. */
  before?: DatabaseSnapshot;
  /** What a pod of it waits for, in the cluster's words. */
  trouble?: string;
}

function runOf(
  job: WorkloadObservation,
  progress: DatabaseSnapshotJob,
  view: NamespaceView,
): SnapshotRun {
  const pods = podsOf(job, view.pods);
  const said = pods
    .flatMap(({ snapshotVerdict }) => snapshotVerdict ?? [])
    .sort((a, b) => compareText(a.finishedAt ?? '', b.finishedAt ?? ''));
  const taken = said.filter(({ verdict }) => verdict === 'taken').pop();
  const failed = said.filter(({ verdict }) => verdict === 'failed').pop();
  const { active, outcome, before } = progress;
  const isOver = (outcome === 'complete' || outcome === 'failed') && active < 1;
  const waiting = pods.find(pod => pod.waiting !== undefined && !pod.ready);
  const run = { job: job.name, ...(before && { before }) };
  if (taken?.verdict === 'taken') {
    return { ...run, state: 'taken', snapshot: taken.snapshot };
  }
  const failure = failed?.verdict === 'failed' ? failed.detail : undefined;
  if (isOver) {
    return failure === undefined
      ? { ...run, state: 'unknown' }
      : { ...run, state: 'failed', failure };
  }
  return {
    ...run,
    state: 'running',
    ...(failure && { failure }),
    ...(waiting && {
      trouble: `${waiting.name}: ${describeTrouble(waiting)}.`,
    }),
  };
}

/** The Job of a migration that looks before, or after; of several the one that came furthest. */
export function snapshotRun(
  view: NamespaceView,
  migration: string,
  moment: 'before' | 'after',
): SnapshotRun | undefined {
  const best: SnapshotRun['state'][] = [
    'taken',
    'running',
    'failed',
    'unknown',
  ];
  const [run] = view.workloads
    .flatMap(job =>
      job.kind === 'Job' &&
      job.snapshotJob?.migration === migration &&
      job.snapshotJob.moment === moment
        ? [runOf(job, job.snapshotJob, view)]
        : [],
    )
    .sort((a, b) => best.indexOf(a.state) - best.indexOf(b.state));
  return run;
}

/** Why such a Job has not counted anything; undefined when it has. */
export function whyNotTaken(run: SnapshotRun | undefined): Reason | undefined {
  if (!run) {
    return reason('migration-snapshot-waiting');
  }
  const { job, state, failure, trouble } = run;
  if (state === 'taken') {
    return undefined;
  }
  if (failure) {
    return reason(`snapshot-${failure}`, { job });
  }
  return state === 'running'
    ? reason('migration-snapshot-running', { job, detail: trouble ?? '' })
    : reason('migration-snapshot-not-known', { job });
}

/**
 * Why a move has not begun: a sync stops at the Job that looks before, and then
 * nothing but this Job is there.
 */
export function failedStarts(
  view: NamespaceView,
  database: string,
): Pick<Finding, 'state' | 'reason'>[] {
  return view.workloads.flatMap(({ kind, snapshotJob }) => {
    const isStart =
      kind === 'Job' &&
      snapshotJob?.moment === 'before' &&
      snapshotJob.database === database;
    const why = isStart
      ? whyNotTaken(snapshotRun(view, snapshotJob.migration, 'before'))
      : undefined;
    return why ? [{ state: 'attention' as const, reason: why }] : [];
  });
}
