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
  DatabaseMigration,
  DatabaseSnapshot,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  migrateDatabase,
  MigrateDatabaseOptions,
  rollBackDatabase,
} from '@safekeep/backstage-plugin-safekeep-node';
import { DEPLOYMENT, MigrationPlace } from './MigrationPlace';

/** The pull requests of one migration, merged as they are. */
export class Migration {
  readonly #place: MigrationPlace;
  readonly #start: Pick<DatabaseMigration, 'option' | 'way'>;

  constructor(
    place: MigrationPlace,
    start: Pick<DatabaseMigration, 'option' | 'way'>,
  ) {
    this.#place = place;
    this.#start = start;
  }

  /** The first stage, as files; nothing is merged. */
  plan() {
    return migrateDatabase(this.#place.files, {
      ...this.#options,
      ...this.#start,
      stage: 'start',
      appliedBy: 'argo-cd',
    });
  }

  /** @returns the commit */
  async start(): Promise<string> {
    return this.#place.commit(this.plan().changes);
  }

  async switch(before: DatabaseSnapshot): Promise<string> {
    return this.#merge({ stage: 'switch', before });
  }

  async release(releasedLock: number): Promise<string> {
    return this.#merge({ stage: 'release', releasedLock });
  }

  async finalize(): Promise<string> {
    return this.#merge({ stage: 'finalize', verified: 'pass' });
  }

  async rollBack(acceptLostWrites = false): Promise<string> {
    const { changes } = rollBackDatabase(this.#place.files, {
      ...this.#options,
      ...(acceptLostWrites && { acceptLostWrites }),
    });
    return this.#place.commit(changes);
  }

  get #options() {
    return {
      namespace: this.#place.namespace,
      database: DEPLOYMENT,
      now: new Date(),
    };
  }

  async #merge(
    stage: Pick<MigrateDatabaseOptions, 'stage'> &
      Partial<MigrateDatabaseOptions>,
  ): Promise<string> {
    const { changes } = migrateDatabase(this.#place.files, {
      ...this.#options,
      appliedBy: 'argo-cd',
      ...stage,
    });
    return this.#place.commit(changes);
  }
}
