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

import { DatabaseStatus } from '../status';
import { SURROUNDING_KINDS } from '../surroundings';
import { databaseAdvice } from './databaseAdvice';
import { describeBackups } from './databaseBackups';
import { withCure } from './databaseCures';
import { describeEvents } from './databaseEvents';
import { findingsOf } from './databaseFindings';
import { describeOperator } from './databaseOperators';
import { describePod } from './databasePods';
import {
  describeDisruptionBudgets,
  describeNetworkPolicies,
} from './databasePolicies';
import type { Database } from './databases';
import { describeServices } from './databaseServices';
import { describeSync } from './databaseSync';
import { judge } from './findings';
import { startOfMigration } from './migrationStart';
import { describeMigration, migrationFindings } from './migrationStatus';
import { DatabaseActionContext, databaseActions } from './passwordActions';
import { describeRotation } from './passwordFindings';
import { endOfLife, hasFloatingTag } from './postgresVersions';
import { podsOf, workloadName } from './rollout';
import { compareText } from './severity';
import { failedStarts } from './snapshotRuns';

/** What is seen around a database; what nobody could look at is absent. */
function describeSurroundings(
  database: Database,
  all: Database[],
): Partial<DatabaseStatus> {
  const { workload, image, recognized } = database;
  const { retention, server } = workload;
  return withoutAbsent({
    ...(hasFloatingTag(image, recognized) && { floatingTag: true as const }),
    imageVariant: server?.variant,
    endOfLife: endOfLife(recognized),
    retention,
    services: describeServices(database, all),
    backups: describeBackups(database, all),
    disruptionBudgets: describeDisruptionBudgets(database),
    networkPolicies: describeNetworkPolicies(database),
    events: describeEvents(database),
    operator: describeOperator(database),
    ...describeSync(database),
  });
}

function withoutAbsent<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as Partial<T>;
}

/** @param all - the databases of all namespaces, this one among them */
export function describeDatabase(
  database: Database,
  all: Database[],
  context: DatabaseActionContext & { today?: string },
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
    ...findingsOf(database, all),
  ];
  const start = startOfMigration(database, context);
  const passwords = databaseActions(database, context);
  const cures = { start, passwords, migration };
  const action = start ?? migration?.next?.action ?? passwords[0];
  const { reasons, ...verdict } = judge(
    findings,
    [view.source],
    context.entityRef,
  );
  return {
    cluster: view.cluster,
    namespace: view.namespace,
    name: workload.name,
    ...verdict,
    reasons: reasons.map(found => withCure(found, cures)),
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
    ...describeSurroundings(database, all),
    advice: databaseAdvice(database, all, context.today).map(found => {
      const { action: cure, ...why } = withCure(found, cures);
      return { reason: why, ...(cure && { action: cure }) };
    }),
    notReadable: SURROUNDING_KINDS.filter(
      kind => view.facts.surroundings?.[kind] === 'forbidden',
    ),
    ...(migration && { migration }),
    ...(action && { action }),
  };
}
