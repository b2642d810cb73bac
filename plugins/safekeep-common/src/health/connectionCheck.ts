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
import { reason } from '../reasons';
import { CheckPart, notVisible } from './checkParts';
import type { Database } from './databases';
import { describeServices, serviceReasons } from './databaseServices';
import { isSeen } from './namespaceView';
import { isLongRunning, readyEvidence, workloadName } from './rollout';

/** Workloads that read a secret of the database's, and serve none themselves. */
function clientsOf(database: Database, all: Database[]): WorkloadObservation[] {
  const { view, workload } = database;
  const secrets = new Set(
    workload.secretReferences.map(({ secret }) => secret),
  );
  const servers = new Set<unknown>(all.map(other => other.workload));
  return view.workloads.filter(
    client =>
      isLongRunning(client) &&
      client.desired > 0 &&
      !servers.has(client) &&
      client.secretReferences.some(({ secret }) => secrets.has(secret)),
  );
}

/**
 * Whether clients reach a database: a Service leads to a pod that is ready, and
 * those that read its password are ready themselves. No connection is opened:
 * that is as much as can be seen. Left out where Safekeep may not look at
 * Services, and where nothing is a client.
 */
export function connectionParts(
  database: Database,
  all: Database[],
): CheckPart[] {
  const { view, workload } = database;
  const visibility = (['Service', 'EndpointSlice'] as const).map(
    kind => view.facts.surroundings?.[kind],
  );
  const clients = clientsOf(database, all);
  if (
    clients.length === 0 ||
    visibility.some(one => one === undefined || one === 'forbidden')
  ) {
    return [];
  }
  if (!isSeen(view, 'Service', 'EndpointSlice')) {
    return [notVisible(`Services of ${workloadName(workload)} not visible`)];
  }
  const services = describeServices(database, all) ?? [];
  const evidence = [
    ...services.map(
      ({ name, endpoints }) =>
        `service/${name}: ${endpoints?.ready ?? 0} ready`,
    ),
    ...clients.map(client => readyEvidence(client, workloadName(client))),
  ].join(', ');
  const [broken] = serviceReasons(database, all);
  if (broken) {
    return [{ state: 'failing', evidence, reason: broken }];
  }
  if (services.length === 0) {
    return [
      {
        state: 'attention',
        evidence: `no Service, ${evidence}`,
        reason: reason('database-without-service', {
          workload: workloadName(workload),
        }),
      },
    ];
  }
  const isReached = services.some(
    ({ endpoints }) => (endpoints?.ready ?? 0) > 0,
  );
  const waiting = clients.filter(({ ready, desired }) => ready < desired);
  if (isReached && waiting.length === 0) {
    return [{ state: 'ok', evidence }];
  }
  const isDown = !isReached || waiting.some(({ ready }) => ready < 1);
  return [
    {
      state: isDown ? 'failing' : 'attention',
      evidence,
      reason: reason('database-not-reached', {
        detail: isReached
          ? waiting.map(workloadName).join(', ')
          : workloadName(workload),
      }),
    },
  ];
}
