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

import { OperatedDatabaseObservation } from '@safekeep/backstage-plugin-safekeep-common';
import {
  count,
  defined,
  distinct,
  hasCondition,
  list,
  placeOf,
  record,
  strings,
  text,
  time,
} from './json';

function generationOf(object: unknown): number {
  return count(record(object, 'metadata'), 'generation') ?? 0;
}

/**
 * A Cluster of CloudNativePG by its own status.
 *
 * @see cloudnative-pg, api/v1/cluster_types.go (ClusterStatus)
 */
export function projectCnpgCluster(
  object: unknown,
): OperatedDatabaseObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const spec = record(object, 'spec');
  const status = record(object, 'status');
  const archives = hasCondition(status, 'ContinuousArchiving', 'True');
  const failsToArchive = hasCondition(status, 'ContinuousArchiving', 'False');
  const plugins = list(spec, 'plugins').some(
    plugin => record(plugin).isWALArchiver === true,
  );
  return defined<OperatedDatabaseObservation>({
    kind: 'Cluster',
    ...place,
    generation: generationOf(object),
    phase: text(status, 'phase'),
    phaseReason: text(status, 'phaseReason')?.slice(0, 300),
    primary: text(status, 'currentPrimary'),
    image: text(status, 'image') ?? text(spec, 'imageName'),
    instances: count(spec, 'instances') ?? 1,
    readyInstances: count(status, 'readyInstances') ?? 0,
    claims: distinct([
      ...strings(status, 'healthyPVC'),
      ...strings(status, 'unusablePVC'),
      ...strings(status, 'initializingPVC'),
      ...strings(status, 'resizingPVC'),
    ]).sort(),
    lastBackupAt: time(status, 'lastSuccessfulBackup'),
    lastFailedBackupAt: time(status, 'lastFailedBackup'),
    recoverableSince: time(status, 'firstRecoverabilityPoint'),
    ...(archives && { walArchiving: 'working' as const }),
    ...(failsToArchive && { walArchiving: 'failing' as const }),
    hasBackup: Object.keys(record(spec, 'backup')).length > 0 || plugins,
  });
}

/**
 * A postgresql of Zalando's operator. It says little of how its pods are: the
 * StatefulSet of its name does.
 *
 * @see zalando/postgres-operator, pkg/apis/acid.zalan.do/v1/postgresql_type.go
 */
export function projectZalandoPostgresql(
  object: unknown,
): OperatedDatabaseObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const spec = record(object, 'spec');
  return defined<OperatedDatabaseObservation>({
    kind: 'postgresql',
    ...place,
    generation: generationOf(object),
    phase: text(record(object, 'status'), 'PostgresClusterStatus'),
    version: text(record(spec, 'postgresql'), 'version'),
    instances: count(spec, 'numberOfInstances') ?? 1,
    claims: [],
  });
}
