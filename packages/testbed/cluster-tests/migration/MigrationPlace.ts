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
  DatabaseSnapshot,
  GUARD_CONTAINER,
  GuardVerdict,
  parseGuardVerdict,
  parseSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { PlannedChange } from '@safekeep/backstage-plugin-safekeep-node';
import { readSeedFiles } from '@safekeep/sandbox';
import { join } from 'node:path';
import { waitFor } from '../../src';
import { ArgoCd } from '../support/argoCd';
import {
  createDeploymentRepository,
  DeploymentRepository,
  PATHS,
} from '../support/deploymentRepository';
import { Kubernetes, KubernetesObject } from '../support/kubernetes';
import { ObserverDatabase, Ticks } from '../support/observerDatabase';
import { ROOT, Testbed } from '../support/openTestbed';
import { SyncedSource, waitForHealth } from '../support/SyncEngine';
import { DatabasePod, lastMessage } from './databasePods';
import { ServerWatch } from './ServerWatch';
import { FILL_SQL, WRITER } from './writer';

const WRITER_PATH = 'deployments/writer.yaml';
const SERVER_SELECTOR = 'app=postgres';

interface Workload extends KubernetesObject {
  spec: { replicas?: number };
  status?: { readyReplicas?: number; observedGeneration?: number };
}

/** What makes a database the same one, and what is in it. */
export interface Fingerprint {
  systemIdentifier: string;
  ticks: Ticks;
  /** Where the sequence of its rows is. */
  sequence: number;
  /** Roles with their attributes. */
  roles: string;
  odd: string;
}

/** Observer with a database of a million rows and a writer, kept in the cluster by Argo CD. */
export class MigrationPlace {
  readonly namespace: string;
  readonly #testbed: Testbed;
  readonly #repository: DeploymentRepository;
  readonly #synced: SyncedSource;
  readonly servers: ServerWatch;
  /** The folder that is applied, as the branch has it. */
  readonly files: Map<string, string>;

  /** @param options.edit - what the folder is changed to before it is applied */
  static async create(
    testbed: Testbed,
    name: string,
    options: {
      prune?: boolean;
      edit?: (files: Map<string, string>) => void;
    } = {},
  ): Promise<MigrationPlace> {
    const engine = new ArgoCd(testbed);
    await engine.remove(name);
    await testbed.kubernetes.delete({ kind: 'namespace', name });
    const repository = await createDeploymentRepository(testbed, {
      name,
      namespace: name,
      component: name,
    });
    const files = await readFolder(repository);
    files.set(WRITER_PATH, WRITER);
    files.set(
      'kustomization.yaml',
      files
        .get('kustomization.yaml')!
        .replace('  - deployments/observer.yaml\n', `$&  - ${WRITER_PATH}\n`),
    );
    options.edit?.(files);
    await repository.git.commit(
      'feat: a writer',
      [...files].map(([path, text]) => ({
        path: `${PATHS.base}/${path}`,
        text,
      })),
    );
    const synced = await engine.deploy({
      ...repository.source,
      prune: options.prune,
    });
    const place = new MigrationPlace(testbed, repository, synced, files);
    await synced.waitForRevision(await repository.git.head());
    await waitForHealth(synced);
    await place.database('deployment/postgres').query(FILL_SQL);
    return place;
  }

  private constructor(
    testbed: Testbed,
    repository: DeploymentRepository,
    synced: SyncedSource,
    files: Map<string, string>,
  ) {
    this.#testbed = testbed;
    this.#repository = repository;
    this.#synced = synced;
    this.files = files;
    this.namespace = repository.namespace;
    this.servers = ServerWatch.start(testbed.kubernetes, {
      namespace: this.namespace,
      selector: SERVER_SELECTOR,
    });
  }

  async remove(): Promise<void> {
    this.servers.stop();
    await this.#synced.remove();
    await this.kubernetes.delete({ kind: 'namespace', name: this.namespace });
    await this.#repository.git.delete();
  }

  get kubernetes(): Kubernetes {
    return this.#testbed.kubernetes;
  }

  database(workload: string): ObserverDatabase {
    return new ObserverDatabase(this.kubernetes, this.namespace, workload);
  }

  /** Merges a change, and has Argo CD look at once. */
  async merge({ changes }: Pick<PlannedChange, 'changes'>): Promise<string> {
    for (const { path, content } of changes) {
      if (content === undefined) {
        this.files.delete(path);
      } else {
        this.files.set(path, content);
      }
    }
    const revision = await this.#repository.git.commit(
      'chore: the database',
      changes.map(({ path, content }) => ({
        path: `${PATHS.base}/${path}`,
        ...(content !== undefined && { text: content }),
      })),
    );
    await this.kubernetes.kubectl([
      'annotate',
      '--overwrite',
      '--namespace=argocd',
      'application',
      this.namespace,
      'argocd.argoproj.io/refresh=normal',
    ]);
    return revision;
  }

  /** Merges a change, and waits until it is applied in full and all is healthy. */
  async apply(change: Pick<PlannedChange, 'changes'>): Promise<void> {
    const revision = await this.merge(change);
    await this.#synced.waitForRevision(revision, { timeoutMs: 300_000 });
    await waitForHealth(this.#synced);
  }

  /** Waits until the branch is applied, and all is healthy. */
  async untilApplied(): Promise<void> {
    const { git } = this.#repository;
    await this.#synced.waitForRevision(await git.head(), {
      timeoutMs: 300_000,
    });
    await waitForHealth(this.#synced);
  }

  async replicas(workload: string): Promise<number | undefined> {
    const [kind, name] = workload.split('/');
    const found = await this.kubernetes.find<Workload>({
      kind,
      name,
      namespace: this.namespace,
    });
    return found?.spec.replicas;
  }

  async pods(selector: string = SERVER_SELECTOR): Promise<DatabasePod[]> {
    return this.kubernetes.list<DatabasePod>({
      kind: 'pods',
      namespace: this.namespace,
      selector,
    });
  }

  /** The newest that a guard of the namespace has said. */
  async guardVerdict(): Promise<GuardVerdict | undefined> {
    const verdicts = (await this.pods()).flatMap(pod => {
      const said = parseGuardVerdict(lastMessage(pod, GUARD_CONTAINER));
      return said ? [said] : [];
    });
    return verdicts[0];
  }

  /** What the Job of a moment has seen; the newest where there are several. */
  async snapshot(moment: 'before' | 'after'): Promise<DatabaseSnapshot> {
    let snapshot: DatabaseSnapshot | undefined;
    await waitFor(
      `The snapshot from ${moment}`,
      async () => {
        const pods = await this.pods('safekeep.io/job=database-snapshot');
        for (const pod of pods.filter(({ metadata }) =>
          metadata.name.includes(`-${moment}-`),
        )) {
          const said = (pod.status.containerStatuses ?? [])
            .map(({ name }) => parseSnapshotVerdict(lastMessage(pod, name)))
            .find(Boolean);
          if (said?.verdict === 'failed') {
            throw new Error(`The Job ${moment} says ${said.detail}`);
          }
          snapshot = said?.snapshot ?? snapshot;
        }
        return snapshot !== undefined;
      },
      { timeoutMs: 240_000, intervalMs: 1000 },
    );
    return snapshot!;
  }

  /** What is in the database, up to a row; asked in one session after the other. */
  async fingerprint(workload: string, upTo?: number): Promise<Fingerprint> {
    const database = this.database(workload);
    const [systemIdentifier] = await database.query(
      'SELECT system_identifier FROM pg_control_system()',
    );
    const ticks = await database.ticks(upTo);
    const [sequence] = await database.query(
      'SELECT last_value FROM scalp_ticks_id_seq',
    );
    const roles = await database.query(
      'SELECT rolname, rolsuper, rolcanlogin FROM pg_roles ORDER BY 1',
    );
    const odd = await database.query('SELECT * FROM "한글 ""표"""');
    return {
      systemIdentifier,
      ticks,
      sequence: Number(sequence),
      roles: roles.join('\n'),
      odd: odd.join('\n'),
    };
  }

  /** Waits until the writer writes; gives the newest row by then. */
  async untilWritten(workload: string): Promise<number> {
    const newest = async () => {
      const [id] = await this.database(workload).query(
        `SELECT coalesce(max(id), 0) FROM scalp_ticks WHERE symbol = 'writer'`,
      );
      return Number(id);
    };
    const from = await newest().catch(() => 0);
    let last = from;
    await waitFor(
      'The writer',
      async () => {
        last = await newest();
        return last > from;
      },
      { timeoutMs: 120_000, intervalMs: 500 },
    );
    return last;
  }

  /** Longest time between two of the writer's rows since then, in seconds. */
  async downtime(workload: string, since: Date): Promise<number> {
    return this.database(workload).longestPause(since);
  }
}

async function readFolder({
  git,
}: DeploymentRepository): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const seed = await readSeedFiles(
    join(ROOT, 'packages/sandbox/seed/deployment'),
  );
  const prefix = `${PATHS.base}/`;
  for (const path of seed.keys()) {
    if (path.startsWith(prefix)) {
      files.set(path.slice(prefix.length), await git.read(path));
    }
  }
  return files;
}
