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

import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  Observation,
  SealedSecretObservation,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Knex } from 'knex';
import { ObservationChange } from '../clusters/ResourceWatch';
import { ObservedKind } from '../clusters/watchedResources';
import { ObservationStore } from './ObservationStore';
import { carryValuesSince } from './operations/carryValuesSince';
import { deleteObservations } from './operations/deleteObservations';
import { deleteOtherClusters } from './operations/deleteOtherClusters';
import { deleteOtherSecrets } from './operations/deleteOtherSecrets';
import { replaceObservations } from './operations/replaceObservations';
import { selectNamed } from './operations/selectNamed';
import { selectNamespace } from './operations/selectNamespace';
import { upsertLastSeen } from './operations/upsertLastSeen';
import { upsertObservations } from './operations/upsertObservations';
import {
  EVERY_NAMESPACE,
  fromRow,
  ObservationRow,
  ObservedResourceRow,
  toRow,
} from './rows';

const MIGRATIONS = resolvePackagePath(
  '@safekeep/backstage-plugin-safekeep-backend',
  'migrations',
);

/**
 * An {@link ObservationStore} in the plugin's own database.
 */
export class DatabaseObservationStore implements ObservationStore {
  readonly #knex: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseObservationStore> {
    const knex = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await knex.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseObservationStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async replaceKind(
    cluster: string,
    kind: ObservedKind,
    observations: Observation[],
    namespace?: string,
  ): Promise<void> {
    await this.#knex.transaction(async transaction => {
      const carried = await carryValuesSince(
        transaction,
        cluster,
        observations,
      );
      const rows = carried.map(observation => toRow(cluster, observation));
      await replaceObservations(transaction, {
        cluster,
        kind,
        namespace,
        rows,
      });
    });
  }

  async applyChanges(
    cluster: string,
    kind: ObservedKind,
    changes: ObservationChange[],
  ): Promise<void> {
    const changed = new Map<string, Observation>();
    const gone = new Map<string, { namespace: string; name: string }>();
    for (const change of changes) {
      const { namespace, name } =
        change.type === 'changed' ? change.observation : change;
      const key = `${namespace}/${name}`;
      // The last change of an object is the one that counts.
      changed.delete(key);
      gone.delete(key);
      if (change.type === 'changed') {
        changed.set(key, change.observation);
      } else {
        gone.set(key, { namespace, name });
      }
    }
    await this.#knex.transaction(async transaction => {
      const objects = [...gone.values()];
      await deleteObservations(transaction, { cluster, kind, objects });
      const carried = await carryValuesSince(transaction, cluster, [
        ...changed.values(),
      ]);
      await upsertObservations(
        transaction,
        carried.map(observation => toRow(cluster, observation)),
      );
    });
  }

  async readNamespace(
    cluster: string,
    namespace: string,
  ): Promise<Observation[]> {
    const rows = await selectNamespace(this.#knex, { cluster, namespace });
    return rows.map(fromRow);
  }

  async readDeployment(
    cluster: string,
    namespace: string,
    name: string,
  ): Promise<WorkloadObservation | undefined> {
    const row = await this.#knex<ObservationRow>('observations')
      .where({ cluster, kind: 'Deployment', namespace, name })
      .first('observation');
    return row && (fromRow(row) as WorkloadObservation);
  }

  async readSealedSecrets(cluster: string): Promise<SealedSecretObservation[]> {
    const rows = await this.#knex<ObservationRow>('observations')
      .where({ cluster, kind: 'SealedSecret' })
      .orderBy(['namespace', 'name'])
      .select('observation');
    return rows.map(row => fromRow(row) as SealedSecretObservation);
  }

  async readNamed(
    cluster: string,
    kind: ObservedKind,
    names?: string[],
  ): Promise<Observation[]> {
    return await selectNamed(this.#knex, { cluster, kind, names });
  }

  async readControllers(cluster: string): Promise<WorkloadObservation[]> {
    const rows = await this.#knex<ObservationRow>('observations')
      .where({ cluster, kind: 'Deployment' })
      // The database leaves out most; what it takes for one is looked at.
      .whereLike('observation', '%"sealedSecretsController":%')
      .orderBy(['namespace', 'name'])
      .select('observation');
    return rows
      .map(row => fromRow(row) as WorkloadObservation)
      .filter(({ sealedSecretsController }) => sealedSecretsController);
  }

  async setLastSeen(
    cluster: string,
    kind: ObservedKind,
    lastSeen: Date | undefined,
    namespace: string = EVERY_NAMESPACE,
  ): Promise<void> {
    await upsertLastSeen(this.#knex, {
      cluster,
      kind,
      namespace,
      last_seen: lastSeen?.getTime() ?? null,
    });
  }

  async readLastSeen(
    cluster: string,
    namespace: string = EVERY_NAMESPACE,
  ): Promise<Map<ObservedKind, Date>> {
    const rows = await this.#knex<ObservedResourceRow>('observed_resources')
      .where({ cluster, namespace })
      .whereNotNull('last_seen')
      .select('kind', 'last_seen');
    // PostgreSQL answers a bigint as text.
    return new Map(
      rows.map(row => [
        row.kind as ObservedKind,
        new Date(Number(row.last_seen)),
      ]),
    );
  }

  async keepSecretNamespaces(
    cluster: string,
    namespaces: string[],
  ): Promise<void> {
    await this.#knex.transaction(transaction =>
      deleteOtherSecrets(transaction, { cluster, namespaces }),
    );
  }

  async keepClusters(clusters: string[]): Promise<void> {
    await this.#knex.transaction(transaction =>
      deleteOtherClusters(transaction, clusters),
    );
  }
}
