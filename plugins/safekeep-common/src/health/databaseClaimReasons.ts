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

import { Reason, reason } from '../reasons';
import { ClaimStatus } from '../status';
import { claimTrouble } from './claimTrouble';
import { databaseEngineName } from './databaseImages';
import type { Database } from './databases';

/** How bad it is to have no claim: a cache may be meant so; a database may not. */
export function withoutClaimState({
  recognized,
}: Database): 'failing' | 'attention' {
  return recognized.engine === 'redis' || recognized.engine === 'valkey'
    ? 'attention'
    : 'failing';
}

export function claimReason(
  { view }: Database,
  claim: ClaimStatus,
): Reason | undefined {
  if (claim.phase === undefined) {
    return reason('claim-not-found', { claim: claim.name });
  }
  switch (claim.phase) {
    case 'Bound':
      return undefined;
    case 'Lost':
      return reason('claim-lost', { claim: claim.name });
    default: {
      const observed = view.claims.find(({ name }) => name === claim.name);
      return (
        (observed && claimTrouble(view, observed)) ??
        reason('claim-pending', {
          claim: claim.name,
          phase: claim.phase,
          storageClass: claim.storageClass ?? '–',
        })
      );
    }
  }
}

/** How bad it is that a claim is not Bound. */
export function claimState(
  { workload }: Database,
  claim: ClaimStatus,
): 'failing' | 'attention' {
  // A StatefulSet that never had a pod never made its claims.
  const neverMade =
    claim.phase === undefined &&
    workload.kind === 'StatefulSet' &&
    workload.desired < 1;
  return neverMade ? 'attention' : 'failing';
}

export function deploymentReason(database: Database): Reason | undefined {
  return database.workload.kind === 'Deployment' && database.claims.length > 0
    ? reason('database-in-deployment', {
        engine: databaseEngineName(database.recognized.engine),
        claim: database.claims.map(claim => claim.name).join(', '),
      })
    : undefined;
}

export function withoutClaimReason(database: Database): Reason | undefined {
  const { workload, claims, recognized } = database;
  // The claims of a StatefulSet without pods may not have been made yet.
  const mayStillCome =
    workload.kind === 'Cluster' ||
    (workload.kind === 'StatefulSet' && workload.desired < 1);
  return claims.length === 0 && !mayStillCome
    ? reason('database-without-claim', {
        engine: databaseEngineName(recognized.engine),
      })
    : undefined;
}
