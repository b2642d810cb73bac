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

import type { Forge } from '../forge/Forge';
import {
  ClusterRefusedError,
  SyncedApplication,
  type Application,
  type ApplicationState,
} from './SyncedApplication';
import type { SyncTarget } from './SyncTarget';

/**
 * How a {@link Sync} is started.
 *
 * @public
 */
export interface SyncOptions {
  forge: Forge;
  target: SyncTarget;
  applications: Application[];
  /** From a push until it is applied; 2 seconds by default. */
  delayMs?: number;
  /** How long a wave may take to become healthy; 5 minutes by default. */
  waveTimeoutMs?: number;
}

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;

interface Scheduled {
  application: Application;
  synced: SyncedApplication;
  timer?: NodeJS.Timeout;
  running?: Promise<void>;
  /** A push came while a sync ran. */
  again: boolean;
  retryMs: number;
}

/**
 * Keeps folders of the forge's repositories applied to the cluster, with prune,
 * a little after each push, as Argo CD would.
 *
 * @public
 */
export class Sync {
  readonly #delayMs: number;
  readonly #scheduled: Scheduled[];
  readonly #stopped = new AbortController();
  readonly #unsubscribe: () => void;

  /** Starts and waits until each application was synced once, well or not. */
  static async start(options: SyncOptions): Promise<Sync> {
    const sync = new Sync(options);
    await Promise.all(sync.#scheduled.map(each => sync.#run(each)));
    return sync;
  }

  private constructor(options: SyncOptions) {
    const { forge, target, applications } = options;
    const { delayMs = 2_000, waveTimeoutMs = 300_000 } = options;
    this.#delayMs = delayMs;
    this.#scheduled = applications.map(application => ({
      application,
      synced: SyncedApplication.create({
        application,
        git: forge.repositories.get(application.owner, application.repository)
          .git,
        target,
        waveTimeoutMs,
      }),
      again: false,
      retryMs: FIRST_RETRY_MS,
    }));
    this.#unsubscribe = forge.onBranchesMoved((owner, name) => {
      for (const each of this.#scheduled) {
        const { application } = each;
        if (application.owner === owner && application.repository === name) {
          each.retryMs = FIRST_RETRY_MS;
          this.#schedule(each, this.#delayMs);
        }
      }
    });
  }

  state(): ApplicationState[] {
    return this.#scheduled.map(({ synced }) => synced.state());
  }

  /** Syncs one application now; undefined when there is none of that name. */
  async syncNow(name: string): Promise<ApplicationState | undefined> {
    const found = this.#scheduled.find(
      ({ application }) => application.name === name,
    );
    if (!found) {
      return undefined;
    }
    clearTimeout(found.timer);
    await this.#run(found);
    return found.synced.state();
  }

  /** Ends when no sync runs any more. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped.abort();
    for (const { timer } of this.#scheduled) {
      clearTimeout(timer);
    }
    await Promise.all(this.#scheduled.map(({ running }) => running));
  }

  #schedule(each: Scheduled, delayMs: number): void {
    if (this.#stopped.signal.aborted) {
      return;
    }
    clearTimeout(each.timer);
    each.timer = setTimeout(() => this.#run(each), delayMs);
    each.timer.unref();
  }

  /** One sync at a time for each application; it never rejects. */
  async #run(each: Scheduled): Promise<void> {
    if (each.running) {
      each.again = true;
      await each.running;
      return;
    }
    each.running = this.#syncUntilCurrent(each);
    await each.running;
    each.running = undefined;
  }

  async #syncUntilCurrent(each: Scheduled): Promise<void> {
    do {
      each.again = false;
      try {
        await each.synced.sync(this.#stopped.signal);
        each.retryMs = FIRST_RETRY_MS;
      } catch (error) {
        // The state says what failed. Only a cluster may think otherwise later;
        // a mistake in the repository waits for the next push.
        if (error instanceof ClusterRefusedError) {
          this.#schedule(each, each.retryMs);
          each.retryMs = Math.min(each.retryMs * 2, LAST_RETRY_MS);
        }
      }
    } while (each.again && !this.#stopped.signal.aborted);
  }
}
