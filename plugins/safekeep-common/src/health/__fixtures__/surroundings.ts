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

import { NamespaceFacts } from '../../facts';
import { Observation, ServerContainer } from '../../observations';
import { DatabaseStatus, EntityStatus } from '../../status';
import {
  ServiceObservation,
  StorageClassObservation,
  SURROUNDING_KINDS,
  SurroundingVisibility,
} from '../../surroundings';
import { describeEntity } from '../describeEntity';
import { healthyFacts, NAMESPACE, namespaceFacts } from './observer';

/** Every kind around a database as visible as told. */
export function visibility(
  all: SurroundingVisibility = 'seen',
  others: NamespaceFacts['surroundings'] = {},
): NonNullable<NamespaceFacts['surroundings']> {
  return {
    ...Object.fromEntries(SURROUNDING_KINDS.map(kind => [kind, all])),
    ...others,
  };
}

/** The status of what these observations are all of, with everything seen. */
export function entityOf(
  observations: Observation[],
  surroundings: NamespaceFacts['surroundings'] = visibility(),
  today = '2026-02-05',
): EntityStatus {
  return describeEntity(
    healthyFacts({
      namespaces: [namespaceFacts(observations, { surroundings })],
      today,
    }),
  );
}

/** The only database of these. */
export function databaseOf(
  ...args: Parameters<typeof entityOf>
): DatabaseStatus {
  const { databases } = entityOf(...args);
  if (databases.length !== 1) {
    throw new Error(`${databases.length} databases instead of one`);
  }
  return databases[0];
}

export function service(
  options: Partial<ServiceObservation> = {},
): ServiceObservation {
  return {
    kind: 'Service',
    namespace: NAMESPACE,
    name: 'postgres',
    type: 'ClusterIP',
    headless: false,
    selector: { app: 'postgres' },
    ports: [5432],
    ...options,
  };
}

/** Who is behind a Service of that name. */
export function endpoints(
  ready: string[],
  notReady: string[] = [],
  name = 'postgres',
): Observation {
  return {
    kind: 'EndpointSlice',
    namespace: NAMESPACE,
    name: `${name}-x1`,
    service: name,
    ready,
    notReady,
  };
}

export function storageClass(
  options: Partial<StorageClassObservation> = {},
): StorageClassObservation {
  return {
    kind: 'StorageClass',
    namespace: '',
    name: 'local-path',
    provisioner: 'rancher.io/local-path',
    bindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
    ...options,
  };
}

/** A server of the official Alpine image, with its claim where the image has its data. */
export function server(
  options: Partial<ServerContainer> = {},
): ServerContainer {
  return {
    name: 'postgres',
    image: 'postgres:15-alpine',
    pgdata: '/var/lib/postgresql/data',
    mounts: [{ claim: 'observer-db-pvc', path: '/var/lib/postgresql/data' }],
    probes: [],
    variant: 'alpine',
    imageUser: 70,
    ...options,
  };
}
