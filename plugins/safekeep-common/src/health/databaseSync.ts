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

import { SyncStatus } from '../databaseFacts';
import { Reason, reason } from '../reasons';
import { SyncObservation } from '../surroundings';
import { isSeen } from './namespaceView';
import type { Database } from './databases';

/** The Application or Kustomization that applies a database, where it can be seen. */
function appliedThrough({
  view,
  workload,
}: Database): SyncObservation | undefined {
  const { appliedBy } = workload;
  if (!appliedBy) {
    return undefined;
  }
  const kind = appliedBy.tool === 'argo-cd' ? 'Application' : 'Kustomization';
  if (!isSeen(view, kind)) {
    return undefined;
  }
  const named = view.surroundings[kind].filter(
    ({ name, namespace, destination }) =>
      name === appliedBy.name &&
      (appliedBy.namespace === undefined ||
        namespace === appliedBy.namespace) &&
      // Helm writes the same label: the namespaces must fit at least.
      (appliedBy.certain || destination === view.namespace),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** What applies a database from Git; absent where nothing tells for certain. */
export function describeSync(database: Database): {
  appliedBy?: 'argo-cd' | 'flux';
  sync?: SyncStatus;
} {
  const { appliedBy } = database.workload;
  const found = appliedThrough(database);
  if (!appliedBy || !(appliedBy.certain || found)) {
    return {};
  }
  return {
    appliedBy: appliedBy.tool,
    ...(found && {
      sync: {
        kind: found.kind,
        namespace: found.namespace,
        name: found.name,
        ...(found.state && { state: found.state }),
        ...(found.prunes !== undefined && { prunes: found.prunes }),
      },
    }),
  };
}

/** Why Git's state of a database does not reach the cluster. */
export function syncReasons(database: Database): Reason[] {
  const { workload, claims, view } = database;
  const found = appliedThrough(database);
  const own = new Set([
    `${workload.kind}/${workload.name}`,
    ...claims.map(({ name }) => `PersistentVolumeClaim/${name}`),
  ]);
  return (found?.failures ?? []).flatMap(({ kind, name, namespace, why }) => {
    if (namespace !== view.namespace || !own.has(`${kind}/${name}`)) {
      return [];
    }
    const parameters = { kind, name, by: `${found?.kind} ${found?.name}` };
    return why === 'immutable'
      ? reason('sync-immutable-field', parameters)
      : reason('sync-refused', parameters);
  });
}
