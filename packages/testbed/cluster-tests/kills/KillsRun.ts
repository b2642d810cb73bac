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
  DatabaseMigrationStatus,
  DatabaseStatus,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { waitFor } from '../../src';
import { Machine } from '../faults/Machine';
import { processOf } from '../migration/DataDirectories';
import { Held } from '../migration/Held';
import { MigrationPlace } from '../migration/MigrationPlace';
import { MigrationRun } from '../migration/MigrationRun';
import { Backstage } from '../support/backstage';
import { createSafekeepAccount } from '../support/safekeepAccount';
import { started } from '../support/started';

const ARGO_CD = 'argocd-application-controller';

/** A database that moves by the pull requests of a Backstage, all on a machine that can be broken. */
export class KillsRun {
  readonly #migrations = new MigrationRun();
  #place?: MigrationPlace;
  #machine?: Machine;
  #backstage?: Backstage;

  async open(): Promise<void> {
    await this.#migrations.start();
    const { testbed } = this.#migrations;
    this.#machine = new Machine(testbed);
    this.#place = await this.#migrations.place('kills');
    const { catalogUrl, entityRef } = this.#place.repository;
    this.#backstage = await Backstage.start({
      testbed,
      clusterToken: await createSafekeepAccount(testbed),
      catalogUrls: [catalogUrl],
      entityRefs: [
        entityRef,
        'template:default/migrate-postgres',
        'template:default/roll-back-postgres',
      ],
    });
  }

  async close(): Promise<void> {
    await this.#backstage?.stop();
    await this.#machine?.repair();
    await this.#place?.stop();
    await this.#migrations.stop();
  }

  get place(): MigrationPlace {
    return started(this.#place);
  }

  /** What the database holds now, to be found again. */
  async hold(workload: string): Promise<Held> {
    return Held.by(this.#migrations, this.place, workload);
  }

  /** The database on the card, once that is so; all that it says comes from live sources. */
  async database(
    what: string,
    isAsWanted: (database: DatabaseStatus) => boolean,
  ): Promise<DatabaseStatus> {
    const find = ({ databases }: { databases: DatabaseStatus[] }) =>
      databases.find(({ name }) => name === 'postgres');
    const status = await started(this.#backstage).waitForStatus(
      this.place.repository.entityRef,
      what,
      found => {
        const database = find(found);
        return (
          found.sources.every(({ state }) => state === 'live') &&
          database !== undefined &&
          isAsWanted(database)
        );
      },
      240_000,
    );
    return find(status)!;
  }

  /** What the card offers for a database that has not moved. */
  async offer(): Promise<StatusAction | undefined> {
    const { action } = await this.database(
      'that it can be moved',
      ({ action: offered, migration }) =>
        !migration && offered?.template === 'migrate-postgres',
    );
    return action;
  }

  /** The move on the card, once it is at that stage and that can be done next. */
  async moveAt(
    stage: DatabaseMigrationStatus['stage'],
    next?: NonNullable<DatabaseMigrationStatus['next']>['stage'],
  ): Promise<DatabaseMigrationStatus> {
    const { migration } = await this.database(
      `${stage}, then ${next ?? 'nothing'}`,
      found =>
        found.migration?.stage === stage &&
        found.migration.next?.stage === next &&
        (next === undefined || found.migration.next?.action !== undefined),
    );
    return migration!;
  }

  /**
   * Opens the pull request of what the card offers, and merges it. Backstage
   * dies as soon as the forge has its branch, and is asked again when it is back.
   *
   * @returns the commit
   */
  async merge(
    action: StatusAction | undefined,
    values: Record<string, string | boolean> = {},
  ): Promise<string> {
    const { git } = this.place.repository;
    const backstage = started(this.#backstage);
    const run = {
      template: `template:default/${started(action).template}`,
      values: { ...started(action).formData, ...values },
    };
    const earlier = await git.branches();
    await backstage.startTemplate(run);
    await waitFor(
      'The branch of the pull request',
      async () => (await git.branches()).length > earlier.length,
      { timeoutMs: 60_000, intervalMs: 20 },
    );
    await this.restartBackstage();
    const result = await backstage.runTemplate(run);
    const open = (await git.pullRequests()).filter(
      ({ state }) => state === 'open',
    );
    if (
      open.length !== 1 ||
      result.pullRequest?.number !== open[0].number ||
      (await git.branches()).length !== earlier.length + 1
    ) {
      throw new Error(
        `There are ${open.length} pull requests, and the task ${result.status}:\n${result.log}`,
      );
    }
    const revision = await git.merge(open[0].number);
    await git.deleteBranch(open[0].head.ref);
    await this.place.sync();
    return revision;
  }

  async restartBackstage(): Promise<void> {
    await started(this.#backstage).kill();
    await started(this.#backstage).startAgain();
  }

  /** Argo CD and the kubelet die, and a server if one has that directory. */
  async killAll(directory: string): Promise<void> {
    const { processes } = started(this.#machine);
    await processes.stop(ARGO_CD, 'SIGKILL');
    await processes.stop('kubelet', 'SIGKILL');
    await this.killServer(directory).catch(() => {});
  }

  async killServer(directory: string): Promise<void> {
    process.kill(await processOf(directory), 'SIGKILL');
  }

  /** What {@link KillsRun.killAll} has ended comes back, and brings a commit to its end. */
  async goOn(revision: string): Promise<void> {
    const { processes } = started(this.#machine);
    await processes.startAgain(ARGO_CD);
    await processes.startAgain('kubelet');
    await this.place.waitUntilApplied(revision);
  }

  /** Waits until the pods with those labels, if there are any, all end. */
  async waitForTheEndOf(selector: string): Promise<void> {
    await waitFor(
      `The end of ${selector} to begin`,
      async () =>
        (
          await this.place.pods(selector)
        ).every(({ metadata }) => metadata.deletionTimestamp !== undefined),
      { timeoutMs: 240_000, intervalMs: 50 },
    );
  }
}
