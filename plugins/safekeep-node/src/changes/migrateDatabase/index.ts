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

import { ConflictError } from '@backstage/errors';
import { DatabaseMigration } from '@safekeep/backstage-plugin-safekeep-common';
import { changeIdOf } from '../FileChange';
import { PlannedChange } from '../PlannedChange';
import {
  describeFinalize,
  describeRelease,
  describeRollBack,
  describeStart,
  describeSwitch,
} from './describeMigration';
import { finalizeMigration } from './finalizeMigration';
import { monitor } from './monitor';
import { MigrateDatabaseOptions, Move, ongoing, readMove } from './Move';
import { releaseLock } from './releaseLock';
import {
  RollBackDatabaseOptions,
  rollBackMigration,
} from './rollBackMigration';
import { startMigration } from './startMigration';
import { takeOver } from './takeOver';

export { chooseMigrationWay, type ChosenWay } from './chooseMigrationWay';
export type { MigrateDatabaseOptions } from './Move';
export type { RollBackDatabaseOptions } from './rollBackMigration';

/** @public */
export interface MigrateDatabaseResult extends PlannedChange {
  /** As Git will have it. */
  migration: DatabaseMigration;
  /** The workload that serves it afterwards, such as `statefulset/postgres`. */
  database: string;
}

/**
 * Works out one stage of moving a PostgreSQL server from a Deployment to a
 * StatefulSet. Whether the cluster is ready for the stage is for the caller to
 * know: here the files alone are looked at.
 *
 * @throws InputError for what cannot be moved, ConflictError for a stage that does not come next
 *
 * @public
 */
export function migrateDatabase(
  files: Map<string, string>,
  options: MigrateDatabaseOptions,
): MigrateDatabaseResult {
  const move = readMove(files, options);
  switch (options.stage) {
    case 'start': {
      const started = startMigration(move, options);
      const { migration, warnings } = started;
      return planned(move, options, migration, warnings, changes =>
        describeStart({ move, changes, ...started }),
      );
    }
    case 'switch': {
      const migration = switched(move);
      const warnings = takeOver(move, migration, options);
      return planned(move, options, migration, warnings, changes =>
        describeSwitch({ move, migration, changes, warnings }),
      );
    }
    case 'release': {
      const migration = ongoing(move, 'release');
      const object = releaseLock(move, migration, options.releasedLock);
      const lockSince = options.releasedLock!;
      return planned(move, options, migration, [], changes =>
        describeRelease({
          move,
          migration,
          changes,
          warnings: [],
          object,
          lockSince,
        }),
      );
    }
    default: {
      const finalized = finalizeMigration(
        move,
        ongoing(move, 'finish'),
        options,
      );
      const { migration } = finalized;
      const warnings = monitor(move, migration, options);
      return planned(move, options, migration, warnings, changes =>
        describeFinalize({ move, changes, warnings, ...finalized }),
      );
    }
  }
}

/**
 * Works out the way back from any stage, without two servers ever having the
 * data at once.
 *
 * @throws ConflictError where what was written would be lost and nobody said that it may be
 *
 * @public
 */
export function rollBackDatabase(
  files: Map<string, string>,
  options: RollBackDatabaseOptions,
): MigrateDatabaseResult {
  const rolledBack = rollBackMigration(files, options);
  const { move, migration } = rolledBack;
  return planned(
    move,
    { ...options, stage: 'roll-back' },
    migration,
    [],
    changes => describeRollBack({ ...rolledBack, changes, warnings: [] }),
  );
}

function switched(move: Move): DatabaseMigration {
  const migration = ongoing(move, 'switch');
  const { source } = move.deployment;
  if (migration.stage !== 'quiesce') {
    throw new ConflictError(
      `${source.path}, line ${source.line}: the migration of ${source.name} is at stage ${migration.stage} already: switch comes after quiesce`,
    );
  }
  return { ...migration, stage: 'switch' };
}

function planned(
  move: Move,
  options: Omit<Partial<MigrateDatabaseOptions>, 'stage'> & { stage: string },
  migration: DatabaseMigration,
  warnings: string[],
  describe: (changes: PlannedChange['changes']) => {
    title: string;
    description: string;
  },
): MigrateDatabaseResult {
  const changes = move.changeSet.changes();
  const { source } = move.deployment;
  const serves =
    migration.stage === 'switch' || migration.stage === 'finalized'
      ? migration.to
      : migration.from;
  return {
    ...describe(changes),
    changes,
    changeId: changeIdOf(
      {
        verb: 'migrate-database',
        namespace: move.namespace,
        name: source.name,
        stage: options.stage,
        option: migration.option,
        way: migration.way,
        backup: options.backup === true,
        storage: [
          options.newStorage,
          options.newStorageClass,
          options.newImage,
        ].map(each => each ?? ''),
        releasedLock: options.releasedLock ?? 0,
        ...(options.monitoring && { monitoring: options.monitoring }),
      },
      changes,
    ),
    path: source.path,
    keys: [],
    restartedWorkloads: [],
    warnings,
    migration,
    database: serves,
  };
}
