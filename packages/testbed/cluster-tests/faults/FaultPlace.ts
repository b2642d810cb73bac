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
  DatabaseStatus,
  EntityStatus,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { generateValue } from '@safekeep/backstage-plugin-safekeep-node';
import { stringify } from 'yaml';
import { FaultTools } from './FaultTools';

/** A service in a namespace of its own, deployed from a folder of its own. */
export class FaultPlace {
  readonly entityRef: string;
  readonly namespace: string;
  readonly #tools: FaultTools;
  readonly #files = new Map<string, string>();

  constructor(tools: FaultTools, namespace: string) {
    this.#tools = tools;
    this.namespace = namespace;
    this.entityRef = `component:default/${namespace}`;
  }

  /** The Namespace, which lets the entity show it. */
  get object(): object {
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.namespace,
        annotations: { 'safekeep.io/entities': this.entityRef },
      },
    };
  }

  /** In the catalog. */
  get entity(): object {
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: this.namespace,
        annotations: {
          'backstage.io/kubernetes-namespace': this.namespace,
          'safekeep.io/gitops-url': this.#tools.git.pageOf(this.namespace),
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'test',
        owner: 'group:default/tawbury',
      },
    };
  }

  get tools(): FaultTools {
    return this.#tools;
  }

  /** Writes files into Git, and applies them as a sync does. */
  async deploy(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      this.#files.set(name, text);
    }
    const kustomization = stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: this.namespace,
      resources: [...this.#files.keys()],
    });
    const written = { ...files, 'kustomization.yaml': kustomization };
    await this.#tools.commit(
      this.namespace,
      Object.fromEntries(
        Object.entries(written).map(([name, text]) => [
          `${this.namespace}/${name}`,
          text,
        ]),
      ),
    );
    await this.apply(...Object.keys(files));
  }

  /** Applies files as Git has them now. */
  async apply(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.#tools.kubernetes.apply(
        await this.#tools.git.read(`${this.namespace}/${name}`),
      );
    }
  }

  /** A SealedSecret as kubeseal writes it, with values that nobody knows. */
  async seal(
    options: {
      name?: string;
      keys?: string[];
      namespace?: string;
      certificate?: string;
    } = {},
  ): Promise<string> {
    const {
      name = 'credentials',
      keys = ['USER', 'PASSWORD'],
      namespace = this.namespace,
      certificate,
    } = options;
    return this.#tools.kubeseal.run(
      ['--format=yaml', ...(certificate ? [`--cert=${certificate}`] : [])],
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        stringData: Object.fromEntries(
          keys.map(key => [key, generateValue({ length: 24 })]),
        ),
      }),
    );
  }

  async status(): Promise<EntityStatus> {
    return this.#tools.backstage.status(this.entityRef);
  }

  /** Waits for the status, and says how long that took. */
  async waitFor(
    what: string,
    isAsWanted: (status: EntityStatus) => boolean,
    timeoutMs = 60_000,
  ): Promise<EntityStatus> {
    return this.#tools.backstage.waitForStatus(
      this.entityRef,
      what,
      isAsWanted,
      timeoutMs,
    );
  }

  /** Waits until nothing is wrong with the service any more. */
  async waitUntilOk(timeoutMs = 90_000): Promise<EntityStatus> {
    return this.waitFor('ok', ({ state }) => state === 'ok', timeoutMs);
  }
}

/** @throws Error when the status has no such secret */
export function secretOf(
  { secrets }: EntityStatus,
  name = 'credentials',
): SecretStatus {
  const found = secrets.find(secret => secret.name === name);
  if (!found) {
    throw new Error(`There is no secret ${name} in the status`);
  }
  return found;
}

/** @throws Error when the status has no database */
export function databaseOf({
  databases: [found],
}: EntityStatus): DatabaseStatus {
  if (!found) {
    throw new Error('There is no database in the status');
  }
  return found;
}

/** Whether an item gives that reason first. */
export function isFor(
  code: string,
  item: { reasons: Array<{ code: string }> } | undefined,
): boolean {
  return item?.reasons[0]?.code === code;
}
