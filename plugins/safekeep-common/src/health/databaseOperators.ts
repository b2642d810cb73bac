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

import { OperatorStatus } from '../databaseFacts';
import { PHRASES, Reason, reason } from '../reasons';
import { OperatedDatabaseObservation } from '../surroundings';
import type { Database } from './databases';

/** What each operator says of a cluster of servers that is well. */
const WELL: Record<OperatedDatabaseObservation['kind'], string> = {
  Cluster: 'Cluster in healthy state',
  postgresql: 'Running',
};

const NAMES: Record<OperatedDatabaseObservation['kind'], string> = {
  Cluster: 'CloudNativePG',
  postgresql: 'Zalando’s operator',
};

export function describeOperator({
  operated,
  workload,
}: Database): OperatorStatus | undefined {
  if (!operated) {
    return undefined;
  }
  const { phase, phaseReason, primary, walArchiving } = operated;
  const { lastBackupAt, lastFailedBackupAt, recoverableSince } = operated;
  return {
    operator: operated.kind === 'Cluster' ? 'cloudnative-pg' : 'zalando',
    ...(phase && { phase }),
    ...(phaseReason && { phaseReason }),
    ...(primary && { primary }),
    instances: operated.instances,
    readyInstances: operated.readyInstances ?? workload.ready,
    ...(lastBackupAt && { lastBackupAt }),
    ...(lastFailedBackupAt && { lastFailedBackupAt }),
    ...(recoverableSince && { recoverableSince }),
    ...(walArchiving && { walArchiving }),
  };
}

/** What its operator says is not well. */
export function operatorReasons({ operated }: Database): Reason[] {
  if (!operated) {
    return [];
  }
  const { kind, phase, phaseReason, walArchiving } = operated;
  const reasons: Reason[] = [];
  if (phase !== WELL[kind]) {
    reasons.push(
      reason('operator-not-well', {
        operator: NAMES[kind],
        message: phase
          ? [phase, phaseReason].filter(Boolean).join(', ')
          : PHRASES['nothing-said'],
      }),
    );
  }
  if (walArchiving === 'failing') {
    reasons.push(reason('wal-archiving-failing'));
  }
  return reasons;
}
