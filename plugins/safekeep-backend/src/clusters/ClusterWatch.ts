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
import { ResourceStatus } from './ResourceStatus';
import { ResourceWatch, WatchTiming } from './ResourceWatch';
import { ObservedKind, WATCHED_RESOURCES } from './watchedResources';

/** How old a record of "last seen" may be while a watch is live. */
const LAST_SEEN_GRAIN_MS = 30_000;

export interface ClusterWatchOptions {
  cluster: string;
  transport: ClusterTransport;
  store: ObservationStore;
  lists: Limiter;
  timing: WatchTiming;
  logger: LoggerService;
}

/**
 * Watches every kind of one cluster into the store.
 */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #statuses = new Map<ObservedKind, ResourceStatus>();
  /** What the store was last told, by kind. */
  readonly #recorded = new Map<ObservedKind, number | undefined>();

  static create(options: ClusterWatchOptions): ClusterWatch {
    return new ClusterWatch(options);
  }

  private constructor(options: ClusterWatchOptions) {
    this.#options = options;
    for (const { kind } of WATCHED_RESOURCES) {
      this.#statuses.set(kind, { kind, state: 'starting', since: new Date() });
    }
  }

  /** One for each kind that is watched. */
  get statuses(): ResourceStatus[] {
    return [...this.#statuses.values()];
  }

  /** Ends when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, store, logger } = this.#options;
    let lastSeen = new Map<ObservedKind, Date>();
    try {
      lastSeen = await store.readLastSeen(cluster);
    } catch (error) {
      logger.warn(
        `What was last seen of cluster ${cluster} could not be read; it is read anew`,
        error as Error,
      );
    }

    const watches = WATCHED_RESOURCES.map(resource => {
      const watch = new ResourceWatch({
        resource,
        transport: this.#options.transport,
        lists: this.#options.lists,
        timing: this.#options.timing,
        lastSeen: lastSeen.get(resource.kind),
        sink: {
          replace: observations =>
            store.replaceKind(cluster, resource.kind, observations),
          apply: changes => store.applyChanges(cluster, resource.kind, changes),
        },
        onStatus: status => this.#take(status),
      });
      this.#statuses.set(resource.kind, watch.status);
      this.#recorded.set(resource.kind, watch.status.lastSeen?.getTime());
      return watch;
    });
    await Promise.all(watches.map(watch => watch.run(signal)));
  }

  #take(status: ResourceStatus): void {
    const before = this.#statuses.get(status.kind);
    this.#statuses.set(status.kind, status);
    if (before?.state !== status.state) {
      const message = `${status.kind} of cluster ${this.#options.cluster}: ${
        status.state
      }`;
      if (status.state === 'live') {
        this.#options.logger.info(message);
      } else {
        this.#options.logger.warn(
          status.message ? `${message}, ${status.message}` : message,
        );
      }
    }

    const recorded = this.#recorded.get(status.kind);
    const lastSeen = status.lastSeen?.getTime();
    if (
      lastSeen === undefined
        ? recorded !== undefined
        : lastSeen - (recorded ?? 0) > LAST_SEEN_GRAIN_MS
    ) {
      this.#recorded.set(status.kind, lastSeen);
      this.#record(status);
    }
  }

  /** Not awaited: it only matters to the next start, and the next one corrects it. */
  #record(status: ResourceStatus): void {
    this.#options.store
      .setLastSeen(this.#options.cluster, status.kind, status.lastSeen)
      .catch(error => {
        this.#recorded.delete(status.kind);
        this.#options.logger.warn(
          `When ${status.kind} of cluster ${
            this.#options.cluster
          } was last seen could not be recorded`,
          error,
        );
      });
  }
}
