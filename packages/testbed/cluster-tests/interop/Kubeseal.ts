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

import { run, TestbedDescription } from '../../src';

/** kubeseal, with the controller of the test bed. */
export class Kubeseal {
  readonly #command: string;
  readonly #options: string[];

  constructor(
    description: Pick<
      TestbedDescription,
      'kubeconfig' | 'context' | 'tools' | 'sealedSecrets'
    >,
  ) {
    const { controllerName, controllerNamespace } = description.sealedSecrets;
    this.#command = description.tools.kubeseal;
    this.#options = [
      `--kubeconfig=${description.kubeconfig}`,
      `--context=${description.context}`,
      `--controller-name=${controllerName}`,
      `--controller-namespace=${controllerNamespace}`,
    ];
  }

  /**
   * What kubeseal prints. Values go by `input` or files.
   *
   * @throws Error with its message.
   */
  async run(args: string[], input?: string): Promise<string> {
    return run(this.#command, [...args, ...this.#options], { input });
  }

  /** Asks the controller whether it could open what a text holds. */
  async validate(manifests: string): Promise<string> {
    return this.run(['--validate'], manifests);
  }
}
