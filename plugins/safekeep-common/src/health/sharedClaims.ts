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

import { PodObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { haveOwnFolders } from './dataDirectory';
import { isLongRunning, podsOf, workloadName } from './rollout';
import { compareText } from './severity';
import type { Database } from './databases';

/** One that waits in an init container has no other container that runs. */
function hasStarted({ phase, startedAt }: PodObservation) {
  return phase === 'Running' && startedAt !== undefined;
}

/** Pods of servers that run at this moment and have the claim mounted. */
function serversOn(claim: string, all: Database[], database: Database) {
  const { server } = database.workload;
  return all
    .filter(
      ({ view, workload }) =>
        view === database.view &&
        (workload === database.workload ||
          !haveOwnFolders(server, workload.server)),
    )
    .flatMap(({ workload, view }) => podsOf(workload, view.pods))
    .filter(pod => pod.claims?.includes(claim) && hasStarted(pod));
}

/**
 * Two servers that have one claim's data at once: PostgreSQL's lock file does
 * not keep apart those of two pods.
 */
export function twoServersReasons(
  database: Database,
  all: Database[],
): Reason[] {
  return database.claims.flatMap(({ name }) => {
    const pods = serversOn(name, all, database).map(pod => pod.name);
    return pods.length > 1
      ? reason('claim-two-servers', {
          claim: name,
          pods: [...new Set(pods)].sort(compareText).join(', '),
        })
      : [];
  });
}

/** Other workloads that have a claim of the database's, and are not at zero. */
export function sharedClaimReasons(database: Database): Reason[] {
  const { view, workload, claims } = database;
  if (workload.desired < 1) {
    return [];
  }
  return claims.flatMap(({ name }) => {
    const others = view.workloads.filter(
      other =>
        other.claims.includes(name) &&
        isLongRunning(other) &&
        other.desired > 0 &&
        !haveOwnFolders(workload.server, other.server) &&
        !(other.kind === workload.kind && other.name === workload.name),
    );
    return others.length > 0
      ? reason('claim-shared', {
          claim: name,
          others: others.map(workloadName).sort(compareText).join(', '),
        })
      : [];
  });
}
