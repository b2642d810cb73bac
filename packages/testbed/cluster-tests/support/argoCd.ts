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

import { waitFor } from '../../src';
import { Kubernetes, KubernetesObject } from './kubernetes';
import { Testbed } from './openTestbed';
import { SyncedSource, SyncEngine, SyncHealth, SyncSource } from './SyncEngine';

interface Application extends KubernetesObject {
  status?: {
    health?: { status?: string; message?: string };
    sync?: { status?: string; revision?: string };
    operationState?: {
      phase?: string;
      message?: string;
      syncResult?: {
        revision?: string;
        resources?: Array<{ kind: string; name: string; message?: string }>;
      };
    };
    conditions?: Array<{ type: string; message: string }>;
    resources?: Array<{
      kind: string;
      name: string;
      status?: string;
      health?: { status?: string; message?: string };
    }>;
  };
}

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** What Argo CD keeps in the cluster, and what a person can have it do. */
export class ArgoCdApplication implements SyncedSource {
  readonly #kubernetes: Kubernetes;
  readonly #name: string;
  readonly #namespace: string;

  constructor(
    kubernetes: Kubernetes,
    metadata: { name: string; namespace: string },
  ) {
    this.#kubernetes = kubernetes;
    this.#name = metadata.name;
    this.#namespace = metadata.namespace;
  }

  async waitForRevision(
    revision: string,
    { timeoutMs = 180_000 }: { timeoutMs?: number } = {},
  ): Promise<void> {
    await this.refresh();
    await waitFor(
      `Argo CD's sync of ${revision.slice(0, 12)}`,
      async () => {
        const { status } = await this.#read();
        const { sync, operationState } = status ?? {};
        if (
          sync?.status === 'Synced' &&
          sync.revision === revision &&
          operationState?.phase === 'Succeeded' &&
          operationState.syncResult?.revision === revision
        ) {
          return true;
        }
        throw new Error(describeProgress(status));
      },
      { timeoutMs, intervalMs: 500 },
    );
  }

  async health(): Promise<SyncHealth> {
    const { status } = await this.#read();
    const state = status?.health?.status ?? 'Unknown';
    const troubled = (status?.resources ?? [])
      .filter(({ health }) => health?.status && health.status !== 'Healthy')
      .map(
        ({ kind, name, health }) =>
          `${kind}/${name} ${health?.status} ${health?.message ?? ''}`,
      );
    return {
      state,
      healthy: state === 'Healthy',
      ...(troubled.length > 0 && { message: troubled.join('; ').trim() }),
    };
  }

  async record(): Promise<string> {
    const { metadata, status } = await this.#read();
    return JSON.stringify({ metadata, status });
  }

  async remove(): Promise<void> {
    const reference = { name: this.#name, namespace: this.#namespace };
    await this.#kubernetes.delete({ kind: 'application', ...reference });
    await this.#kubernetes.delete({ kind: 'secret', ...reference });
  }

  /** Has it look at once, as a forge's webhook does; by itself it looks every few minutes. */
  async refresh(): Promise<void> {
    await this.#kubernetes.kubectl([
      'annotate',
      '--overwrite',
      `--namespace=${this.#namespace}`,
      'application',
      this.#name,
      'argocd.argoproj.io/refresh=normal',
    ]);
  }

  /** @param change - to the Application, merged into it */
  async patch(change: object): Promise<void> {
    await this.#kubernetes.kubectl([
      'patch',
      'application',
      this.#name,
      `--namespace=${this.#namespace}`,
      '--type=merge',
      `--patch=${JSON.stringify(change)}`,
    ]);
  }

  /**
   * Ends the sync that is under way, if there is one, as `argocd app
   * terminate-op` does: while it waits for what cannot become healthy, no later
   * commit is applied. Neither is an Application removed meanwhile.
   */
  async endSync(): Promise<void> {
    const found = await this.#kubernetes.find<Application>(this.#reference);
    if (found?.status?.operationState?.phase === 'Running') {
      await this.patch({
        status: { operationState: { phase: 'Terminating' } },
      });
    }
  }

  #read(): Promise<Application> {
    return this.#kubernetes.get<Application>(this.#reference);
  }

  get #reference() {
    return {
      kind: 'application',
      name: this.#name,
      namespace: this.#namespace,
    };
  }
}

/** Argo CD, with automated sync and self-heal, and prune unless that is off. */
export class ArgoCd implements SyncEngine {
  readonly name = 'Argo CD';
  readonly #kubernetes: Kubernetes;
  readonly #namespace: string;
  readonly #server: string;

  constructor({ description, kubernetes }: Testbed) {
    if (!description.argoCd) {
      throw new Error('The cluster of this test bed has no Argo CD');
    }
    this.#kubernetes = kubernetes;
    this.#namespace = description.argoCd.namespace;
    this.#server = description.kubernetes.url;
  }

  async deploy(source: SyncSource): Promise<ArgoCdApplication> {
    const { name, cloneUrl, branch, path, credentials, prune = true } = source;
    const metadata = { name, namespace: this.#namespace };
    await this.#kubernetes.apply([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          ...metadata,
          labels: { 'argocd.argoproj.io/secret-type': 'repository' },
        },
        stringData: { type: 'git', url: cloneUrl, ...credentials },
      },
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { ...metadata, finalizers: [FINALIZER] },
        spec: {
          project: 'default',
          source: { repoURL: cloneUrl, targetRevision: branch, path },
          destination: { server: this.#server },
          syncPolicy: { automated: { prune, selfHeal: true } },
        },
      },
    ]);
    return this.application(name);
  }

  /** What is deployed under that name, if there is any. */
  application(name: string): ArgoCdApplication {
    const metadata = { name, namespace: this.#namespace };
    return new ArgoCdApplication(this.#kubernetes, metadata);
  }

  async remove(name: string): Promise<void> {
    await this.application(name).remove();
  }
}

function describeProgress(status: Application['status']): string {
  const { sync, operationState, conditions = [] } = status ?? {};
  const resources = operationState?.syncResult?.resources ?? [];
  return [
    `it is ${sync?.status ?? 'unknown'} at ${sync?.revision?.slice(0, 12)}`,
    `the last sync ${operationState?.phase ?? 'has not begun'}`,
    operationState?.message,
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...resources
      .filter(({ message }) => message)
      .map(({ kind, name, message }) => `${kind}/${name}: ${message}`),
  ]
    .filter(Boolean)
    .join('; ');
}
