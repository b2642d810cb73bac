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

import { ServiceStatus } from '../databaseFacts';
import { WorkloadObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { ServiceObservation } from '../surroundings';
import { DatabaseEngine } from './databaseImages';
import { isSeen, NamespaceView } from './namespaceView';
import { isLongRunning, workloadName } from './rollout';
import { hasLabels } from './selectors';
import { compareText } from './severity';
import type { Database } from './databases';

/** Where clients of an engine knock. */
export const ENGINE_PORTS: Record<DatabaseEngine, number> = {
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  mongodb: 27017,
  redis: 6379,
  valkey: 6379,
};

function isRunning(workload: WorkloadObservation): boolean {
  return isLongRunning(workload) && workload.desired > 0;
}

function selectedBy(
  { selector }: ServiceObservation,
  view: NamespaceView,
): WorkloadObservation[] {
  return view.workloads.filter(
    workload => isRunning(workload) && hasLabels(workload.podLabels, selector),
  );
}

/**
 * Whether a Service that selects nothing is meant to lead here: it is at the
 * engine's port, and no other database of the engine is there.
 */
function isMeantFor(
  service: ServiceObservation,
  database: Database,
  all: Database[],
): boolean {
  const { view, recognized } = database;
  const alike = all.filter(
    other =>
      other.view === view &&
      other.workload.desired > 0 &&
      other.recognized.engine === recognized.engine,
  );
  return (
    Object.keys(service.selector).length > 0 &&
    service.ports.includes(ENGINE_PORTS[recognized.engine]) &&
    database.workload.desired > 0 &&
    alike.length === 1 &&
    selectedBy(service, view).length === 0
  );
}

/** The Services that lead to a database, or are meant to; by name. */
function servicesOf(database: Database, all: Database[]): ServiceObservation[] {
  const { view, workload } = database;
  return view.surroundings.Service.filter(
    service =>
      hasLabels(workload.podLabels, service.selector) ||
      isMeantFor(service, database, all),
  );
}

function endpointsOf(
  { name }: ServiceObservation,
  view: NamespaceView,
): { ready: string[]; notReady: string[] } | undefined {
  if (!isSeen(view, 'EndpointSlice')) {
    return undefined;
  }
  const slices = view.surroundings.EndpointSlice.filter(
    slice => slice.service === name,
  );
  const distinct = (names: string[]) => [...new Set(names)].sort(compareText);
  return {
    ready: distinct(slices.flatMap(({ ready }) => ready)),
    notReady: distinct(slices.flatMap(({ notReady }) => notReady)),
  };
}

/** Undefined when nobody could look. */
export function describeServices(
  database: Database,
  all: Database[],
): ServiceStatus[] | undefined {
  const { view } = database;
  if (!isSeen(view, 'Service')) {
    return undefined;
  }
  return servicesOf(database, all).map(service => {
    const endpoints = endpointsOf(service, view);
    const { name, type, headless, ports } = service;
    return {
      name,
      type,
      headless,
      ports,
      ...(endpoints && {
        endpoints: {
          ready: endpoints.ready.length,
          notReady: endpoints.notReady.length,
        },
      }),
    };
  });
}

/** What keeps clients from a database that is ready, or sends them elsewhere. */
export function serviceReasons(database: Database, all: Database[]): Reason[] {
  const { view, workload } = database;
  if (!isSeen(view, 'Service')) {
    return [];
  }
  return servicesOf(database, all).flatMap(service => {
    const { name: serviceName } = service;
    const selected = selectedBy(service, view);
    if (selected.length > 1) {
      return reason('service-several-workloads', {
        service: serviceName,
        workloads: selected.map(workloadName).sort(compareText).join(', '),
      });
    }
    const endpoints = endpointsOf(service, view);
    return workload.ready > 0 && endpoints?.ready.length === 0
      ? reason('service-without-endpoints', {
          service: serviceName,
          workload: workloadName(workload),
        })
      : [];
  });
}
