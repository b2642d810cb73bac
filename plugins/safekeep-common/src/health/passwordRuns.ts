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
  PodObservation,
  PasswordRotationJob,
  SaidPasswordVerdict,
  SealedSecretObservation,
  WorkloadObservation,
} from '../observations';
import { PHRASES } from '../reasons';
import { NamespaceView } from './namespaceView';
import { ownEntry } from './ownEntry';
import { describeTrouble } from './podTrouble';
import { podsOf, workloadName } from './rollout';
import { compareText } from './severity';

/** A Job that changes a password in a database, and what came of it. */
export interface PasswordRun {
  job: string;
  rotation: PasswordRotationJob;
  /** `unknown` when it has ended, and what it said cannot be read. */
  state: 'running' | 'done' | 'failed' | 'unknown';
  /** The last one, where there is one. */
  verdict?: SaidPasswordVerdict;
  /** What a pod of it waits for, in the cluster's words. */
  trouble?: string;
}

function isSameTime(a: string | undefined, b: string | undefined): boolean {
  return Date.parse(a ?? '') === Date.parse(b ?? '');
}

function lastVerdict(pods: PodObservation[]): SaidPasswordVerdict | undefined {
  return pods
    .flatMap(({ passwordVerdict }) => passwordVerdict ?? [])
    .sort((a, b) => compareText(a.finishedAt ?? '', b.finishedAt ?? ''))
    .pop();
}

/**
 * Where the Job stands. That it ended well is not enough: only what its pod said
 * tells what one can log in with.
 */
function stateOf(
  { active, outcome }: PasswordRotationJob,
  verdict: SaidPasswordVerdict | undefined,
): PasswordRun['state'] {
  if (verdict && verdict.verdict !== 'failed') {
    return verdict.login === 'new' ? 'done' : 'failed';
  }
  const isOver = outcome === 'complete' || outcome === 'failed';
  if (!isOver || active > 0) {
    return 'running';
  }
  return verdict ? 'failed' : 'unknown';
}

function runOf(
  job: WorkloadObservation,
  rotation: PasswordRotationJob,
  view: NamespaceView,
): PasswordRun {
  const pods = podsOf(job, view.pods);
  const verdict = lastVerdict(pods);
  const state = stateOf(rotation, verdict);
  const waiting = pods.find(pod => pod.waiting !== undefined && !pod.ready);
  const trouble =
    (waiting && `${waiting.name}: ${describeTrouble(waiting)}.`) ??
    (rotation.outcome === 'suspended' ? PHRASES.suspended : undefined);
  return {
    job: job.name,
    rotation,
    state,
    ...(verdict && { verdict }),
    ...(trouble !== undefined && state === 'running' && { trouble }),
  };
}

const BEST_FIRST: PasswordRun['state'][] = [
  'done',
  'running',
  'failed',
  'unknown',
];

/** All such Jobs of a namespace; of one rotation the one that came furthest first. */
export function passwordRuns(view: NamespaceView): PasswordRun[] {
  return view.workloads
    .flatMap(job =>
      job.kind === 'Job' && job.passwordRotation
        ? [runOf(job, job.passwordRotation, view)]
        : [],
    )
    .sort(
      (a, b) =>
        BEST_FIRST.indexOf(a.state) - BEST_FIRST.indexOf(b.state) ||
        compareText(a.job, b.job),
    );
}

/** Whether the Job is about the values that the SealedSecret has now. */
export function isCurrentRun(
  { rotation }: PasswordRun,
  sealed: SealedSecretObservation,
): boolean {
  const { passwordSlots: slots, sealedKeys } = sealed;
  if (rotation.secret !== sealed.name) {
    return false;
  }
  if (rotation.strategy === 'two-slot') {
    // Each of the three steps has its own Job; a Job of the step before is done with.
    const step = slots?.stage === 'retired' ? 'retire' : 'prepare';
    return (
      slots !== undefined &&
      rotation.step === step &&
      isSameTime(rotation.rotatedAt, slots.rotatedAt)
    );
  }
  return rotation.keys.some(key =>
    isSameTime(rotation.rotatedAt, ownEntry(sealedKeys, key)?.rotatedAt),
  );
}

/** Whether the Job makes the value valid that this key has now. */
export function isRunOfKey(
  run: PasswordRun,
  sealed: SealedSecretObservation,
  key: string,
): boolean {
  const { rotation } = run;
  const { passwordSlots: slots } = sealed;
  const isHeld =
    rotation.keys.includes(key) ||
    // After the switch the consumers' key has the slot's ciphertext.
    (slots?.passwordKey === key && slots.stage !== 'prepared');
  return (
    isHeld &&
    isCurrentRun(run, sealed) &&
    isSameTime(rotation.rotatedAt, ownEntry(sealed.sealedKeys, key)?.rotatedAt)
  );
}

/** Whether it changes this database; one that became a StatefulSet keeps its name. */
export function isRunOfDatabase(
  { rotation }: PasswordRun,
  { name, kind }: { name: string; kind: string },
  view: NamespaceView,
): boolean {
  if (rotation.database === workloadName({ kind, name })) {
    return true;
  }
  const isThere = view.workloads.some(
    workload => workloadName(workload) === rotation.database,
  );
  return !isThere && rotation.database.split('/')[1] === name;
}
