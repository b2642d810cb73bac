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

import { Reason, ReasonCode } from '../reasons';
import { DatabaseMigrationStatus } from '../status';
import { StatusAction } from '../statusAction';

/** What a new password cures, of the one secret that the reason names. */
const ROTATED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'database-password-unconfirmed',
  'password-rotation-not-known',
  'password-rotation-failed',
  'password-role-missing',
  'password-slot-prepared',
  'password-slot-switched',
  'snapshot-login-refused',
]);

/** What the next stage of a move cures. */
const MOVED_ON: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'migration-can-switch',
  'migration-can-finalize',
  'migration-lock-left',
  'migration-rolled-back',
]);

/** What the way back cures, as its own words say. */
const ROLLED_BACK: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'migration-before-not-known',
  'migration-guard-no-data',
  'migration-guard-wrong-owner',
  'migration-verification-failed',
  'snapshot-dump-missing',
  'snapshot-md5-passwords',
]);

/** The changes that a person can make of a database, as far as each can be made now. */
export interface DatabaseCures {
  /** Out of its Deployment. */
  start: StatusAction | undefined;
  /** New passwords, of each secret; what is half-way first. */
  passwords: StatusAction[];
  migration: DatabaseMigrationStatus | undefined;
}

function cureOf(
  { code, parameters }: Reason,
  { start, passwords, migration }: DatabaseCures,
): StatusAction | undefined {
  if (code === 'database-in-deployment') {
    return start;
  }
  if (code === 'database-version-ended' || code === 'database-version-ending') {
    // What it wrote, another major does not read.
    return (
      start && {
        ...start,
        formData: { ...start.formData, option: 'dump-and-restore' },
      }
    );
  }
  if (ROTATED.has(code)) {
    return passwords.find(
      ({ formData }) => (parameters.secret ?? formData.name) === formData.name,
    );
  }
  if (MOVED_ON.has(code)) {
    return migration?.next?.action;
  }
  return ROLLED_BACK.has(code) ? migration?.rollBack : undefined;
}

/**
 * The reason with the change that cures it, where a template makes that change;
 * most are cured in Git or in the cluster, by hand.
 */
export function withCure(found: Reason, cures: DatabaseCures): Reason {
  const action = cureOf(found, cures);
  return action ? { ...found, action } : found;
}
