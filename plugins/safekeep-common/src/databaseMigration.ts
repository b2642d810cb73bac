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
  isCount,
  isName,
  isTime,
  isWorkloadName,
  oneOf,
  parseObject,
} from './foreignJson';

/**
 * Annotation of the Deployment and of the StatefulSet between which a database
 * moves, on their own metadata: a {@link DatabaseMigration} in JSON.
 *
 * @public
 */
export const ANNOTATION_DATABASE_MIGRATION = 'safekeep.io/database-migration';

/**
 * Annotation of a workload that a migration has scaled to zero: its replicas
 * from before, as a number; of a CronJob `active` or `suspended`.
 *
 * @public
 */
export const ANNOTATION_REPLICAS_BEFORE = 'safekeep.io/replicas-before';

/**
 * Name of the init container that keeps a server from starting while another
 * may still have its data directory.
 *
 * @public
 */
export const GUARD_CONTAINER = 'safekeep-guard';

const OPTIONS = ['reuse-claim', 'dump-and-restore'] as const;
const WAYS = ['guarded', 'staged'] as const;
const STAGES = ['quiesce', 'switch', 'roll-back', 'finalized'] as const;
const RESULTS = ['pass', 'warn', 'fail', 'not-known'] as const;

/**
 * Moving a PostgreSQL database from a Deployment to a StatefulSet, as far as
 * Git has it.
 *
 * @public
 */
export interface DatabaseMigration {
  /** The same through all stages; part of the names of its Jobs. Ten hex digits. */
  id: string;
  /** The StatefulSet mounts the claim that is there, or a new one that a dump is restored into. */
  option: (typeof OPTIONS)[number];
  /** All in one pull request, or clients off first. */
  way: (typeof WAYS)[number];
  /**
   * What Git asked for last. `quiesce`: what uses the database is at zero.
   * `switch`: the Deployment is at zero, the StatefulSet serves. `roll-back`:
   * the other way round. `finalized`: the StatefulSet alone is left.
   */
  stage: (typeof STAGES)[number];
  /** Kind in lower case and name: `deployment/postgres`. */
  from: string;
  /** `statefulset/postgres` */
  to: string;
  /** The claim that the Deployment mounts. */
  claim: string;
  /** With `dump-and-restore`: the claim that the StatefulSet makes. */
  newClaim?: string;
  /** ISO 8601. */
  startedAt: string;
  /** Once `finalized`: what the comparison of before and after came to. */
  verified?: (typeof RESULTS)[number];
}

const GUARD_VERDICTS = [
  'passed',
  'passed-before',
  'released',
  'waiting',
  'no-data',
  'wrong-major',
  'wrong-owner',
] as const;

/**
 * What the guard says when it ends, in its termination message.
 *
 * `passed`: no server has the data directory. `passed-before`: it had passed
 * for this migration already. `released`: the lock of a server that was killed
 * was given up by a pull request. `waiting`: a lock is there. The others: the
 * directory is not the database that was expected; nothing was started.
 *
 * @public
 */
export interface GuardVerdict {
  verdict: (typeof GUARD_VERDICTS)[number];
  /** When the server started that the lock is of, in seconds since 1970, as `postmaster.pid` has it. */
  lockSince?: number;
}

/** @public */
export function renderDatabaseMigration(migration: DatabaseMigration): string {
  const { id, option, way, stage, from, to, claim, newClaim } = migration;
  const { startedAt, verified } = migration;
  return JSON.stringify({
    id,
    option,
    way,
    stage,
    from,
    to,
    claim,
    ...(newClaim !== undefined && { newClaim }),
    startedAt,
    ...(verified !== undefined && { verified }),
  });
}

/**
 * Reads {@link ANNOTATION_DATABASE_MIGRATION}; undefined for what is none,
 * since anyone may have written it.
 *
 * @public
 */
export function parseDatabaseMigration(
  text: string | undefined,
): DatabaseMigration | undefined {
  const value = parseObject(text);
  const { id, option, way, stage, from, to, claim } = value ?? {};
  const { newClaim, startedAt, verified } = value ?? {};
  const isMigration =
    typeof id === 'string' &&
    /^[0-9a-f]{10}$/.test(id) &&
    oneOf(option, OPTIONS) &&
    oneOf(way, WAYS) &&
    oneOf(stage, STAGES) &&
    isWorkloadName(from) &&
    isWorkloadName(to) &&
    isName(claim) &&
    isTime(startedAt);
  if (!isMigration) {
    return undefined;
  }
  return {
    id,
    option,
    way,
    stage,
    from,
    to,
    claim,
    ...(isName(newClaim) && { newClaim }),
    startedAt,
    ...(oneOf(verified, RESULTS) && { verified }),
  };
}

/**
 * Reads the guard's verdict out of a termination message. Only what is
 * enumerated comes out.
 *
 * @public
 */
export function parseGuardVerdict(
  message: string | undefined,
): GuardVerdict | undefined {
  const { safekeep, verdict, lockSince } = parseObject(message) ?? {};
  if (safekeep !== 'database-guard' || !oneOf(verdict, GUARD_VERDICTS)) {
    return undefined;
  }
  return { verdict, ...(isCount(lockSince) && { lockSince }) };
}

/**
 * A verdict as the guard writes it: one line of JSON.
 *
 * @public
 */
export function renderGuardVerdict({
  verdict,
  lockSince,
}: GuardVerdict): string {
  return JSON.stringify({
    safekeep: 'database-guard',
    verdict,
    ...(lockSince !== undefined && { lockSince }),
  });
}
