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
  DatabaseSnapshot,
  GUARD_CONTAINER,
  GuardVerdict,
  LABEL_JOB,
  parseGuardVerdict,
  parseSnapshotRequest,
  parseSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { FileChange } from '@safekeep/backstage-plugin-safekeep-node';
import { readSeedFiles } from '@safekeep/sandbox';
import { join } from 'node:path';
import { waitFor } from '../../src';
import { ArgoCd, ArgoCdApplication } from '../support/argoCd';
import {
  createDeploymentRepository,
  DeploymentRepository,
  PATHS,
} from '../support/deploymentRepository';
import { Kubernetes } from '../support/kubernetes';
import { ObserverDatabase } from '../support/observerDatabase';
import { ROOT, Testbed } from '../support/openTestbed';
import { waitForHealth } from '../support/SyncEngine';
import { DatabasePod, lastMessage } from './databasePods';
import { FILL_SQL, WRITER_MANIFEST, WRITER_PATH } from './writer';
import { WrittenRows } from './WrittenRows';

/** Where the database is, from the folder that is applied. */
export const POSTGRES_PATH = 'deployments/postgres.yaml';

export const DEPLOYMENT = 'deployment/postgres';
export const STATEFUL_SET = 'statefulset/postgres';

/** What a place has that observer's does not. */
export interface PlaceOptions {
  /** False: what leaves the repository stays in the cluster. */
  prune?: boolean;
  /** Changes the file of the database before it is applied. */
  edit?: (text: string) => string;
}

/** What a database is told by. */
export interface Content {
  systemIdentifier: string;
  /** The row up to which it was counted. */
  upTo: number;
  rows: number;
  checksum: string;
  /** What the table's sequence has given last. */
  sequence: number;
  /** Roles with their attributes, and a table with an odd name. */
  rest: string;
}

/** Observer with a million ticks and a writer, in a namespace of its own, kept there by Argo CD. */
export class MigrationPlace {
  readonly written: WrittenRows;
  readonly #testbed: Testbed;
  readonly #repository: DeploymentRepository;
  readonly #synced: ArgoCdApplication;
  /** The folder that is applied, as the branch has it. */
  readonly #files: Map<string, string>;

  private constructor(
    testbed: Testbed,
    repository: DeploymentRepository,
    synced: ArgoCdApplication,
    files: Map<string, string>,
  ) {
    this.#testbed = testbed;
    this.#repository = repository;
    this.#synced = synced;
    this.#files = files;
    this.written = new WrittenRows(testbed.kubernetes, repository.namespace);
  }

  static async start(
    testbed: Testbed,
    name: string,
    { prune = true, edit = text => text }: PlaceOptions = {},
  ): Promise<MigrationPlace> {
    const engine = new ArgoCd(testbed);
    await engine.application(name).endSync();
    await engine.remove(name);
    await testbed.kubernetes.delete({ kind: 'namespace', name });
    const repository = await createDeploymentRepository(testbed, {
      name,
      namespace: name,
      component: name,
    });
    const files = await readFolder(repository);
    const database = files.get(POSTGRES_PATH)!;
    if (edit(database) !== database) {
      files.set(POSTGRES_PATH, edit(database));
      await repository.git.commit('feat: a database of its own kind', [
        { path: `${PATHS.base}/${POSTGRES_PATH}`, text: edit(database) },
      ]);
    }
    const synced = await engine.deploy({ ...repository.source, prune });
    const place = new MigrationPlace(testbed, repository, synced, files);
    await place.waitUntilApplied(await repository.git.head());
    await place.database(DEPLOYMENT).query(FILL_SQL);
    await place.commitAndWait([
      { path: WRITER_PATH, content: WRITER_MANIFEST },
      {
        path: 'kustomization.yaml',
        content: files
          .get('kustomization.yaml')!
          .replace('  - deployments/observer.yaml\n', `$&  - ${WRITER_PATH}\n`),
      },
    ]);
    return place;
  }

  async stop(): Promise<void> {
    await this.endSync();
    await this.#synced.remove();
    await this.kubernetes.delete({ kind: 'namespace', name: this.namespace });
    await this.#repository.git.delete();
  }

  get namespace(): string {
    return this.#repository.namespace;
  }

  /** Where it is deployed from. */
  get repository(): DeploymentRepository {
    return this.#repository;
  }

  get kubernetes(): Kubernetes {
    return this.#testbed.kubernetes;
  }

  /** What a plan is made from. */
  get files(): Map<string, string> {
    return new Map(this.#files);
  }

  database(workload: string): ObserverDatabase {
    return new ObserverDatabase(this.kubernetes, this.namespace, workload);
  }

  /** Merges a change, and does not wait. */
  async commit(
    changes: Array<Pick<FileChange, 'path' | 'content'>>,
  ): Promise<string> {
    for (const { path, content } of changes) {
      if (content === undefined) {
        this.#files.delete(path);
      } else {
        this.#files.set(path, content);
      }
    }
    const revision = await this.#repository.git.commit(
      'chore: the service',
      changes.map(({ path, content }) => ({
        path: `${PATHS.base}/${path}`,
        ...(content !== undefined && { text: content }),
      })),
    );
    await this.sync();
    return revision;
  }

  /** Merges a change, and waits until it is applied and all is healthy. */
  async commitAndWait(
    changes: Array<Pick<FileChange, 'path' | 'content'>>,
  ): Promise<void> {
    await this.waitUntilApplied(await this.commit(changes));
  }

  async waitUntilApplied(revision: string): Promise<void> {
    await this.#synced.waitForRevision(revision, { timeoutMs: 600_000 });
    await waitForHealth(this.#synced, 300_000);
  }

  /** Has Argo CD look at once. */
  async sync(): Promise<void> {
    await this.#synced.refresh();
  }

  /** Whether Argo CD applies by itself what Git has. */
  async syncsByItself(isOn: boolean): Promise<void> {
    const automated = isOn ? { prune: true, selfHeal: true } : null;
    await this.#synced.patch({ spec: { syncPolicy: { automated } } });
  }

  /** Ends the sync that is under way, so that a later commit can be applied. */
  async endSync(): Promise<void> {
    await this.#synced.endSync();
  }

  /** The commit that Argo CD applies, or applied last. */
  async syncedCommit(): Promise<string> {
    const { status } = JSON.parse(await this.#synced.record());
    return status.operationState.syncResult.revision;
  }

  /** What `scalp_ticks` holds up to a row: by default the last one that is there. */
  async content(workload: string, upTo?: number): Promise<Content> {
    const [row] = await this.database(workload).query(
      `WITH line AS (SELECT ${
        upTo ?? '(SELECT max(id) FROM scalp_ticks)'
      } AS id)
       SELECT (SELECT system_identifier FROM pg_control_system()), line.id, count(*),
         sum(hashtextextended(tick::text, 0)::numeric), (SELECT last_value FROM scalp_ticks_id_seq)
       FROM scalp_ticks AS tick, line WHERE tick.id <= line.id GROUP BY line.id`,
    );
    const [systemIdentifier, id, rows, checksum, sequence] = row.split('|');
    const rest = await this.database(workload).query(
      `SELECT rolname, rolsuper, rolcanlogin FROM pg_roles UNION ALL
       SELECT wert, true, true FROM "한글 ""표""" ORDER BY 1`,
    );
    return {
      systemIdentifier,
      upTo: Number(id),
      rows: Number(rows),
      checksum,
      sequence: Number(sequence),
      rest: rest.join('\n'),
    };
  }

  /** The numbers among these that `scalp_ticks` does not have. */
  async missingOf(workload: string, ids: number[]): Promise<number[]> {
    const rows = await this.database(workload).query(
      `SELECT id FROM unnest('{${ids.join()}}'::bigint[]) AS id
       WHERE NOT EXISTS (SELECT FROM scalp_ticks WHERE scalp_ticks.id = id.id)`,
    );
    return rows.filter(Boolean).map(Number);
  }

  /** The data directory of a server, as the machine's kernel names it. */
  async directoryOf(workload: string): Promise<string> {
    const said = await this.kubernetes.exec(
      { namespace: this.namespace, name: workload },
      ['sh', '-c', 'stat -c %d:%i "$PGDATA"'],
    );
    return said.trim();
  }

  /** Pods with those labels, also those that end. */
  async pods(selector: string): Promise<DatabasePod[]> {
    return this.kubernetes.list<DatabasePod>({
      kind: 'pods',
      namespace: this.namespace,
      selector,
    });
  }

  /** Waits until the Job of a moment has counted, and reads what. */
  async snapshotOf(moment: 'before' | 'after'): Promise<DatabaseSnapshot> {
    const said = await waitFor(
      `What the Job says ${moment}`,
      async () =>
        (
          await this.pods(`${LABEL_JOB}=${DATABASE_SNAPSHOT_JOB}`)
        )
          .filter(
            ({ metadata }) =>
              parseSnapshotRequest(
                metadata.annotations?.[ANNOTATION_DATABASE_SNAPSHOT],
              )?.moment === moment,
          )
          .sort((one, other) =>
            other.metadata.creationTimestamp.localeCompare(
              one.metadata.creationTimestamp,
            ),
          )
          .map(pod => parseSnapshotVerdict(lastMessage(pod, 'snapshot')))
          .find(verdict => verdict !== undefined),
      { timeoutMs: 600_000, intervalMs: 1000 },
    );
    if (said.verdict === 'failed') {
      throw new Error(`The Job ${moment} says ${said.detail}`);
    }
    return said.snapshot;
  }

  /** What a pod's guard said last; undefined while it has not ended yet. */
  async guardOf(selector: string): Promise<GuardVerdict | undefined> {
    return (await this.pods(selector))
      .map(pod => parseGuardVerdict(lastMessage(pod, GUARD_CONTAINER)))
      .find(verdict => verdict !== undefined);
  }

  /** Waits until no pod with those labels is left. */
  async waitUntilGone(selector: string): Promise<void> {
    await waitFor(
      `The end of the pods ${selector}`,
      async () => (await this.pods(selector)).length === 0,
      { timeoutMs: 240_000, intervalMs: 1000 },
    );
  }

  /** Waits until the writer has a row acknowledged that is later than that. */
  async waitForWrite(after: number): Promise<void> {
    await waitFor(
      'A row that is written',
      async () => (await this.written.read()).some(({ at }) => at > after),
      { timeoutMs: 240_000, intervalMs: 1000 },
    );
  }
}

/** The folder that is applied, as the repository has it. */
async function readFolder({
  git,
}: DeploymentRepository): Promise<Map<string, string>> {
  const seed = await readSeedFiles(
    join(ROOT, 'packages/sandbox/seed/deployment'),
  );
  const prefix = `${PATHS.base}/`;
  const files = new Map<string, string>();
  for (const path of seed.keys()) {
    if (path.startsWith(prefix)) {
      files.set(path.slice(prefix.length), await git.read(path));
    }
  }
  return files;
}
