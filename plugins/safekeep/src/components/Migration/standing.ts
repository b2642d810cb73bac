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
  DatabaseMigrationStatus,
  DatabaseMigrationStep,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Step } from '../Stages';

/** How a step of a migration looks in a row of steps. */
export const PROGRESS = {
  done: 'done',
  running: 'running',
  waiting: 'pending',
  failed: 'failed',
  'not-known': 'unknown',
} as const satisfies Record<DatabaseMigrationStep['state'], Step['progress']>;

/** Where a migration stands: how many steps are done, and the first that is not. */
export function standingOf({ steps }: DatabaseMigrationStatus): {
  done: number;
  total: number;
  at?: DatabaseMigrationStep;
} {
  return {
    done: steps.filter(({ state }) => state === 'done').length,
    total: steps.length,
    at: steps.find(({ state }) => state !== 'done'),
  };
}

/** Whether something came out wrong, so that going on is not what to offer first. */
export function isInTrouble({
  steps,
  verification,
}: DatabaseMigrationStatus): boolean {
  return (
    steps.some(({ state }) => state === 'failed') ||
    verification.some(({ result }) => result === 'fail')
  );
}

/**
 * The one action of a migration that a row has room for: what mends or goes
 * on; the way back where something came out wrong.
 */
export function actionOf(
  migration: DatabaseMigrationStatus,
): StatusAction | undefined {
  const { next, rollBack } = migration;
  return isInTrouble(migration) && next?.stage !== 'release'
    ? rollBack ?? next?.action
    : next?.action;
}

/** The words for a step: on the way back the servers change places. */
export function stepKey(
  { stage }: DatabaseMigrationStatus,
  id: DatabaseMigrationStep['id'],
) {
  return stage === 'roll-back' && (id === 'stopped' || id === 'ready')
    ? (`migration.stepBack.${id}` as const)
    : (`migration.step.${id}` as const);
}
