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

import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  PHRASES,
  RepositorySecret,
} from '@safekeep/backstage-plugin-safekeep-common';
import { readRepositorySecrets } from '@safekeep/backstage-plugin-safekeep-node';
import { readRepositoryFolder, RepositoryFolder } from './readRepositoryFolder';
import { toRepositoryFailure } from './RepositoryFailure';

export interface RepositoryTiming {
  /** Between two looks at a repository that is asked for. */
  intervalMs: number;
  /** A repository that was not asked for in this time is not looked at any more. */
  idleMs: number;
  /**
   * A first reading, and one in place of a reading that is too old, is waited
   * for this long; then the answer is "starting", or what was seen last.
   */
  patienceMs: number;
  /** A reading that is older than this is not called current. */
  staleMs: number;
}

export const DEFAULT_REPOSITORY_TIMING: RepositoryTiming = {
  intervalMs: 10_000,
  idleMs: 120_000,
  patienceMs: 2_500,
  staleMs: 60_000,
};

/** Beyond it, the one that was not asked for longest is forgotten. */
const MAX_REPOSITORIES = 500;

export interface RepositoryReading {
  /** Absent before the first reading. */
  contents?: {
    secrets: RepositorySecret[];
    /** Files that could not be read as manifests, and kustomizations' entries that lead elsewhere. */
    notVisible: string[];
  };
  /** When the contents were last known to be current. */
  seenAt?: Date;
  /** Set while it cannot be read, since when and why. */
  failure?: { since: Date; message: string };
}

interface Entry {
  reading: RepositoryReading;
  etag?: string;
  askedAt: number;
  /** The reading that is under way, shared by all who ask. */
  refresh?: Promise<void>;
  refreshedAt: number;
}

/**
 * What the GitOps folders have, without the values. A folder is read when it is
 * asked for and kept current for as long as it is.
 */
export class RepositoryMirror {
  readonly #urlReader: UrlReaderService;
  readonly #integrations: ScmIntegrationRegistry;
  readonly #logger: LoggerService;
  readonly #timing: RepositoryTiming;
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | undefined;

  static create(options: {
    urlReader: UrlReaderService;
    integrations: ScmIntegrationRegistry;
    logger: LoggerService;
    timing?: Partial<RepositoryTiming>;
  }): RepositoryMirror {
    return new RepositoryMirror(
      options.urlReader,
      options.integrations,
      options.logger,
      { ...DEFAULT_REPOSITORY_TIMING, ...options.timing },
    );
  }

  private constructor(
    urlReader: UrlReaderService,
    integrations: ScmIntegrationRegistry,
    logger: LoggerService,
    timing: RepositoryTiming,
  ) {
    this.#urlReader = urlReader;
    this.#integrations = integrations;
    this.#logger = logger;
    this.#timing = timing;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), this.#timing.intervalMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Whether it may be read is for the caller to decide. Never rejects. */
  async read(url: string): Promise<RepositoryReading> {
    const entry = this.#entry(url);
    entry.askedAt = Date.now();
    if (Date.now() - entry.refreshedAt >= this.#timing.intervalMs) {
      const refresh = this.#refresh(url, entry);
      if (!this.#isCurrent(entry)) {
        await Promise.race([refresh, this.#patience()]);
      }
    }
    const { reading } = entry;
    // What nobody has asked for in a while, or what the forge says nothing about.
    return reading.seenAt && !this.#isCurrent(entry)
      ? {
          failure: {
            since: reading.seenAt,
            message: PHRASES['forge-silent'],
          },
          ...reading,
        }
      : reading;
  }

  #isCurrent({ reading }: Entry): boolean {
    const age = Date.now() - (reading.seenAt?.getTime() ?? 0);
    return age < this.#timing.staleMs;
  }

  #entry(url: string): Entry {
    const known = this.#entries.get(url);
    // Put at the end: the map's order is that of the last question.
    this.#entries.delete(url);
    const entry = known ?? { reading: {}, askedAt: 0, refreshedAt: 0 };
    this.#entries.set(url, entry);
    if (this.#entries.size > MAX_REPOSITORIES) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest);
    }
    return entry;
  }

  #tick(): void {
    const idleSince = Date.now() - this.#timing.idleMs;
    for (const [url, entry] of this.#entries) {
      if (entry.askedAt >= idleSince) {
        this.#refresh(url, entry);
      }
    }
  }

  async #patience(): Promise<void> {
    await new Promise<void>(resolve => {
      setTimeout(resolve, this.#timing.patienceMs).unref();
    });
  }

  #refresh(url: string, entry: Entry): Promise<void> {
    entry.refresh ??= this.#readOnce(url, entry).finally(() => {
      entry.refresh = undefined;
      entry.refreshedAt = Date.now();
    });
    return entry.refresh;
  }

  async #readOnce(url: string, entry: Entry): Promise<void> {
    const startedAt = new Date();
    try {
      const folder = await readRepositoryFolder({
        urlReader: this.#urlReader,
        integrations: this.#integrations,
        url,
        etag: entry.etag,
      });
      entry.reading = {
        contents: folder ? describe(folder) : entry.reading.contents,
        seenAt: startedAt,
      };
      entry.etag = folder?.etag ?? entry.etag;
    } catch (error) {
      const { message, cause } = toRepositoryFailure(error);
      if (!entry.reading.failure) {
        this.#logger.warn(
          `Repository ${url} could not be read: ${message} (${
            cause instanceof Error ? cause.name : 'no cause'
          })`,
        );
      }
      entry.reading = {
        ...entry.reading,
        failure: {
          since: entry.reading.failure?.since ?? startedAt,
          message,
        },
      };
    }
  }
}

/** The texts, with the values in them, are not kept; nor are parse errors, which quote them. */
function describe(folder: RepositoryFolder): RepositoryReading['contents'] {
  const { secrets, unread, unresolved } = readRepositorySecrets(folder.files);
  return {
    secrets,
    notVisible: [
      ...unread.map(({ path }) => path),
      ...unresolved,
      ...folder.tooLarge,
    ].sort(),
  };
}
