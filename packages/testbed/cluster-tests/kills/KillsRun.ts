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

import { Machine } from '../faults/Machine';
import { MigrationPlace } from '../migration/MigrationPlace';
import { MigrationRun } from '../migration/MigrationRun';
import { processOf } from '../migration/DataDirectories';
import { Backstage } from '../support/backstage';
import { createSafekeepAccount } from '../support/safekeepAccount';
import { started } from '../support/started';

const ARGO_CD = 'argocd-application-controller';

/** Databases that move by the pull requests of one Backstage, on a machine whose parts are killed. */
export class KillsRun {
  readonly migrations = new MigrationRun();
  readonly #places = new Map<string, MigrationPlace>();
  #machine?: Machine;
  #backstage?: Backstage;

  /** @param names - of the places: each is observer with its database */
  async open(names: string[]): Promise<void> {
    await this.migrations.start();
    const { testbed } = this.migrations;
    this.#machine = new Machine(testbed);
    await Promise.all(
      names.map(async name => {
        this.#places.set(name, await this.migrations.place(name));
      }),
    );
    const repositories = [...this.#places.values()].map(
      ({ repository }) => repository,
    );
    this.#backstage = await Backstage.start({
      testbed,
      clusterToken: await createSafekeepAccount(testbed),
      catalogUrls: repositories.map(({ catalogUrl }) => catalogUrl),
      entityRefs: [
        ...repositories.map(({ entityRef }) => entityRef),
        'template:default/migrate-postgres',
        'template:default/roll-back-postgres',
      ],
    });
  }

  async close(): Promise<void> {
    await this.#backstage?.stop();
    await this.#machine?.repair();
    await Promise.all([...this.#places.values()].map(place => place.stop()));
    await this.migrations.stop();
  }

  get backstage(): Backstage {
    return started(this.#backstage);
  }

  place(name: string): MigrationPlace {
    return started(this.#places.get(name));
  }

  async restartBackstage(): Promise<void> {
    await this.backstage.kill();
    await this.backstage.startAgain();
  }

  /**
   * Argo CD and the kubelet die, and the server that has that directory. One
   * that is going is left alone: killed, it would leave its lock, which is given
   * up by a stage of its own (`migration`).
   */
  async killAll(directory?: string): Promise<void> {
    const { processes } = started(this.#machine);
    await processes.stop(ARGO_CD, 'SIGKILL');
    await processes.stop('kubelet', 'SIGKILL');
    if (directory !== undefined) {
      await this.killServer(directory);
    }
  }

  /** @throws Error when no server has that directory */
  async killServer(directory: string): Promise<void> {
    process.kill(await processOf(directory), 'SIGKILL');
  }

  /** What {@link KillsRun.killAll} has ended comes back. */
  async startAll(): Promise<void> {
    const { processes } = started(this.#machine);
    await processes.startAgain(ARGO_CD);
    await processes.startAgain('kubelet');
  }
}
