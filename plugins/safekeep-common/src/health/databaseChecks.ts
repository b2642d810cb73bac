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

import { CheckStatus, ClaimStatus } from '../status';
import { CheckPart, combineParts, relyingOn } from './checkParts';
import {
  claimReason,
  claimState,
  deploymentReason,
  withoutClaimReason,
  withoutClaimState,
} from './databaseClaimReasons';
import { Database } from './databases';
import { readinessReason } from './databaseReadiness';
import { connectionParts } from './connectionCheck';
import { NamespaceView } from './namespaceView';
import { unchangedParts } from './unchangedCheck';
import { podsOf, readyEvidence, workloadName } from './rollout';

function statefulSetPart(database: Database): CheckPart {
  const { workload, view } = database;
  if (workload.kind === 'Deployment') {
    const inDeployment = deploymentReason(database);
    return {
      state: inDeployment ? 'failing' : withoutClaimState(database),
      evidence: readyEvidence(workload, workloadName(workload)),
      reason: inDeployment ?? withoutClaimReason(database),
    };
  }
  const pods = podsOf(workload, view.pods).map(({ name }) => name);
  const why = readinessReason(workload, view.pods);
  const down = workload.desired > 0 && workload.ready < 1;
  const trouble = down ? 'failing' : 'attention';
  return {
    state: why ? trouble : 'ok',
    evidence: readyEvidence(
      workload,
      pods.length > 0 ? pods.join(', ') : workload.name,
    ),
    reason: why,
  };
}

function claimPart(database: Database, claim: ClaimStatus): CheckPart {
  const { name, phase, capacity, storageClass } = claim;
  const why = claimReason(database, claim);
  return {
    state: why ? claimState(database, claim) : 'ok',
    evidence:
      phase === undefined
        ? `persistentvolumeclaims "${name}" not found`
        : [phase, capacity, storageClass, name].filter(Boolean).join(', '),
    reason: why,
  };
}

function claimParts(database: Database): CheckPart[] {
  const without = withoutClaimReason(database);
  return without
    ? [
        {
          state: withoutClaimState(database),
          evidence: `no claim, ${workloadName(database.workload)}`,
          reason: without,
        },
      ]
    : database.claims.map(claim => claimPart(database, claim));
}

/** Of what need not apply: a place that cannot be seen does not make it apply. */
function whereItApplies(
  id: CheckStatus['id'],
  found: CheckPart[],
  views: NamespaceView[],
): CheckStatus[] {
  return found.length > 0 ? combineParts(id, found, views) : [];
}

/** The checks of an entity's databases; none when it has none. */
export function databaseChecks(
  views: NamespaceView[],
  databases: Database[],
): CheckStatus[] {
  const parts = (describe: (database: Database) => CheckPart[]) =>
    databases.flatMap(database =>
      describe(database).map(part => relyingOn([database.view.source], part)),
    );
  return [
    ...combineParts(
      'database-in-stateful-set',
      parts(database => [statefulSetPart(database)]),
      views,
    ),
    ...combineParts('claims-bound', parts(claimParts), views),
    ...whereItApplies(
      'database-connected',
      parts(database => connectionParts(database, databases)),
      views,
    ),
    ...whereItApplies('data-unchanged', parts(unchangedParts), views),
  ];
}
