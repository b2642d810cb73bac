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

import { StatusAction } from '../statusAction';
import { Database } from './databases';
import { DatabaseActionContext } from './passwordActions';
import { workloadAction } from './migrationStatus';
import { workloadName } from './rollout';

/**
 * Moving a database out of its Deployment, where one can be: PostgreSQL with one
 * claim, which nothing else is under way with.
 */
export function startOfMigration(
  { view, workload, recognized, claims, rotations, move }: Database,
  context: DatabaseActionContext,
): StatusAction | undefined {
  const isHalfWay = rotations.some(
    ({ strategy, step, run }) =>
      run?.state === 'running' ||
      (strategy === 'two-slot' && step !== 'retire'),
  );
  return workload.kind === 'Deployment' &&
    recognized.engine === 'postgresql' &&
    claims.length === 1 &&
    !isHalfWay &&
    !move
    ? workloadAction(
        'migrate-postgres',
        { view, database: workloadName(workload) },
        context,
      )
    : undefined;
}
