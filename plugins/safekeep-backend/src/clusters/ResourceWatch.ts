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

import { Observation } from '@safekeep/backstage-plugin-safekeep-common';
import { assertVersionReached } from './assertVersionReached';
import { fullJitterBackoff, pause } from './backoff';
import { ClusterFailure, toClusterFailure } from './ClusterFailure';
import { ClusterTransport } from './ClusterTransport';
import { Limiter } from './Limiter';
import { listResource } from './listResource';
import { ResourceState, ResourceStatus } from './ResourceStatus';
import { WatchedResource } from './watchedResources';
import { WatchedBatch, watchResource } from './watchResource';

export type ObservationChange =
  | { type: 'changed'; observation: Observation }
  | { type: 'deleted'; namespace: string; name: string };

/**
 * Takes what a watch sees. Calls come one after the other; the next one waits
 * until the last is done.
 */
export interface ObservationSink {
  /** Everything there is, in one step. */
  replace(observations: Observation[]): Promise<void>;
  apply(changes: ObservationChange[]): Promise<void>;
}

export interface WatchTiming {
  pageSize: number;
  /** A watch is asked to end after this to twice this. */
  watchSeconds: number;
  /** A connection without a byte for this long is given up. Bookmarks come each minute. */
  silenceMs: number;
  backoffBaseMs: number;
  backoffCapMs: number;
  /**
   * What is said to be forbidden or not installed is believed after this long:
   * an API server that has just started refuses what it has not read yet.
   */
  refusalMs: number;
  /** Between attempts at what is forbidden or not installed. */
  slowRetryMs: number;
  /** A watch that held this long was a good one. */
  stableMs: number;
}

export const DEFAULT_WATCH_TIMING: WatchTiming = {
  pageSize: 500,
  watchSeconds: 300,
  silenceMs: 150_000,
  backoffBaseMs: 1_000,
  backoffCapMs: 30_000,
  refusalMs: 10_000,
  slowRetryMs: 120_000,
  stableMs: 10_000,
};

type Refusal = Extract<ResourceState, 'forbidden' | 'not-installed'>;

export interface ResourceWatchOptions {
  resource: WatchedResource;
  transport: ClusterTransport;
  sink: ObservationSink;
  lists: Limiter;
  timing: WatchTiming;
  /** From an earlier run, whose observations the sink still has. */
  lastSeen?: Date;
  /** Must not throw. */
  onStatus(status: ResourceStatus): void;
}

/**
 * Keeps a sink in step with one kind of objects of one cluster: lists it, then
 * watches it, and comes back from every failure by itself until stopped.
 */
export class ResourceWatch {
  readonly #options: ResourceWatchOptions;
  #status: ResourceStatus;
  /** Whether the sink has a complete reading. */
  #complete: boolean;
  #resourceVersion: string | undefined;
  #failures = 0;
  /** When the refusals began that have lasted until now. */
  #refusedAt: number | undefined;
  /** When this attempt's watch was answered, and known to go on from here; undefined until then. */
  #openedAt: number | undefined;

  constructor(options: ResourceWatchOptions) {
    this.#options = options;
    this.#complete = options.lastSeen !== undefined;
    this.#status = {
      kind: options.resource.kind,
      namespace: options.resource.namespace,
      state: this.#complete ? 'stale' : 'starting',
      since: options.lastSeen ?? new Date(),
      lastSeen: options.lastSeen,
      ...(this.#complete && {
        message: 'Safekeep was restarted and has not read it again yet',
      }),
    };
  }

  get status(): ResourceStatus {
    return this.#status;
  }

  /** Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#openedAt = undefined;
      let delay: number;
      try {
        await this.#follow(signal);
        delay = this.#afterEnd();
      } catch (error) {
        delay = this.#afterFailure(toClusterFailure(error), signal);
      }
      await pause(delay, signal);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { transport, resource, timing, lists } = this.#options;
    const isResumed = this.#resourceVersion !== undefined;
    this.#resourceVersion ??= await lists.run(() => this.#list(signal));
    const from = {
      transport,
      path: resource.path,
      fieldSelector: resource.fieldSelector,
      resourceVersion: this.#resourceVersion,
      silenceMs: timing.silenceMs,
      signal,
    };
    for await (const batch of watchResource({
      ...from,
      timeoutSeconds: Math.round(timing.watchSeconds * (1 + Math.random())),
    })) {
      if (isResumed && this.#openedAt === undefined) {
        await assertVersionReached(from);
      }
      this.#openedAt ??= Date.now();
      this.#refusedAt = undefined;
      await this.#apply(batch);
      this.#resourceVersion = batch.resourceVersion ?? this.#resourceVersion;
      this.#setState('live');
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { transport, resource, timing, sink } = this.#options;
    const observations: Observation[] = [];
    let resourceVersion = '';
    for await (const page of listResource({
      transport,
      path: resource.path,
      fieldSelector: resource.fieldSelector,
      pageSize: timing.pageSize,
      silenceMs: timing.silenceMs,
      signal,
    })) {
      for (const item of page.items) {
        const observation = resource.project(item);
        if (observation) {
          observations.push(observation);
        }
      }
      resourceVersion = page.resourceVersion;
    }
    await this.#store(() => sink.replace(observations));
    this.#complete = true;
    return resourceVersion;
  }

  async #apply(batch: WatchedBatch): Promise<void> {
    const changes: ObservationChange[] = [];
    for (const { type, object } of batch.changes) {
      const observation = this.#options.resource.project(object);
      if (observation) {
        changes.push(
          type === 'changed'
            ? { type, observation }
            : {
                type,
                namespace: observation.namespace,
                name: observation.name,
              },
        );
      }
    }
    if (changes.length > 0) {
      await this.#store(() => this.#options.sink.apply(changes));
    }
  }

  /** What could not be stored must be read again. */
  async #store(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#resourceVersion = undefined;
      throw new ClusterFailure(
        'unreachable',
        'what it said could not be stored',
        { cause: error },
      );
    }
  }

  #afterEnd(): number {
    this.#failures = this.#wasStable() ? 0 : this.#failures + 1;
    return this.#failures === 0 ? 0 : this.#backoff();
  }

  #wasStable(): boolean {
    return (
      this.#openedAt !== undefined &&
      Date.now() - this.#openedAt >= this.#options.timing.stableMs
    );
  }

  #afterFailure(failure: ClusterFailure, signal: AbortSignal): number {
    if (signal.aborted) {
      return 0;
    }
    this.#failures = this.#wasStable() ? 1 : this.#failures + 1;

    const refusal = this.#refusalIn(failure);
    if (refusal) {
      return this.#afterRefusal(refusal, failure);
    }
    this.#refusedAt = undefined;
    if (failure.kind === 'expired') {
      // The list that follows tells whether anything is wrong.
      this.#resourceVersion = undefined;
      return this.#failures === 1 ? 0 : this.#backoff();
    }
    // A watch that breaks off is taken up again before it is called stale.
    if (this.#openedAt === undefined || this.#failures > 1) {
      // What was away may have been set back to a backup, and gone on from it.
      if (failure.kind !== 'busy') {
        this.#resourceVersion = undefined;
      }
      this.#setState(this.#complete ? 'stale' : 'unreachable', failure);
    }
    return Math.max(this.#backoff(), failure.retryAfterMs ?? 0);
  }

  #refusalIn({ kind }: ClusterFailure): Refusal | undefined {
    if (kind === 'forbidden') {
      return 'forbidden';
    }
    return kind === 'missing' && this.#options.resource.optional
      ? 'not-installed'
      : undefined;
  }

  #afterRefusal(state: Refusal, failure: ClusterFailure): number {
    const { refusalMs, backoffBaseMs } = this.#options.timing;
    this.#refusedAt ??= Date.now();
    const isBelieved = Date.now() - this.#refusedAt >= refusalMs;
    this.#resourceVersion = undefined;
    if (this.#complete && !isBelieved) {
      this.#setState('stale', failure);
    } else {
      this.#forget();
      this.#setState(state, failure);
    }
    return isBelieved ? this.#slowly() : backoffBaseMs * (1 + Math.random());
  }

  /** What may not be looked at any more is not shown as it was, either. */
  #forget(): void {
    this.#complete = false;
    this.#status = { ...this.#status, lastSeen: undefined };
  }

  #backoff(): number {
    const { backoffBaseMs, backoffCapMs } = this.#options.timing;
    return fullJitterBackoff({
      failures: this.#failures,
      baseMs: backoffBaseMs,
      capMs: backoffCapMs,
    });
  }

  #slowly(): number {
    return this.#options.timing.slowRetryMs * (0.5 + Math.random());
  }

  #setState(state: ResourceState, failure?: ClusterFailure): void {
    const now = new Date();
    const before = this.#status;
    this.#status = {
      kind: before.kind,
      namespace: before.namespace,
      state,
      since: before.state === state ? before.since : now,
      lastSeen: state === 'live' ? now : before.lastSeen,
      message: failure?.message,
    };
    this.#options.onStatus(this.#status);
  }
}
