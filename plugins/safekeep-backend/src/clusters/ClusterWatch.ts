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
import { ClusterTransport } from './ClusterTransport';
import { Limiter } from './Limiter';
import { MetadataTransport } from './MetadataTransport';
import { ResourceStatus } from './ResourceStatus';
import { ResourceWatch, WatchTiming } from './ResourceWatch';
import {
  ObservedKind,
  secretMetadataIn,
  WATCHED_RESOURCES,
  WatchedResource,
} from './watchedResources';

/** How old a record of "last seen" may be while a watch is live. */
const LAST_SEEN_GRAIN_MS = 30_000;

export interface ClusterWatchOptions {
  cluster: string;
  transport: ClusterTransport;
  store: ObservationStore;
  lists: Limiter;
  timing: WatchTiming;
  logger: LoggerService;
  /** The namespaces whose Secret metadata is watched. */
  secretNamespaces: string[];
}

/** A kind, and the namespace where it is watched in one only. */
type Scope = Pick<WatchedResource, 'kind' | 'namespace'>;

function keyOf({ kind, namespace }: Scope): string {
  return namespace === undefined ? kind : `${kind}/${namespace}`;
}

function describe({ kind, namespace }: Scope): string {
  return namespace === undefined
    ? kind
    : `${kind} metadata of namespace ${namespace}`;
}

/**
 * Watches every kind of one cluster into the store.
 */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #resources: WatchedResource[];
  readonly #statuses = new Map<string, ResourceStatus>();
  /** What the store was last told. */
  readonly #recorded = new Map<string, number | undefined>();

  static create(options: ClusterWatchOptions): ClusterWatch {
    return new ClusterWatch(options);
  }

  private constructor(options: ClusterWatchOptions) {
    this.#options = options;
    this.#resources = [
      ...WATCHED_RESOURCES,
      ...options.secretNamespaces.map(secretMetadataIn),
    ];
    for (const resource of this.#resources) {
      const { kind, namespace } = resource;
      this.#statuses.set(keyOf(resource), {
        kind,
        namespace,
        state: 'starting',
        since: new Date(),
      });
    }
  }

  /** One for each kind that is watched over all namespaces. */
  get statuses(): ResourceStatus[] {
    return [...this.#statuses.values()].filter(
      ({ namespace }) => namespace === undefined,
    );
  }

  /** Undefined for a namespace whose Secret metadata is not watched. */
  secretMetadataStatus(namespace: string): ResourceStatus | undefined {
    return this.#statuses.get(keyOf({ kind: 'Secret', namespace }));
  }

  /** Ends when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, store, transport, secretNamespaces } = this.#options;
    await this.#forgetOtherSecrets();
    const lastSeen = new Map<string | undefined, Map<ObservedKind, Date>>();
    for (const namespace of [undefined, ...secretNamespaces]) {
      lastSeen.set(namespace, await this.#readLastSeen(namespace));
    }

    const watches = this.#resources.map(resource => {
      const { kind, namespace } = resource;
      const watch = new ResourceWatch({
        resource,
        transport: resource.metadataOnly
          ? MetadataTransport.create(transport)
          : transport,
        lists: this.#options.lists,
        timing: this.#options.timing,
        lastSeen: lastSeen.get(namespace)?.get(kind),
        sink: {
          replace: observations =>
            store.replaceKind(cluster, kind, observations, namespace),
          apply: changes => store.applyChanges(cluster, kind, changes),
        },
        onStatus: status => this.#take(status),
      });
      this.#statuses.set(keyOf(resource), watch.status);
      this.#recorded.set(keyOf(resource), watch.status.lastSeen?.getTime());
      return watch;
    });
    await Promise.all(watches.map(watch => watch.run(signal)));
  }

  /** What is not asked for any more is not kept either. */
  async #forgetOtherSecrets(): Promise<void> {
    const { cluster, store, logger, secretNamespaces } = this.#options;
    try {
      await store.keepSecretNamespaces(cluster, secretNamespaces);
    } catch (error) {
      logger.warn(
        `Secret metadata of cluster ${cluster} that is no longer configured could not be forgotten`,
        error as Error,
      );
    }
  }

  async #readLastSeen(
    namespace: string | undefined,
  ): Promise<Map<ObservedKind, Date>> {
    const { cluster, store, logger } = this.#options;
    try {
      return await store.readLastSeen(cluster, namespace);
    } catch (error) {
      logger.warn(
        `What was last seen of cluster ${cluster} could not be read; it is read anew`,
        error as Error,
      );
      return new Map();
    }
  }

  #take(status: ResourceStatus): void {
    const key = keyOf(status);
    const before = this.#statuses.get(key);
    this.#statuses.set(key, status);
    if (before?.state !== status.state) {
      const message = `${describe(status)} of cluster ${
        this.#options.cluster
      }: ${status.state}`;
      if (status.state === 'live') {
        this.#options.logger.info(message);
      } else {
        this.#options.logger.warn(
          status.message ? `${message}, ${status.message}` : message,
        );
      }
    }

    const recorded = this.#recorded.get(key);
    const lastSeen = status.lastSeen?.getTime();
    if (
      lastSeen === undefined
        ? recorded !== undefined
        : lastSeen - (recorded ?? 0) > LAST_SEEN_GRAIN_MS
    ) {
      this.#recorded.set(key, lastSeen);
      this.#record(status);
    }
  }

  /** Not awaited: it only matters to the next start, and the next one corrects it. */
  #record(status: ResourceStatus): void {
    this.#options.store
      .setLastSeen(
        this.#options.cluster,
        status.kind,
        status.lastSeen,
        status.namespace,
      )
      .catch(error => {
        this.#recorded.delete(keyOf(status));
        this.#options.logger.warn(
          `When ${describe(status)} of cluster ${
            this.#options.cluster
          } was last seen could not be recorded`,
          error,
        );
      });
  }
}
