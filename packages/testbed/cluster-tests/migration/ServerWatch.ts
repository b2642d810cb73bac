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

import { LogFollower, ServerLog } from './ServerLog';
import { Kubernetes } from '../support/kubernetes';
import { DatabasePod } from './databasePods';

const LOOK_EVERY_MS = 200;

/**
 * Reads the log of each PostgreSQL server that comes up in a namespace, from
 * before it starts until after it ends: when it had the data directory is told
 * by the server itself.
 */
export class ServerWatch {
  readonly #logs = new Map<string, LogFollower>();
  #timer?: NodeJS.Timeout;
  #isLooking = false;

  static start(
    kubernetes: Kubernetes,
    options: { namespace: string; selector: string },
  ): ServerWatch {
    const watch = new ServerWatch(kubernetes, options);
    watch.#timer = setInterval(() => void watch.#look(), LOOK_EVERY_MS);
    return watch;
  }

  private constructor(
    private readonly kubernetes: Kubernetes,
    private readonly options: { namespace: string; selector: string },
  ) {}

  /** Each run of a server, in the order in which they started. */
  async servers(): Promise<ServerLog[]> {
    await this.#look();
    return [...this.#logs.values()]
      .flatMap(log => log.runs())
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const log of this.#logs.values()) {
      log.stop();
    }
  }

  async #look(): Promise<void> {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    try {
      const { namespace, selector } = this.options;
      const pods = await this.kubernetes.list<DatabasePod>({
        kind: 'pods',
        namespace,
        selector,
      });
      for (const { metadata, status } of pods) {
        for (const { name, state, restartCount } of status.containerStatuses ??
          []) {
          const key = `${metadata.uid}/${restartCount}`;
          if (name === 'postgres' && state.running && !this.#logs.has(key)) {
            this.#logs.set(
              key,
              LogFollower.start(this.kubernetes, {
                namespace,
                pod: metadata.name,
              }),
            );
          }
        }
      }
    } catch {
      // The API server is away for a moment in some of the tests.
    } finally {
      this.#isLooking = false;
    }
  }
}
