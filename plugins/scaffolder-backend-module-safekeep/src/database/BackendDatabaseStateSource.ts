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

import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  ForwardedError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import {
  DatabaseStatus,
  EntityStatus,
  SafekeepClient,
} from '@safekeep/backstage-plugin-safekeep-common';
import { fetchOnBehalfOf } from '../backend/fetchOnBehalfOf';
import { DatabaseStateCall, DatabaseStateSource } from './DatabaseStateSource';

const TIMEOUT_MS = 30_000;

/**
 * Asks Safekeep's backend, on behalf of the person who runs the template, so
 * that they learn what they may see and no more.
 *
 * @internal
 */
export class BackendDatabaseStateSource implements DatabaseStateSource {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): BackendDatabaseStateSource {
    return new BackendDatabaseStateSource(options.auth, options.discovery);
  }

  private constructor(auth: AuthService, discovery: DiscoveryService) {
    this.#auth = auth;
    this.#discovery = discovery;
  }

  async getDatabase(call: DatabaseStateCall): Promise<DatabaseStatus> {
    const client = new SafekeepClient({
      discoveryApi: this.#discovery,
      fetchApi: {
        fetch: await fetchOnBehalfOf({
          auth: this.#auth,
          credentials: await call.getCredentials(),
          timeoutMs: TIMEOUT_MS,
          signal: call.signal,
        }),
      },
    });
    let status: EntityStatus;
    try {
      status = await client.getEntityStatus(parseEntityRef(call.entityRef));
    } catch (error) {
      call.signal?.throwIfAborted();
      throw new ForwardedError(
        `Safekeep’s backend does not tell how ${call.database} of ${call.entityRef} stands, so that nothing is planned`,
        error instanceof ResponseError ? error.cause : error,
      );
    }
    return findDatabase(status, call);
  }
}

/** While a database moves, it goes by either of its workloads. */
function findDatabase(
  { databases }: EntityStatus,
  { cluster, namespace, database, entityRef }: DatabaseStateCall,
): DatabaseStatus {
  const wanted = database.toLocaleLowerCase('en-US');
  const here = databases.filter(
    each =>
      each.namespace === namespace &&
      (!cluster || !each.cluster || each.cluster === cluster),
  );
  const found =
    here.find(({ migration }) =>
      [migration?.from, migration?.to].includes(wanted),
    ) ??
    here.find(
      ({ workload, name }) =>
        `${workload.kind.toLocaleLowerCase('en-US')}/${name}` === wanted,
    );
  if (!found) {
    throw new NotFoundError(
      `Safekeep sees no ${database} in namespace ${namespace} that belongs to ${entityRef}: it sees ${
        here
          .map(({ workload, name }) => `${workload.kind} ${name}`)
          .join(', ') || 'no database there'
      }`,
    );
  }
  return found;
}
