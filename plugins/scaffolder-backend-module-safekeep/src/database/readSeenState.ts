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

import { ConflictError, InputError } from '@backstage/errors';
import {
  DatabaseMigration,
  DatabaseStatus,
  Reason,
} from '@safekeep/backstage-plugin-safekeep-common';
import { MigrateDatabaseOptions } from '@safekeep/backstage-plugin-safekeep-node';

/** What the cluster tells that a stage needs. */
export type SeenState = Pick<
  MigrateDatabaseOptions,
  'appliedBy' | 'before' | 'verified' | 'releasedLock'
> & { warnings: string[] };

/**
 * Refuses a stage that the cluster is not ready for, with the very reasons that
 * the service's page shows.
 *
 * @param state - undefined where nobody can look
 */
export function readSeenState(
  stage: MigrateDatabaseOptions['stage'],
  state: DatabaseStatus | undefined,
): SeenState {
  if (!state) {
    if (stage !== 'start') {
      throw new InputError(
        `The stage ${stage} needs to know how the database stands in its cluster, and here is nobody to ask: run it as a template of Backstage, from the service’s page`,
      );
    }
    return {
      warnings: [
        'Nobody looked at the cluster: see for yourself that the database runs and is sound.',
      ],
    };
  }
  const { appliedBy, migration, workload, reasons } = state;
  const common = { ...(appliedBy && { appliedBy }) };
  if (stage === 'start') {
    if (state.state !== 'unknown' && workload.ready === 0) {
      throw new ConflictError(
        `The database is not ready, and nothing could be looked at beforehand. ${sentences(
          reasons,
        )}`,
      );
    }
    return {
      ...common,
      warnings:
        state.state === 'unknown'
          ? [
              `How the database stands cannot be told now: ${sentences(
                reasons,
              )}`,
            ]
          : [],
    };
  }
  if (!migration) {
    throw new ConflictError(
      'The cluster knows nothing of a migration of this database: merge the first pull request, and wait until it is applied',
    );
  }
  const { next } = migration;
  if (!next || next.stage !== stage) {
    throw new ConflictError(
      `The stage ${stage} does not come next: ${
        next ? `${next.stage} does` : 'nothing is left to do'
      }`,
    );
  }
  if (next.blockedBy.length > 0) {
    throw new ConflictError(
      `The stage ${stage} has to wait. ${sentences(next.blockedBy)}`,
    );
  }
  return {
    ...common,
    ...(migration.before && { before: migration.before }),
    ...(next.lockSince !== undefined && { releasedLock: next.lockSince }),
    verified: resultOf(migration.verification),
    warnings: [],
  };
}

/** The worst of all lines; one that could not be compared is no plain `pass`. */
function resultOf(
  lines: { result: NonNullable<DatabaseMigration['verified']> }[],
): NonNullable<DatabaseMigration['verified']> {
  if (lines.length === 0) {
    return 'not-known';
  }
  if (lines.some(({ result }) => result === 'fail')) {
    return 'fail';
  }
  return lines.every(({ result }) => result === 'pass') ? 'pass' : 'warn';
}

function sentences(reasons: Reason[]): string {
  return reasons
    .map(({ why, whatToDo }) => [why, whatToDo].filter(Boolean).join(' '))
    .join(' ');
}
