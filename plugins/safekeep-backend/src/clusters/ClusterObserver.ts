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

import { LoggerService } from '@backstage/backend-plugin-api';
import { ObservationStore } from '../database/ObservationStore';
import { ClusterDefinition } from './ClusterDefinition';
import { ClusterTransport, KubeConfigTransport } from './ClusterTransport';
import { ClusterWatch } from './ClusterWatch';
import { Limiter } from './Limiter';
import { ResourceStatus } from './ResourceStatus';
import { DEFAULT_WATCH_TIMING, WatchTiming } from './ResourceWatch';

/** Over all clusters, so that a start is no stampede. */
const LISTS_AT_ONCE = 8;

export interface ClusterObserverOptions {
  definitions: ReadonlyMap<string, ClusterDefinition>;
  store: ObservationStore;
  logger: LoggerService;
  /** The namespaces whose Secret metadata is watched, by the cluster's name. */
  secretNamespacesOf(cluster: string): string[];
  timing?: Partial<WatchTiming>;
}

interface ObservedCluster {
  transport: ClusterTransport;
  watch: ClusterWatch;
}

/**
 * Watches all configured clusters into the store, and knows how well each can
 * be seen.
 */
export class ClusterObserver {
  readonly #options: ClusterObserverOptions;
  readonly #clusters = new Map<string, ObservedCluster>();
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  static create(options: ClusterObserverOptions): ClusterObserver {
    return new ClusterObserver(options);
  }

  private constructor(options: ClusterObserverOptions) {
    this.#options = options;
    const lists = new Limiter(LISTS_AT_ONCE);
    for (const [cluster, definition] of options.definitions) {
      const transport = KubeConfigTransport.create(definition);
      this.#clusters.set(cluster, {
        transport,
        watch: ClusterWatch.create({
          cluster,
          transport,
          lists,
          store: options.store,
          logger: options.logger,
          secretNamespaces: options.secretNamespacesOf(cluster),
          timing: { ...DEFAULT_WATCH_TIMING, ...options.timing },
        }),
      });
    }
  }

  get names(): string[] {
    return [...this.#clusters.keys()];
  }

  /** Undefined for a cluster that is not configured. */
  statusesOf(cluster: string): ResourceStatus[] | undefined {
    return this.#clusters.get(cluster)?.watch.statuses;
  }

  /** Undefined where the metadata of a namespace's Secrets is not watched. */
  secretMetadataStatusOf(
    cluster: string,
    namespace: string,
  ): ResourceStatus | undefined {
    return this.#clusters.get(cluster)?.watch.secretMetadataStatus(namespace);
  }

  /** Undefined for a cluster that is not configured. */
  transportOf(cluster: string): ClusterTransport | undefined {
    return this.#clusters.get(cluster)?.transport;
  }

  /** Returns at once; clusters that are down are tried until they are up. */
  start(): void {
    const { signal } = this.#stopping;
    this.#running = Promise.all([
      this.#options.store.keepClusters(this.names).catch(error => {
        this.#options.logger.warn(
          'Clusters that are no longer configured could not be forgotten',
          error,
        );
      }),
      ...[...this.#clusters.values()].map(({ watch }) => watch.run(signal)),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
