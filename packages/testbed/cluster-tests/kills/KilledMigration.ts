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
  ANNOTATION_DATABASE_SNAPSHOT,
  DATABASE_SNAPSHOT_JOB,
  DatabaseMigrationStatus,
  DatabaseSnapshotRequest,
  DatabaseStatus,
  LABEL_JOB,
  parseSnapshotRequest,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { waitFor } from '../../src';
import { Held } from '../migration/Held';
import { MigrationPlace } from '../migration/MigrationPlace';
import { started } from '../support/started';
import { KillsRun } from './KillsRun';

/** The server in the Deployment, and the one in the StatefulSet. */
export const OLD_PODS = 'app=postgres,pod-template-hash';
export const NEW_PODS = 'statefulset.kubernetes.io/pod-name';

/** What a card says while nothing is finished. */
export const UNDER_WAY = { isHealthy: false, offersNext: false };

/** One database on its way, by what its card offers. */
export class KilledMigration {
  constructor(private readonly run: KillsRun, private readonly name: string) {}

  get place(): MigrationPlace {
    return this.run.place(this.name);
  }

  /** What the database holds now, to be found again. */
  async hold(workload: string): Promise<Held> {
    return Held.by(this.run.migrations, this.place, workload);
  }

  /** The database on the card, once that is so; all that it says comes from live sources. */
  async database(
    what: string,
    isAsWanted: (database: DatabaseStatus) => boolean,
  ): Promise<DatabaseStatus> {
    const find = ({ databases }: { databases: DatabaseStatus[] }) =>
      databases.find(({ name }) => name === 'postgres');
    const status = await this.run.backstage.waitForStatus(
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
    const backstage = this.run.backstage;
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
    await this.run.restartBackstage();
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

  /** The card while nothing is there that could bring a stage about. */
  async underWay(
    stage: DatabaseMigrationStatus['stage'],
  ): Promise<{ isHealthy: boolean; offersNext: boolean }> {
    const { state, migration } = await this.database(
      `${stage} under way`,
      found => found.migration?.stage === stage,
    );
    return {
      isHealthy: state === 'ok',
      offersNext: migration?.next?.action !== undefined,
    };
  }

  /** Waits until the Job of a moment is at work. */
  async waitForJob(moment: DatabaseSnapshotRequest['moment']): Promise<void> {
    await waitFor(
      `The Job ${moment}`,
      async () =>
        (
          await this.place.pods(`${LABEL_JOB}=${DATABASE_SNAPSHOT_JOB}`)
        ).some(
          ({ metadata, status }) =>
            status.phase === 'Running' &&
            parseSnapshotRequest(
              metadata.annotations?.[ANNOTATION_DATABASE_SNAPSHOT],
            )?.moment === moment,
        ),
      { timeoutMs: 240_000, intervalMs: 50 },
    );
  }

  /** What was killed comes back, and brings a commit to its end. */
  async goOn(revision: string): Promise<void> {
    await this.run.startAll();
    await this.place.waitUntilApplied(revision);
  }

  /** Waits until Argo CD has begun to apply a commit. */
  async waitForSync(revision: string): Promise<void> {
    await waitFor(
      `The sync of ${revision.slice(0, 12)}`,
      async () => (await this.place.syncedCommit()) === revision,
      { timeoutMs: 240_000, intervalMs: 100 },
    );
  }

  /** Kills the server of a workload, and waits until another answers. */
  async killServer(workload: string, directory: string): Promise<void> {
    await this.run.killServer(directory);
    await waitFor(
      `The recovery of ${workload}`,
      async () =>
        (await this.place.database(workload).query('SELECT 1')).length > 0,
      { timeoutMs: 240_000, intervalMs: 500 },
    );
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
