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

import { Reason } from '../reasons';
import {
  claimLeftBehindReason,
  dataOutsideReason,
  otherDirectoryReason,
} from './dataDirectory';
import { backupReasons, describeBackups } from './databaseBackups';
import {
  claimReason,
  claimState,
  deploymentReason,
  withoutClaimReason,
  withoutClaimState,
} from './databaseClaimReasons';
import { operatorReasons } from './databaseOperators';
import { unconfirmedPasswords } from './databasePasswords';
import { readinessReason, waitsForClaim } from './databaseReadiness';
import type { Database } from './databases';
import { serviceReasons } from './databaseServices';
import { syncReasons } from './databaseSync';
import { Finding } from './findings';
import { rotationFindings } from './passwordFindings';
import { sharedClaimReasons, twoServersReasons } from './sharedClaims';

/** @param all - the databases of all namespaces, this one among them */
export function findingsOf(database: Database, all: Database[]): Finding[] {
  const findings: Finding[] = [];
  const add = (state: Finding['state'], found: Reason | undefined) => {
    if (found) {
      findings.push({ state, reason: found, sources: [database.view.source] });
    }
  };
  const { view, workload, claims } = database;
  const addReadiness = () =>
    add(
      workload.desired > 0 && workload.ready < 1 ? 'failing' : 'attention',
      readinessReason(workload, view.pods),
    );
  // A claim may wait for the pod, or the pod for its claim.
  const claimsFirst = waitsForClaim(workload, view.pods, claims);
  for (const found of twoServersReasons(database, all)) {
    add('failing', found);
  }
  add('failing', dataOutsideReason(database));
  add('failing', otherDirectoryReason(database, all));
  add('failing', deploymentReason(database));
  add(withoutClaimState(database), withoutClaimReason(database));
  if (!claimsFirst) {
    addReadiness();
  }
  for (const claim of claims) {
    add(claimState(database, claim), claimReason(database, claim));
  }
  if (claimsFirst) {
    addReadiness();
  }
  for (const found of serviceReasons(database, all)) {
    add('failing', found);
  }
  for (const found of [
    ...sharedClaimReasons(database),
    ...syncReasons(database),
    ...operatorReasons(database),
    ...backupReasons(describeBackups(database, all)),
  ]) {
    add('attention', found);
  }
  add('attention', claimLeftBehindReason(database));
  for (const { state, reason: found } of database.rotations.flatMap(
    rotationFindings,
  )) {
    add(state, found);
  }
  for (const found of unconfirmedPasswords(database)) {
    add('attention', found);
  }
  return findings;
}
