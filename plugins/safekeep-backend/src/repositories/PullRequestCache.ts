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
import { PullRequestFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { toRepositoryFailure } from './RepositoryFailure';

const FRESH_MS = 10_000;
const MAX_REPOSITORIES = 500;

/**
 * Lists the pull requests of a repository.
 */
export type ListPullRequests = (
  repository: string,
) => Promise<PullRequestFacts[]>;

export interface PullRequestReading {
  /** As last listed; empty when they never were. */
  pullRequests: PullRequestFacts[];
  seenAt?: Date;
  /** Set while they cannot be listed, since when and why. */
  failure?: { since: Date; message: string };
}

interface Entry {
  reading: PullRequestReading;
  listedAt: number;
  listing?: Promise<void>;
}

/**
 * Our pull requests of each repository, listed at most once in a while.
 */
export class PullRequestCache {
  readonly #list: ListPullRequests;
  readonly #logger: LoggerService;
  readonly #entries = new Map<string, Entry>();

  static create(options: {
    list: ListPullRequests;
    logger: LoggerService;
  }): PullRequestCache {
    return new PullRequestCache(options.list, options.logger);
  }

  private constructor(list: ListPullRequests, logger: LoggerService) {
    this.#list = list;
    this.#logger = logger;
  }

  /** Never rejects. */
  async read(repository: string): Promise<PullRequestReading> {
    const entry = this.#entry(repository);
    if (Date.now() - entry.listedAt >= FRESH_MS) {
      entry.listing ??= this.#refresh(repository, entry);
      await entry.listing;
    }
    return entry.reading;
  }

  #entry(repository: string): Entry {
    const known = this.#entries.get(repository);
    if (known) {
      return known;
    }
    const entry: Entry = { reading: { pullRequests: [] }, listedAt: 0 };
    this.#entries.set(repository, entry);
    if (this.#entries.size > MAX_REPOSITORIES) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest);
    }
    return entry;
  }

  async #refresh(repository: string, entry: Entry): Promise<void> {
    const startedAt = new Date();
    try {
      entry.reading = {
        pullRequests: await this.#list(repository),
        seenAt: startedAt,
      };
    } catch (error) {
      const { message } = toRepositoryFailure(error);
      if (!entry.reading.failure) {
        this.#logger.warn(
          `Pull requests of ${repository} could not be listed: ${message}`,
        );
      }
      const since = entry.reading.failure?.since ?? startedAt;
      entry.reading = { ...entry.reading, failure: { since, message } };
    } finally {
      entry.listedAt = Date.now();
      entry.listing = undefined;
    }
  }
}
