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
  parsePasswordVerdict,
  PasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  parseSealingCertificate,
  ParsedSealingCertificate,
  PlannedChange,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { readSeedFiles } from '@safekeep/sandbox';
import { join } from 'node:path';
import { waitFor } from '../../src';
import { ArgoCd, ArgoCdApplication } from '../support/argoCd';
import {
  createDeploymentRepository,
  DeploymentRepository,
  PATHS,
} from '../support/deploymentRepository';
import { fetchCertificate } from '../support/fetchCertificate';
import { KubernetesObject, WatchLine } from '../support/kubernetes';
import { ObserverDatabase } from '../support/observerDatabase';
import { openTestbed, ROOT, Testbed } from '../support/openTestbed';
import { started } from '../support/started';
import { waitForHealth } from '../support/SyncEngine';
import { CLIENTS, REFUSED } from './clients';

export const SECRET = 'observer-secrets';
const NAME = 'passwords-suite';
const CLIENTS_PATH = 'deployments/clients.yaml';

interface Job extends KubernetesObject {
  status?: { conditions?: { type: string; status: string }[] };
}

interface EndedPod extends KubernetesObject {
  status: {
    containerStatuses?: {
      state: { terminated?: { message?: string; exitCode: number } };
    }[];
  };
}

/** Observer with its PostgreSQL, kept in the cluster by Argo CD, and clients that log in anew each time. */
export class PasswordsRun {
  readonly namespace = NAME;
  #testbed?: Testbed;
  #repository?: DeploymentRepository;
  #synced?: ArgoCdApplication;
  #certificate?: ParsedSealingCertificate;
  #endings?: { lines: WatchLine[]; stop(): void };
  /** The folder that is applied, as the branch has it. */
  readonly #files = new Map<string, string>();

  async start(): Promise<void> {
    const testbed = await openTestbed();
    this.#testbed = testbed;
    const engine = new ArgoCd(testbed);
    await engine.remove(NAME);
    const repository = await createDeploymentRepository(testbed, {
      name: NAME,
      namespace: NAME,
      component: NAME,
    });
    this.#repository = repository;
    this.#certificate = parseSealingCertificate(
      await fetchCertificate(testbed),
    );
    await this.#readFolder();
    await this.#commit([
      { path: CLIENTS_PATH, content: CLIENTS },
      {
        path: 'kustomization.yaml',
        content: this.#files
          .get('kustomization.yaml')!
          .replace(
            '  - deployments/observer.yaml\n',
            `$&  - ${CLIENTS_PATH}\n`,
          ),
      },
    ]);
    const sealed = sealSecret(this.#files, {
      ...this.options,
    });
    const revision = await this.#commit(sealed.changes);
    this.#synced = await engine.deploy(repository.source);
    await this.#synced.waitForRevision(revision);
    await waitForHealth(this.#synced);
    this.#endings = this.kubernetes.watch({
      kind: 'pods',
      namespace: NAME,
      show: `{.object.metadata.name} {.object.status.containerStatuses[*].state.terminated.exitCode} {.object.status.containerStatuses[*].lastState.terminated.exitCode}`,
    });
  }

  async stop(): Promise<void> {
    this.#endings?.stop();
    await this.#synced?.remove();
    await this.#testbed?.kubernetes.delete({ kind: 'namespace', name: NAME });
    await this.#repository?.git.delete();
  }

  /** What every change of the secret is asked with. */
  get options() {
    return {
      certificate: started(this.#certificate),
      namespace: NAME,
      name: SECRET,
      now: new Date(),
    };
  }

  get files(): Map<string, string> {
    return this.#files;
  }

  get testbed(): Testbed {
    return started(this.#testbed);
  }

  get kubernetes() {
    return this.testbed.kubernetes;
  }

  get database(): ObserverDatabase {
    return new ObserverDatabase(this.kubernetes, NAME);
  }

  /** Merges a change, and does not wait. */
  async merge(
    { changes }: Pick<PlannedChange, 'changes'>,
    edit: (text: string) => string = text => text,
  ): Promise<string> {
    const revision = await this.#commit(
      changes.map(({ path, content }) => ({
        path,
        ...(content !== undefined && { content: edit(content) }),
      })),
    );
    await this.sync();
    return revision;
  }

  /** Waits until that commit is applied in full, and all is healthy. */
  async waitUntilApplied(revision: string): Promise<void> {
    await started(this.#synced).waitForRevision(revision, {
      timeoutMs: 300_000,
    });
    await waitForHealth(started(this.#synced));
  }

  /** Takes all of it away, data included, and sets it up anew from what Git has. */
  async startOver(): Promise<void> {
    const { git, source } = started(this.#repository);
    await started(this.#synced).remove();
    await this.kubernetes.delete({ kind: 'namespace', name: NAME });
    this.#synced = await new ArgoCd(this.testbed).deploy(source);
    await this.waitUntilApplied(await git.head());
  }

  /** Has Argo CD look at once. */
  async sync(): Promise<void> {
    await started(this.#synced).refresh();
  }

  /**
   * Waits until Argo CD has given a sync up for its failed Job, for now or for
   * good: it tries again a few times, with longer and longer pauses.
   */
  async waitUntilFailed(): Promise<void> {
    await waitFor(
      'The sync to fail',
      async () => {
        const { phase, message } = await this.#operation();
        return phase === 'Failed' || /unsuccessfully/.test(message ?? '');
      },
      { timeoutMs: 120_000, intervalMs: 500 },
    );
  }

  /** Has the Job run again, as the pull request says: by its deletion and a sync. */
  async runAgain(job: string): Promise<void> {
    const reference = { kind: 'job', namespace: NAME, name: job };
    await this.kubernetes.delete(reference);
    await waitFor(
      `Job ${job}, made again`,
      async () => {
        if (await this.kubernetes.find(reference)) {
          return true;
        }
        const { phase } = await this.#operation();
        if (phase === 'Failed') {
          await this.#sync();
        }
        return false;
      },
      { timeoutMs: 300_000, intervalMs: 1000 },
    );
  }

  async #sync(): Promise<void> {
    await started(this.#synced).patch({
      operation: {
        initiatedBy: { username: 'a person' },
        sync: { prune: true },
      },
    });
  }

  /** The last sync, in Argo CD's words. */
  async #operation(): Promise<{ phase?: string; message?: string }> {
    const record = JSON.parse(await started(this.#synced).record());
    return record.status?.operationState ?? {};
  }

  /** Waits until a Job has ended, well or not, and reads its newest verdict. */
  async verdictOf(job: string): Promise<PasswordVerdict> {
    await waitFor(
      `The end of Job ${job}`,
      async () => {
        const { status } = await this.kubernetes.get<Job>({
          kind: 'job',
          namespace: NAME,
          name: job,
        });
        return status?.conditions?.some(
          ({ type, status: is }) =>
            (type === 'Complete' || type === 'Failed') && is === 'True',
        );
      },
      { timeoutMs: 300_000, intervalMs: 500 },
    );
    const pods = await this.kubernetes.list<EndedPod>({
      kind: 'pods',
      namespace: NAME,
      selector: `job-name=${job}`,
    });
    const [newest] = pods.sort((a, b) =>
      b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp),
    );
    const message =
      newest.status.containerStatuses?.[0].state.terminated?.message;
    const verdict = parsePasswordVerdict(message);
    if (!verdict) {
      throw new Error(`Job ${job} ended without a verdict but: ${message}`);
    }
    return verdict;
  }

  /** What was seen of clients that ended because their login was refused. */
  refusedClients(): string[] {
    return started(this.#endings)
      .lines.map(({ line }) => line)
      .filter(line => line.startsWith('clients-'))
      .filter(line => line.split(' ').includes(String(REFUSED)));
  }

  /** UIDs of an app's pods, which change when it restarts. */
  async uidsOf(app: string): Promise<string[]> {
    const pods = await this.kubernetes.pods(NAME, `app=${app}`);
    return pods
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata.uid)
      .sort();
  }

  async values(): Promise<Record<string, string>> {
    return this.kubernetes.secretValues(NAME, SECRET);
  }

  async #readFolder(): Promise<void> {
    const seed = await readSeedFiles(
      join(ROOT, 'packages/sandbox/seed/deployment'),
    );
    const prefix = `${PATHS.base}/`;
    for (const path of seed.keys()) {
      if (path.startsWith(prefix)) {
        this.#files.set(
          path.slice(prefix.length),
          await started(this.#repository).git.read(path),
        );
      }
    }
  }

  async #commit(
    changes: { path: string; content?: string }[],
  ): Promise<string> {
    for (const { path, content } of changes) {
      if (content === undefined) {
        this.#files.delete(path);
      } else {
        this.#files.set(path, content);
      }
    }
    return started(this.#repository).git.commit(
      'chore: the service',
      changes.map(({ path, content }) => ({
        path: `${PATHS.base}/${path}`,
        ...(content !== undefined && { text: content }),
      })),
    );
  }
}
