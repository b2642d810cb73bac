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
import {
  Reason,
  reason,
  SealingCertificateFacts,
  SourceState,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { fullJitterBackoff, pause } from '../clusters/backoff';
import { ClusterFailure } from '../clusters/ClusterFailure';
import {
  HandedOutCertificate,
  SealingCertificateStore,
} from '../database/SealingCertificateStore';

export interface CertificateTiming {
  /** Between two looks at a certificate. */
  intervalMs: number;
  backoffBaseMs: number;
}

/** A look is two small requests; a renewal shows within a minute. */
export const DEFAULT_CERTIFICATE_TIMING: CertificateTiming = {
  intervalMs: 60_000,
  backoffBaseMs: 1_000,
};

const RESTARTED = 'Safekeep was restarted and has not asked for it again yet';

export interface CertificateWatchOptions {
  cluster: string;
  /** @throws Error whose message may be shown to anybody. */
  fetch(): Promise<HandedOutCertificate>;
  store: Pick<SealingCertificateStore, 'see' | 'read'>;
  logger: LoggerService;
  timing: CertificateTiming;
}

/** What is known of a cluster's sealing certificates. */
export interface CertificateReading {
  /** The one handed out last first. */
  certificates: SealingCertificateFacts[];
  source: SourceStatus;
}

/** An error's own words, without those of its causes that are put after them. */
function sayFailure(error: unknown): string {
  return error instanceof Error
    ? error.message.split('; caused by ')[0]
    : 'the request failed';
}

/** What the promise gives, or undefined as soon as the signal is aborted. */
async function endingWith<T>(
  signal: AbortSignal,
  promise: Promise<T>,
): Promise<T | undefined> {
  let stop = () => {};
  const stopped = new Promise<undefined>(resolve => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    promise.catch(() => {});
  }
}

/**
 * Looks again and again which certificate a cluster's controller hands out, and
 * remembers those of before.
 */
export class CertificateWatch {
  readonly #options: CertificateWatchOptions;
  #certificates: SealingCertificateFacts[] = [];
  #state: SourceState = 'starting';
  #seenAt: string | undefined;
  #message = '';
  #failures = 0;

  constructor(options: CertificateWatchOptions) {
    this.#options = options;
  }

  get reading(): CertificateReading {
    const why = this.#reason();
    return {
      certificates: this.#certificates,
      source: {
        kind: 'cluster',
        name: this.#options.cluster,
        state: this.#state,
        ...(this.#seenAt && { observedAt: this.#seenAt }),
        ...(why && { reason: why }),
      },
    };
  }

  /** Never rejects; ends when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#recall();
    while (!signal.aborted) {
      let delay: number;
      try {
        const certificate = await endingWith(signal, this.#options.fetch());
        if (certificate) {
          await this.take(certificate);
        }
        delay = this.#options.timing.intervalMs * (0.9 + 0.2 * Math.random());
      } catch (error) {
        delay = this.#afterFailure(error, signal);
      }
      await pause(delay, signal);
    }
  }

  /** Somebody was just given this certificate by the controller. */
  async take(certificate: HandedOutCertificate): Promise<void> {
    const { cluster, store } = this.#options;
    const now = new Date();
    await store.see(cluster, certificate, now);
    this.#certificates = await store.read(cluster);
    this.#failures = 0;
    this.#seenAt = now.toISOString();
    this.#setState('live', '');
  }

  async #recall(): Promise<void> {
    const { cluster, store, logger } = this.#options;
    try {
      this.#certificates = await store.read(cluster);
    } catch (error) {
      logger.warn(
        `The sealing certificates of cluster ${cluster} could not be read from the database`,
        error as Error,
      );
    }
    const [last] = this.#certificates;
    if (last && this.#state === 'starting') {
      this.#seenAt = last.lastSeenAt;
      this.#setState('stale', RESTARTED);
    }
  }

  #afterFailure(error: unknown, signal: AbortSignal): number {
    if (signal.aborted) {
      return 0;
    }
    const { intervalMs, backoffBaseMs } = this.#options.timing;
    this.#failures += 1;
    // A look that fails once is taken again before it is told.
    if (this.#state !== 'live' || this.#failures > 1) {
      const failure = error instanceof Error ? error.cause : undefined;
      const isForbidden =
        failure instanceof ClusterFailure && failure.kind === 'forbidden';
      const seen = this.#certificates.length > 0 ? 'stale' : 'unreachable';
      this.#setState(isForbidden ? 'forbidden' : seen, sayFailure(error));
    }
    return fullJitterBackoff({
      failures: this.#failures,
      baseMs: backoffBaseMs,
      capMs: intervalMs,
    });
  }

  #reason(): Reason | undefined {
    const { cluster } = this.#options;
    const message = this.#message;
    switch (this.#state) {
      case 'live':
        return undefined;
      case 'starting':
        return reason('certificate-starting', { cluster });
      case 'forbidden':
        return reason('certificate-forbidden', { cluster, message });
      case 'stale':
        return reason('certificate-stale', {
          cluster,
          message,
          since: this.#seenAt ?? 'an unknown time',
        });
      default:
        return reason('certificate-unreachable', { cluster, message });
    }
  }

  #setState(state: SourceState, message: string): void {
    const { cluster, logger } = this.#options;
    if (state !== this.#state) {
      const line = `Sealing certificate of cluster ${cluster}: ${state}`;
      if (state === 'live') {
        logger.info(line);
      } else {
        logger.warn(`${line}, ${message}`);
      }
    }
    this.#state = state;
    this.#message = message;
  }
}
