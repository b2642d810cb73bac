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

import { RepositoryFacts } from '../facts';
import { reason, Reason } from '../reasons';
import { DatabaseMigrationStatus, DatabaseMigrationStep } from '../status';
import { StatusAction } from '../statusAction';
import {
  MigrationView,
  snapshotBefore,
  verificationOf,
} from './databaseMigrations';
import { Finding } from './findings';
import { leftLock, migrationSteps } from './migrationSteps';
import { isLive, whyNotLive } from './sources';

/** Who looks, and where changes are proposed. */
export interface MigrationContext {
  entityRef: string;
  mayPropose: boolean;
  repository?: RepositoryFacts;
}

type Next = NonNullable<DatabaseMigrationStatus['next']>;

/** What a change of a database's workload is proposed with; undefined where it cannot be. */
export function workloadAction(
  template: 'migrate-postgres' | 'roll-back-postgres',
  { view, database }: { view: MigrationView['view']; database: string },
  { entityRef, mayPropose, repository }: MigrationContext,
  more: Record<string, string> = {},
): StatusAction | undefined {
  return mayPropose &&
    repository &&
    isLive(repository.source) &&
    isLive(view.source)
    ? {
        template,
        formData: {
          entityRef,
          cluster: view.cluster,
          namespace: view.namespace,
          repository: repository.url,
          database,
          ...more,
        },
      }
    : undefined;
}

/** Why the steps keep from going on; what nobody can tell any more does not for ever. */
function blocking(
  steps: DatabaseMigrationStep[],
  ids: DatabaseMigrationStep['id'][],
  mayBeUnknown: DatabaseMigrationStep['id'][] = [],
): Reason[] {
  return steps.flatMap(({ id, state, reason: why }) => {
    const isFine =
      state === 'done' || (state === 'not-known' && mayBeUnknown.includes(id));
    return !ids.includes(id) || isFine
      ? []
      : [why ?? reason('migration-under-way')];
  });
}

function nextStage(
  move: MigrationView,
  steps: DatabaseMigrationStep[],
): Omit<Next, 'action'> | undefined {
  const { stage, option } = move.migration;
  if (stage === 'quiesce') {
    return {
      stage: 'switch',
      blockedBy: blocking(steps, ['quiesced', 'snapshot-taken']),
    };
  }
  if (stage === 'finalized') {
    return undefined;
  }
  const lockSince = leftLock(move);
  if (lockSince !== undefined) {
    return { stage: 'release', blockedBy: [], lockSince };
  }
  return {
    stage: 'finalize',
    blockedBy: blocking(
      steps,
      ['stopped', 'guard-passed', 'ready', 'verified'],
      // The data directory is the same one; of a restore only this tells.
      option === 'reuse-claim' && move.after?.state === 'taken'
        ? ['verified']
        : [],
    ),
  };
}

function describeNext(
  move: MigrationView,
  steps: DatabaseMigrationStep[],
  context: MigrationContext,
): Next | undefined {
  const next = nextStage(move, steps);
  if (!next) {
    return undefined;
  }
  const { view, migration } = move;
  const blockedBy = isLive(view.source)
    ? next.blockedBy
    : [whyNotLive(view.source, context.entityRef), ...next.blockedBy];
  const action =
    blockedBy.length === 0
      ? workloadAction(
          'migrate-postgres',
          { view, database: migration.from },
          context,
          {
            option: migration.option,
            stage: next.stage,
            // Exactly the lock that was seen, and no later one.
            ...(next.lockSince !== undefined && {
              releasedLock: String(next.lockSince),
            }),
          },
        )
      : undefined;
  return { ...next, blockedBy, ...(action && { action }) };
}

/** How a database's move stands, what can be done next, and the way back. */
export function describeMigration(
  move: MigrationView,
  context: MigrationContext,
): DatabaseMigrationStatus {
  const { view, migration, after } = move;
  const verification = verificationOf(move);
  const steps = migrationSteps(move, verification);
  const next = describeNext(move, steps, context);
  const before = snapshotBefore(move);
  // A restored one that is finished has been written to since.
  const canGoBack =
    migration.stage === 'quiesce' ||
    migration.stage === 'switch' ||
    (migration.stage === 'finalized' && migration.option === 'reuse-claim');
  const rollBack = canGoBack
    ? workloadAction(
        'roll-back-postgres',
        {
          view,
          database:
            migration.stage === 'quiesce' ? migration.from : migration.to,
        },
        context,
      )
    : undefined;
  return {
    ...migration,
    steps,
    verification,
    ...(before && { before }),
    ...(after?.snapshot && { after: after.snapshot }),
    ...(next && { next }),
    ...(rollBack && { rollBack }),
  };
}

/** What the move makes of the database's state: what is wrong before what is next. */
export function migrationFindings(
  status: DatabaseMigrationStatus,
  { from }: MigrationView,
): Pick<Finding, 'state' | 'reason'>[] {
  const { steps, stage, next } = status;
  const found = steps.flatMap(
    ({ id, state, reason: why }): Pick<Finding, 'state' | 'reason'>[] => {
      if (!why || state === 'done') {
        return [];
      }
      // Without a snapshot the database still serves as it did.
      const isHarm = state === 'failed' && id !== 'snapshot-taken';
      return [{ state: isHarm ? 'failing' : 'attention', reason: why }];
    },
  );
  if (stage === 'finalized') {
    return found;
  }
  if (stage === 'roll-back') {
    const isOver = steps.every(({ state }) => state === 'done');
    const code = isOver ? 'migration-rolled-back' : 'migration-rolling-back';
    return [
      ...found,
      { state: 'attention', reason: reason(code, { name: from?.name ?? '' }) },
    ];
  }
  if (!next || next.blockedBy.length > 0 || next.stage === 'release') {
    return found.length > 0
      ? found
      : [{ state: 'attention', reason: reason('migration-under-way') }];
  }
  const code =
    next.stage === 'switch' ? 'migration-can-switch' : 'migration-can-finalize';
  return [...found, { state: 'attention', reason: reason(code) }];
}
