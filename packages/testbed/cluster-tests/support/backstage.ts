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

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import {
  ClusterStatus,
  EntityStatus,
  SafekeepClient,
  SealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-common';
import { waitFor } from '../../src';
import { backstageConfig } from './backstageConfig';
import { BackstageProcess } from './BackstageProcess';
import { makeFolder, ROOT, Testbed } from './openTestbed';
import { runTemplate, startTask, TaskResult, TemplateRun } from './scaffolder';

/** The name of the test bed's cluster in Backstage. */
export const CLUSTER = 'testbed';

const START_MS = 240_000;

/** The example backend, on the test bed's cluster and forge. */
export class Backstage {
  /** Where it keeps what a test may look into. */
  readonly places: {
    logs: string;
    database: string;
    workspaces: string;
    temporary: string;
  };
  readonly #folder: string;
  readonly #url: string;
  readonly #launch: () => Promise<BackstageProcess>;
  readonly #entityRefs: string[];
  #process: BackstageProcess;
  readonly #client: SafekeepClient;
  #token?: { value: string; until: number };

  private constructor(
    folder: string,
    places: Backstage['places'],
    url: string,
    parts: {
      launch: () => Promise<BackstageProcess>;
      process: BackstageProcess;
      entityRefs: string[];
    },
  ) {
    this.#folder = folder;
    this.places = places;
    this.#url = url;
    this.#launch = parts.launch;
    this.#process = parts.process;
    this.#entityRefs = parts.entityRefs;
    this.#client = new SafekeepClient({
      discoveryApi: { getBaseUrl: async id => `${url}/api/${id}` },
      fetchApi: { fetch: (path, init) => this.#fetch(String(path), init) },
    });
  }

  /**
   * Starts it, and waits until the catalog has the entities.
   *
   * @throws Error with the end of its log, when it doesn't come up
   */
  static async start(options: {
    testbed: Testbed;
    /** Of the account that Safekeep reads the cluster with. */
    clusterToken: string;
    /** Files with entities, in the forge. */
    catalogUrls: string[];
    entityRefs: string[];
    /** Takes the place of what the test bed's description says of the cluster. */
    cluster?: { url?: string; caFile?: string };
    /** Whose Secret metadata is watched. Default: none. */
    secretNamespaces?: string[];
  }): Promise<Backstage> {
    const { testbed, clusterToken, catalogUrls, entityRefs, cluster } = options;
    const { secretNamespaces = [] } = options;
    const folder = await makeFolder('backstage');
    const places = {
      logs: join(folder, 'logs'),
      database: join(folder, 'database'),
      workspaces: join(folder, 'workspaces'),
      temporary: join(folder, 'temporary'),
    };
    await Promise.all(Object.values(places).map(place => mkdir(place)));
    const port = await freePort();
    const config = join(folder, 'app-config.testbed.yaml');
    await writeFile(
      config,
      // JSON is YAML. It holds tokens.
      JSON.stringify(
        backstageConfig({
          testbed,
          port,
          places,
          catalogUrls,
          cluster: { name: CLUSTER, token: clusterToken, ...cluster },
          secretNamespaces,
        }),
      ),
      { mode: 0o600 },
    );
    const launch = () =>
      BackstageProcess.start({
        root: ROOT,
        configs: [join(ROOT, 'app-config.yaml'), config],
        temporary: places.temporary,
        logFile: join(places.logs, 'backend.log'),
      });
    const started = new Backstage(folder, places, `http://127.0.0.1:${port}`, {
      launch,
      process: await launch(),
      entityRefs,
    });
    try {
      await started.#waitUntilReady();
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async status(entityRef: string): Promise<EntityStatus> {
    return this.#client.getEntityStatus(parseEntityRef(entityRef));
  }

  /** Waits until the status is as `isAsWanted` says; the message tells the last one. */
  async waitForStatus(
    entityRef: string,
    what: string,
    isAsWanted: (status: EntityStatus) => boolean,
    timeoutMs = 90_000,
  ): Promise<EntityStatus> {
    return waitFor(
      `The status saying ${what}`,
      async () => {
        const status = await this.status(entityRef);
        if (!isAsWanted(status)) {
          throw new Error(summarize(status));
        }
        return status;
      },
      { timeoutMs, intervalMs: 500 },
    );
  }

  async sealingCertificate(): Promise<SealingCertificate> {
    return this.#client.getSealingCertificate(CLUSTER);
  }

  /** The test bed's cluster, as the page of all clusters shows it. */
  async clusterStatus(): Promise<ClusterStatus> {
    const clusters = await this.#client.listClusters();
    const found = clusters.find(({ name }) => name === CLUSTER);
    if (!found) {
      throw new Error(`There is no cluster ${CLUSTER} in the list`);
    }
    return found;
  }

  /** Runs a software template to its end; a task that fails is a result, too. */
  async runTemplate(run: TemplateRun): Promise<TaskResult> {
    return runTemplate(this.#scaffolder, run);
  }

  /** Runs a software template, and does not wait. */
  async startTemplate(run: TemplateRun): Promise<void> {
    await startTask(this.#scaffolder, run);
  }

  /** Ends it without a word, whatever it is at. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Starts what was killed, with all that it has kept. */
  async startAgain(): Promise<void> {
    this.#process = await this.#launch();
    this.#token = undefined;
    await this.#waitUntilReady();
  }

  #scaffolder = (path: string, init?: RequestInit) =>
    this.#fetch(`${this.#url}/api/scaffolder${path}`, init);

  /** All that it has printed. */
  async log(): Promise<string> {
    return this.#process.log();
  }

  /** Stops it and removes what it kept, unless a look into it is wanted. */
  async stop(options: { keep?: boolean } = {}): Promise<void> {
    await this.#process.stop();
    if (!options.keep) {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  async #waitUntilReady(): Promise<void> {
    const stillPossible = () => this.#process.assertRunning();
    const options = { timeoutMs: START_MS, intervalMs: 500, stillPossible };
    await waitFor(
      'Starting the Backstage backend',
      async () => {
        const ready = `${this.#url}/.backstage/health/v1/readiness`;
        return (await fetch(ready)).ok;
      },
      options,
    );
    for (const entityRef of this.#entityRefs) {
      const { kind, namespace, name } = parseEntityRef(entityRef);
      const path = `${kind}/${namespace}/${name}`.toLowerCase();
      await waitFor(
        `Taking ${entityRef} into the catalog`,
        async () => {
          const url = `${this.#url}/api/catalog/entities/by-name/${path}`;
          return (await this.#fetch(url)).ok;
        },
        options,
      );
    }
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.#guestToken()}`);
    return fetch(url, {
      signal: AbortSignal.timeout(60_000),
      ...init,
      headers,
    });
  }

  async #guestToken(): Promise<string> {
    if (!this.#token || this.#token.until < Date.now()) {
      const response = await fetch(`${this.#url}/api/auth/guest/refresh`, {
        method: 'POST',
      });
      const { backstageIdentity } = await response.json();
      // It is good for an hour.
      const until = Date.now() + 30 * 60_000;
      this.#token = { value: backstageIdentity.token, until };
    }
    return this.#token.value;
  }
}

function summarize({
  state,
  sources,
  secrets,
  databases,
  checks,
}: EntityStatus) {
  const item = (of: {
    name: string;
    state: string;
    reasons: { code: string }[];
  }) =>
    `${of.name} ${of.state} (${of.reasons.map(({ code }) => code).join(', ')})`;
  return [
    `it is ${state}`,
    ...sources.map(
      ({ kind, state: seen, reason }) =>
        `${kind} ${seen}${reason ? ` (${reason.why})` : ''}`,
    ),
    ...[...databases, ...secrets].map(item),
    ...checks.map(check => `${check.id} ${check.state}: ${check.evidence}`),
  ].join('; ');
}

/** `kind:namespace/name`, taken apart. */
function parseEntityRef(entityRef: string) {
  const [kind, namespace, name] = entityRef.split(/[:/]/);
  return { kind, namespace, name };
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
