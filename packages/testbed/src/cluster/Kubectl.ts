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

import { run } from '../processes/run';

/** An object of the cluster, as far as it is looked into here. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

/** kubectl as the administrator. */
export class Kubectl {
  constructor(
    private readonly command: string,
    private readonly kubeconfig: string,
  ) {}

  async run(args: string[], input?: string): Promise<string> {
    return run(this.command, ['--kubeconfig', this.kubeconfig, ...args], {
      input,
    });
  }

  async apply(objects: object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    await this.run(
      ['apply', '--server-side', '--field-manager=safekeep-testbed', '-f', '-'],
      JSON.stringify(list),
    );
  }

  /** One object, or the list when no name is given. */
  async get<T = KubernetesObject>(args: string[]): Promise<T> {
    return JSON.parse(await this.run(['get', ...args, '-o', 'json']));
  }

  async waitForRollout(
    workload: string,
    namespace: string,
    timeout = '120s',
  ): Promise<void> {
    await this.run([
      ...['rollout', 'status', workload, '-n', namespace],
      `--timeout=${timeout}`,
    ]);
  }
}
