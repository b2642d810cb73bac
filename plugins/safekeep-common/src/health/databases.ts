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

import { WorkloadObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { ClaimStatus, DatabaseStatus } from '../status';
import { SURROUNDING_KINDS } from '../surroundings';
import {
  DatabaseImage,
  databaseEngineName,
  recognizeDatabaseImage,
} from './databaseImages';
import { unconfirmedPasswords } from './databasePasswords';
import { describeRotation, rotationFindings } from './passwordFindings';
import { databaseAction, DatabaseActionContext } from './passwordActions';
import { PasswordRotationView, passwordRotations } from './passwordRotations';
import { readinessReason, waitsForClaim } from './databaseReadiness';
import { Finding, judge } from './findings';
import { describeClaim } from './databaseClaims';
import { describePod } from './databasePods';
import { NamespaceView } from './namespaceView';
import { podsOf, workloadName } from './rollout';
import { compareText } from './severity';
import { isResting, migrationOf, MigrationView } from './databaseMigrations';
import { describeMigration, migrationFindings } from './migrationStatus';
import { startOfMigration } from './migrationStart';
import { failedStarts } from './snapshotRuns';

/** A workload that serves a database. */
export interface Database {
  view: NamespaceView;
  workload: WorkloadObservation & { kind: 'Deployment' | 'StatefulSet' };
  image: string;
  recognized: DatabaseImage;
  claims: ClaimStatus[];
  /** Of its passwords. */
  rotations: PasswordRotationView[];
  /** Between a Deployment and a StatefulSet. */
  move?: MigrationView;
}

function isServing(
  workload: WorkloadObservation,
): workload is Database['workload'] {
  return workload.kind === 'Deployment' || workload.kind === 'StatefulSet';
}

/**
 * The databases of a namespace. Jobs are left out: one that runs a database's
 * image is a backup or a client. So is the workload that a move has left at
 * zero.
 */
export function databasesOf(view: NamespaceView): Database[] {
  const databases: Database[] = [];
  for (const workload of view.workloads.filter(isServing)) {
    for (const image of workload.images) {
      const recognized = recognizeDatabaseImage(image);
      if (recognized) {
        const claims = [...new Set(workload.claims)].map(name => {
          const claim = view.claims.find(candidate => candidate.name === name);
          return describeClaim(view, name, claim);
        });
        if (isResting(view, workload)) {
          break;
        }
        const rotations = passwordRotations({ view, workload, recognized });
        const move = migrationOf(view, workload);
        databases.push({
          view,
          workload,
          image,
          recognized,
          claims,
          rotations,
          ...(move && { move }),
        });
        break;
      }
    }
  }
  return databases;
}

/** How bad it is to have no claim: a cache may be meant so; a database may not. */
export function withoutClaimState({
  recognized,
}: Database): 'failing' | 'attention' {
  return recognized.engine === 'redis' || recognized.engine === 'valkey'
    ? 'attention'
    : 'failing';
}

export function claimReason(claim: ClaimStatus): Reason | undefined {
  if (claim.phase === undefined) {
    return reason('claim-not-found', { claim: claim.name });
  }
  switch (claim.phase) {
    case 'Bound':
      return undefined;
    case 'Lost':
      return reason('claim-lost', { claim: claim.name });
    default:
      return reason('claim-pending', {
        claim: claim.name,
        phase: claim.phase,
        storageClass: claim.storageClass ?? '–',
      });
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
  const mayStillCome = workload.kind === 'StatefulSet' && workload.desired < 1;
  return claims.length === 0 && !mayStillCome
    ? reason('database-without-claim', {
        engine: databaseEngineName(recognized.engine),
      })
    : undefined;
}

function findingsOf(database: Database): Finding[] {
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
  const claimsFirst = waitsForClaim(workload, view.pods);
  add('failing', deploymentReason(database));
  add(withoutClaimState(database), withoutClaimReason(database));
  if (!claimsFirst) {
    addReadiness();
  }
  for (const claim of claims) {
    add(claimState(database, claim), claimReason(claim));
  }
  if (claimsFirst) {
    addReadiness();
  }
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

export function describeDatabase(
  database: Database,
  context: DatabaseActionContext,
): DatabaseStatus {
  const { view, workload, image, recognized, claims, rotations } = database;
  const secrets = workload.secretReferences.map(({ secret }) => secret);
  const migration = database.move && describeMigration(database.move, context);
  const moveFindings =
    migration && database.move
      ? migrationFindings(migration, database.move)
      : failedStarts(view, workloadName(workload));
  const findings = [
    ...moveFindings.map(finding => ({ ...finding, sources: [view.source] })),
    ...findingsOf(database),
  ];
  const action =
    startOfMigration(database, context) ??
    migration?.next?.action ??
    databaseAction(database, context);
  return {
    cluster: view.cluster,
    namespace: view.namespace,
    name: workload.name,
    ...judge(findings, [view.source], context.entityRef),
    ...(view.source.observedAt && { observedAt: view.source.observedAt }),
    workload: {
      kind: workload.kind,
      desired: workload.desired,
      ready: workload.ready,
    },
    engine: recognized.engine,
    ...(recognized.version && { version: recognized.version }),
    image,
    claims,
    secrets: [...new Set(secrets)].sort(compareText),
    passwordRotations: rotations.map(describeRotation),
    pods: podsOf(workload, view.pods).map(describePod),
    advice: [],
    notReadable: SURROUNDING_KINDS.filter(
      kind => view.facts.surroundings?.[kind] === 'forbidden',
    ),
    ...(migration && { migration }),
    ...(action && { action }),
  };
}
