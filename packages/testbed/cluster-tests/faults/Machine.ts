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

import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Processes, run, waitFor } from '../../src';
import { PORTS } from '../../src/addresses';
import { makeFolder, Testbed } from '../support/openTestbed';

const ETCD = `http://127.0.0.1:${PORTS.etcd}`;
const ETCD_PEER = `http://127.0.0.1:${PORTS.etcdPeer}`;

/** What keeps in memory what it has read of the cluster, besides the API server. */
const READERS = [
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'coredns',
  'local-path-provisioner',
  'argocd-application-controller',
];

/** The processes that the cluster is made of, and how they are broken. */
export class Machine {
  readonly processes: Processes;
  readonly #testbed: Testbed;
  readonly #etcd: string;

  constructor(testbed: Testbed) {
    const state = testbed.description.machine!.stateDirectory;
    this.#testbed = testbed;
    this.processes = new Processes(state);
    this.#etcd = join(state, 'etcd');
  }

  async waitForApiServer(): Promise<void> {
    await waitFor(
      'The API server',
      async () =>
        (await this.#testbed.kubernetes.kubectl([
          'get',
          '--raw=/readyz',
          '--request-timeout=5s',
        ])) === 'ok',
      { timeoutMs: 90_000 },
    );
  }

  /** Scales the sealed-secrets controller, and waits until that is so. */
  async scaleController(replicas: number): Promise<void> {
    const { kubernetes, description } = this.#testbed;
    const { controllerName, controllerNamespace } = description.sealedSecrets;
    await kubernetes.kubectl([
      'scale',
      `deployment/${controllerName}`,
      `--namespace=${controllerNamespace}`,
      `--replicas=${replicas}`,
    ]);
    if (replicas > 0) {
      await kubernetes.waitForRollout(
        controllerNamespace,
        `deployment/${controllerName}`,
      );
    } else {
      await waitFor(
        'The end of the controller',
        async () =>
          (
            await kubernetes.pods(controllerNamespace, `name=${controllerName}`)
          ).length === 0,
        { timeoutMs: 60_000 },
      );
    }
  }

  /** Keeps what etcd has, as a backup is made. */
  async backUp(): Promise<{
    restore(): Promise<void>;
    remove(): Promise<void>;
  }> {
    const folder = await makeFolder('etcd');
    const file = join(folder, 'snapshot.db');
    await this.#etcdctl(['snapshot', 'save', file, `--endpoints=${ETCD}`]);
    return {
      restore: () => this.#restore(file),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }

  /**
   * https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#restoring-an-etcd-cluster:
   * the API server is stopped for it, and what has read from it is restarted.
   */
  async #restore(file: string): Promise<void> {
    const restored = `${this.#etcd}.restored`;
    await rm(restored, { recursive: true, force: true });
    await this.processes.stop('kube-apiserver');
    await this.processes.stop('etcd');
    await this.#etcdctl([
      'snapshot',
      'restore',
      file,
      `--data-dir=${restored}`,
      '--name=testbed',
      `--initial-cluster=testbed=${ETCD_PEER}`,
      `--initial-advertise-peer-urls=${ETCD_PEER}`,
    ]);
    await rm(this.#etcd, { recursive: true, force: true });
    await rename(restored, this.#etcd);
    await this.processes.startAgain('etcd');
    await this.processes.startAgain('kube-apiserver');
    await this.waitForApiServer();
  }

  /** Ends what still remembers what is no more, and starts it anew. */
  async restartReaders(): Promise<void> {
    const names = await this.processes.names();
    await Promise.all(
      READERS.filter(name => names.includes(name)).map(async name => {
        await this.processes.stop(name);
        await this.processes.startAgain(name);
      }),
    );
    const { kubernetes, description } = this.#testbed;
    const { controllerName, controllerNamespace } = description.sealedSecrets;
    await kubernetes.kubectl([
      'rollout',
      'restart',
      `deployment/${controllerName}`,
      `--namespace=${controllerNamespace}`,
    ]);
    await kubernetes.waitForRollout(
      controllerNamespace,
      `deployment/${controllerName}`,
    );
  }

  /** Starts what does not run, and waits until the cluster is as it was found. */
  async repair(): Promise<void> {
    // In the order in which they need each other.
    const names = await this.processes.names();
    const first = ['etcd', 'kube-apiserver'];
    for (const name of [
      ...first,
      ...names.filter(one => !first.includes(one)),
    ]) {
      if (!(await this.processes.isRunning(name))) {
        await this.processes.startAgain(name);
      }
    }
    await this.waitForApiServer();
    await this.scaleController(1);
  }

  async #etcdctl(args: string[]): Promise<void> {
    await run('etcdctl', args, { env: { ...process.env, ETCDCTL_API: '3' } });
  }
}
