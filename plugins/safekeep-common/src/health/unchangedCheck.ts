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

import { reason } from '../reasons';
import { HealthState } from '../status';
import { CheckPart } from './checkParts';
import { verificationOf } from './databaseMigrations';
import type { Database } from './databases';
import { migrationSteps } from './migrationSteps';
import { workloadName } from './rollout';

/** What a person looks for first. */
const TOLD = ['tables', 'rows', 'sequences', 'checksums'];

/** Of a database that moves or has moved: whether it holds what it held. */
export function unchangedParts({ move, workload }: Database): CheckPart[] {
  if (!move) {
    return [];
  }
  const lines = verificationOf(move);
  const step = migrationSteps(move, lines).find(({ id }) => id === 'verified');
  if (!step) {
    return [];
  }
  const told = lines.filter(({ id }) => TOLD.includes(id));
  const evidence =
    told.length > 0
      ? told
          .map(({ id, before, after }) => `${id} ${before} → ${after}`)
          .join(', ')
      : `${step.state}, ${workloadName(workload)}`;
  const states: Record<typeof step.state, HealthState> = {
    done: 'ok',
    failed: 'failing',
    running: 'unknown',
    waiting: 'unknown',
    'not-known': 'unknown',
  };
  const state = states[step.state];
  return [
    {
      state,
      evidence,
      ...(state !== 'ok' && {
        reason: step.reason ?? reason('migration-under-way'),
      }),
    },
  ];
}
