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
  CheckStatus,
  EntityStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ArgoCd } from './argoCd';
import { Backstage } from './backstage';
import {
  createDeploymentRepository,
  DeploymentRepository,
} from './deploymentRepository';
import { FINGERPRINT_LENGTH, fingerprints } from './kubernetes';
import { ObserverDatabase } from './observerDatabase';
import { openTestbed, Testbed } from './openTestbed';
import { createSafekeepAccount } from './safekeepAccount';
import { TaskResult } from './scaffolder';
import { SyncedSource, SyncEngine, waitForHealth } from './SyncEngine';

export const SECRET = 'observer-secrets';

/** Observer as the document finds it, on a real cluster, and Safekeep beside it. */
export class Phase2 {
  readonly testbed: Testbed;
  readonly repository: DeploymentRepository;
  readonly synced: SyncedSource;
  readonly backstage: Backstage;
  readonly database: ObserverDatabase;

  private constructor(
    parts: Pick<Phase2, 'testbed' | 'repository' | 'synced' | 'backstage'>,
  ) {
    this.testbed = parts.testbed;
    this.repository = parts.repository;
    this.synced = parts.synced;
    this.backstage = parts.backstage;
    this.database = new ObserverDatabase(
      this.testbed.kubernetes,
      this.repository.namespace,
    );
  }

  /** @param makeEngine - what brings Git into the cluster; Argo CD by default */
  static async start(
    makeEngine: (testbed: Testbed) => SyncEngine = testbed =>
      new ArgoCd(testbed),
  ): Promise<Phase2> {
    const testbed = await openTestbed();
    const engine = makeEngine(testbed);
    const repository = await createDeploymentRepository(testbed);
    // What an earlier run may have left holds other values.
    await engine.remove(repository.source.name);
    await testbed.kubernetes.delete({
      kind: 'namespace',
      name: repository.namespace,
    });
    const synced = await engine.deploy(repository.source);
    try {
      const [, clusterToken] = await Promise.all([
        synced.waitForRevision(await repository.git.head()),
        createSafekeepAccount(testbed),
      ]);
      const [backstage] = await Promise.all([
        Backstage.start({
          testbed,
          clusterToken,
          catalogUrls: [repository.catalogUrl],
          entityRefs: [
            repository.entityRef,
            'template:default/seal-secret',
            'template:default/rotate-secret',
          ],
        }),
        waitForHealth(synced),
      ]);
      return new Phase2({ testbed, repository, synced, backstage });
    } catch (error) {
      await synced.remove();
      throw error;
    }
  }

  get kubernetes() {
    return this.testbed.kubernetes;
  }

  get namespace() {
    return this.repository.namespace;
  }

  /** The status, once its sources are live and it says so. */
  async status(
    what: string,
    isAsWanted: (status: EntityStatus) => boolean = () => true,
    timeoutMs?: number,
  ): Promise<EntityStatus> {
    return this.backstage.waitForStatus(
      this.repository.entityRef,
      what,
      status =>
        status.sources.every(({ state }) => state === 'live') &&
        isAsWanted(status),
      timeoutMs,
    );
  }

  /** What the Secret holds, as {@link fingerprints}. */
  async secretFingerprints(): Promise<Record<string, string>> {
    return fingerprints(
      await this.kubernetes.secretValues(this.namespace, SECRET),
    );
  }

  /** What observer's newest pod was started with, as {@link fingerprints}. */
  async runningFingerprint(key: string): Promise<string> {
    const pods = await this.kubernetes.pods(this.namespace, 'app=observer');
    const [newest] = pods.sort((a, b) =>
      b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp),
    );
    const output = await this.kubernetes.exec(
      { namespace: this.namespace, name: newest.metadata.name },
      ['sh', '-c', `printf %s "$${key}" | sha256sum`],
    );
    return output.slice(0, FINGERPRINT_LENGTH);
  }

  /** UIDs of an app's pods, which change when it restarts. */
  async uidsOf(app: string): Promise<string[]> {
    const pods = await this.kubernetes.pods(this.namespace, `app=${app}`);
    return pods.map(({ metadata }) => metadata.uid).sort();
  }

  async check(id: CheckStatus['id']): Promise<CheckStatus | undefined> {
    const { checks } = await this.status('what is live');
    return checks.find(check => check.id === id);
  }

  /** What the form of a template opens with, as the card fills it in. */
  async fill(
    template: 'seal-secret' | 'rotate-secret',
    more: Record<string, string | string[]>,
  ): Promise<Record<string, string | string[]>> {
    const status = await this.status(
      `that ${template} can be done`,
      ({ secrets }) =>
        secrets.some(({ action }) => action?.template === template),
    );
    const { action } = status.secrets.find(({ name }) => name === SECRET)!;
    return { ...action!.formData, ...more };
  }

  /** Runs a template of ours; the task must end well. */
  async propose(
    template: 'seal-secret' | 'rotate-secret',
    values: Record<string, string | string[]>,
    secrets: Record<string, string>,
  ): Promise<TaskResult & { pullRequest: { url: string; number: number } }> {
    const result = await this.backstage.runTemplate({
      template: `template:default/${template}`,
      values,
      secrets,
    });
    if (result.status !== 'completed' || !result.pullRequest) {
      throw new Error(`${template} ${result.status}:\n${result.log}`);
    }
    return { ...result, pullRequest: result.pullRequest };
  }

  /** Merges a pull request and waits until it is applied. */
  async merge(number: number): Promise<string> {
    const revision = await this.repository.git.merge(number);
    await this.synced.waitForRevision(revision);
    return revision;
  }

  /** Ends what was started; takes everything away that was applied. */
  async stop(): Promise<void> {
    await this.backstage.stop();
    await this.synced.remove();
    await this.repository.git.delete();
  }
}
