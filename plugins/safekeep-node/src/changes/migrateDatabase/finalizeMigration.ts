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
import {
  ANNOTATION_DATABASE_MIGRATION,
  DatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ServiceObject } from '../../postgres/serviceObjects';
import { removeFromFile } from '../replacePlainFile';
import { removeAnnotation, writeMigration } from './annotations';
import { restoreConsumers } from './consumers';
import { removePatches } from './copyPatches';
import { MigrateDatabaseOptions, Move } from './Move';
import { dropGuard } from './releaseLock';
import { removeJobs } from './snapshotJobs';

export interface FinalizedMigration {
  migration: DatabaseMigration;
  consumers: ServiceObject[];
  /** Whether a guard left, which replaces the server's pod. */
  restarts: boolean;
}

/** The last pull request: what was only needed for the move leaves Git. */
export function finalizeMigration(
  move: Move,
  migration: DatabaseMigration,
  { verified }: Pick<MigrateDatabaseOptions, 'verified'>,
): FinalizedMigration {
  const { changeSet, deployment, statefulSet, sources } = move;
  const { source } = deployment;
  if (migration.stage === 'quiesce' || !statefulSet) {
    throw new ConflictError(
      `${source.path}, line ${source.line}: the StatefulSet of ${source.name} is not in Git yet: the next stage is switch`,
    );
  }
  if (migration.stage === 'switch' && verified === 'fail') {
    throw new ConflictError(
      'The comparison of before and after failed: what was there is not all there. Roll back, or look into it; the Deployment and its claim stay until then',
    );
  }
  const consumers = restoreConsumers(move);
  if (migration.stage === 'roll-back') {
    const headless = sources.find(
      ({ kind, name, path }) =>
        kind === 'Service' &&
        name === `${source.name}-headless` &&
        path === statefulSet.path,
    );
    removePatches(move, 'StatefulSet');
    const restarts = dropGuard(changeSet, source);
    removeAnnotation(changeSet, source, ANNOTATION_DATABASE_MIGRATION);
    removeAll(move, [statefulSet, ...(headless ? [headless] : [])]);
    removeJobs(move, migration);
    return { migration, consumers, restarts };
  }
  const finalized: DatabaseMigration = {
    ...migration,
    stage: 'finalized',
    verified: verified ?? 'not-known',
  };
  const restarts = dropGuard(changeSet, statefulSet);
  writeMigration(changeSet, statefulSet, finalized);
  removePatches(move, 'Deployment');
  removeAll(move, [source]);
  removeJobs(move, migration);
  return { migration: finalized, consumers, restarts };
}

function removeAll({ changeSet }: Move, objects: ServiceObject[]): void {
  const ordered = [...objects].sort(
    (a, b) =>
      b.position.document - a.position.document ||
      (b.position.item ?? 0) - (a.position.item ?? 0),
  );
  for (const { path, position } of ordered) {
    removeFromFile(changeSet, { path, position });
  }
}
