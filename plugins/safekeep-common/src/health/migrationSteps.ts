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

import { GuardVerdict } from '../databaseMigration';
import { PodObservation } from '../observations';
import { reason, Reason, ReasonCode } from '../reasons';
import { DatabaseMigrationStep, VerificationLine } from '../status';
import {
  isAtZero,
  livingPods,
  MigrationView,
  rolesOf,
  snapshotBefore,
  strangersOnClaim,
} from './databaseMigrations';
import { readinessReason } from './databaseReadiness';
import { isRolledOut, workloadName } from './rollout';
import { whyNotTaken } from './snapshotRuns';

type Step = Omit<DatabaseMigrationStep, 'id'>;

const DONE: Step = { state: 'done' };
const WAITING: Step = { state: 'waiting' };

function names(items: { name: string }[]): string {
  return items.map(({ name }) => name).join(', ');
}

function quiesced({ view, migration, consumers }: MigrationView): Step {
  if (migration.stage === 'finalized') {
    return DONE;
  }
  const running = consumers.filter(each => !isAtZero(view, each));
  return running.length > 0
    ? {
        state: 'running',
        reason: reason('migration-consumers-running', {
          consumers: running.map(workloadName).join(', '),
        }),
      }
    : DONE;
}

function snapshotTaken(move: MigrationView): Step {
  if (snapshotBefore(move) || move.migration.stage === 'finalized') {
    return DONE;
  }
  const why = whyNotTaken(move.before);
  const { stage, way } = move.migration;
  if (!move.before) {
    // Once it has moved it is too late.
    return stage === 'switch' && way === 'staged'
      ? { state: 'not-known', reason: reason('migration-before-not-known') }
      : { ...WAITING, ...(why && { reason: why }) };
  }
  const states = {
    taken: 'done',
    running: 'running',
    failed: 'failed',
    unknown: 'not-known',
  } as const;
  return { state: states[move.before.state], ...(why && { reason: why }) };
}

/** The server that is not to serve any more is gone, and nothing else has its volume. */
export function stopped(move: MigrationView): Step {
  const { view, migration } = move;
  if (migration.stage === 'quiesce') {
    return WAITING;
  }
  const { resting } = rolesOf(move);
  if (resting && !isAtZero(view, resting)) {
    const pods = livingPods(view, resting);
    return {
      state: 'running',
      reason: reason('migration-old-server-running', {
        pods: pods.length > 0 ? names(pods) : workloadName(resting),
        workload: workloadName(resting),
      }),
    };
  }
  const strangers =
    migration.option === 'reuse-claim' ? strangersOnClaim(move) : [];
  return strangers.length > 0
    ? {
        state: 'running',
        reason: reason('migration-claim-in-use', {
          claim: migration.claim,
          pods: names(strangers),
        }),
      }
    : DONE;
}

const REFUSALS: Partial<Record<GuardVerdict['verdict'], ReasonCode>> = {
  'no-data': 'migration-guard-no-data',
  'wrong-major': 'migration-guard-wrong-major',
  'wrong-owner': 'migration-guard-wrong-owner',
};

/** In seconds since 1970, as a time where it is one. */
function timeOf(seconds: number): string {
  return seconds < 1e11
    ? new Date(seconds * 1000).toISOString()
    : String(seconds);
}

/** What the guard of the serving workload's pods said last. */
function guardOf(move: MigrationView): GuardVerdict | undefined {
  const { serving } = rolesOf(move);
  return livingPods(move.view, serving).find(
    ({ guardVerdict }: PodObservation) => guardVerdict,
  )?.guardVerdict;
}

/**
 * When the server started whose lock the guard waits for though nothing that
 * could have it is left; undefined where there is no such lock.
 */
export function leftLock(move: MigrationView): number | undefined {
  const { verdict, lockSince } = guardOf(move) ?? {};
  return move.migration.option === 'reuse-claim' &&
    verdict === 'waiting' &&
    stopped(move).state === 'done'
    ? lockSince
    : undefined;
}

function guardPassed(move: MigrationView): Step {
  const { stage } = move.migration;
  if (stage === 'quiesce') {
    return WAITING;
  }
  const { serving } = rolesOf(move);
  const said = guardOf(move);
  const isReady = serving !== undefined && serving.ready > 0;
  if (!said) {
    if (stage === 'finalized') {
      return DONE;
    }
    return isReady
      ? { state: 'not-known', reason: reason('migration-guard-silent') }
      : WAITING;
  }
  const { verdict, lockSince } = said;
  const refusal = REFUSALS[verdict];
  if (refusal) {
    return { state: 'failed', reason: reason(refusal) };
  }
  if (verdict !== 'waiting') {
    return DONE;
  }
  if (lockSince === undefined) {
    return { state: 'running', reason: reason('migration-guard-looking') };
  }
  const date = timeOf(lockSince);
  return leftLock(move) !== undefined
    ? { state: 'failed', reason: reason('migration-lock-left', { date }) }
    : { state: 'running', reason: reason('migration-guard-waiting', { date }) };
}

function ready(move: MigrationView): Step {
  const { view, migration } = move;
  const { serving } = rolesOf(move);
  if (migration.stage === 'quiesce' || !serving) {
    return WAITING;
  }
  const why = readinessReason(serving, view.pods);
  if (why) {
    return { state: 'running', reason: why };
  }
  return isRolledOut(serving)
    ? DONE
    : { state: 'running', reason: reason('migration-under-way') };
}

function resultOf(lines: VerificationLine[]): Step {
  const failed = lines.filter(({ result }) => result === 'fail');
  return failed.length > 0
    ? {
        state: 'failed',
        reason: reason('migration-verification-failed', {
          lines: failed.map(({ id }) => id).join(', '),
        }),
      }
    : DONE;
}

function verified(move: MigrationView, lines: VerificationLine[]): Step {
  const { after, migration } = move;
  if (lines.length > 0) {
    return resultOf(lines);
  }
  if (migration.stage === 'quiesce') {
    return WAITING;
  }
  if (migration.stage === 'finalized') {
    const { verified: result = 'not-known' } = migration;
    return result === 'pass' || result === 'warn'
      ? DONE
      : { state: 'not-known', reason: reason('migration-before-not-known') };
  }
  const why: Reason =
    whyNotTaken(after) ?? reason('migration-before-not-known');
  if (!after) {
    return { state: 'waiting', reason: why };
  }
  const states = {
    taken: 'not-known',
    running: 'running',
    failed: 'failed',
    unknown: 'not-known',
  } as const;
  return { state: states[after.state], reason: why };
}

function finalized(move: MigrationView): Step {
  const { view, migration, from, consumers } = move;
  if (migration.stage !== 'finalized') {
    return WAITING;
  }
  if (from) {
    return {
      state: 'running',
      reason: reason('migration-deployment-left', {
        name: from.name,
        namespace: view.namespace,
      }),
    };
  }
  const left = consumers.filter(each => isAtZero(view, each));
  return left.length > 0
    ? {
        state: 'running',
        reason: reason('migration-consumers-left', {
          consumers: left.map(workloadName).join(', '),
        }),
      }
    : DONE;
}

/** The steps of a move, in the order in which they come. */
export function migrationSteps(
  move: MigrationView,
  lines: VerificationLine[],
): DatabaseMigrationStep[] {
  const { option, way, stage } = move.migration;
  const isBack = stage === 'roll-back';
  const steps: [DatabaseMigrationStep['id'], Step, boolean][] = [
    ['quiesced', quiesced(move), way === 'staged' && !isBack],
    ['snapshot-taken', snapshotTaken(move), !isBack],
    ['stopped', stopped(move), true],
    ['guard-passed', guardPassed(move), option === 'reuse-claim'],
    ['ready', ready(move), true],
    ['verified', verified(move, lines), !isBack],
    ['finalized', finalized(move), !isBack],
  ];
  return steps.flatMap(([id, step, applies]) =>
    applies ? [{ id, ...step }] : [],
  );
}
