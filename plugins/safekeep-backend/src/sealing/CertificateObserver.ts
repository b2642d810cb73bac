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
import { SealingCertificate } from '@safekeep/backstage-plugin-safekeep-common';
import { SealingCertificateStore } from '../database/SealingCertificateStore';
import {
  CertificateReading,
  CertificateTiming,
  CertificateWatch,
  DEFAULT_CERTIFICATE_TIMING,
} from './CertificateWatch';

export interface CertificateObserverOptions {
  /** Configured names. */
  clusters: string[];
  /** @throws Error whose message may be shown to anybody. */
  fetch(cluster: string): Promise<SealingCertificate>;
  store: SealingCertificateStore;
  logger: LoggerService;
  timing?: Partial<CertificateTiming>;
}

/**
 * Knows the sealing certificates of all configured clusters.
 */
export class CertificateObserver {
  readonly #options: CertificateObserverOptions;
  readonly #watches = new Map<string, CertificateWatch>();
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  static create(options: CertificateObserverOptions): CertificateObserver {
    return new CertificateObserver(options);
  }

  private constructor(options: CertificateObserverOptions) {
    this.#options = options;
    for (const cluster of options.clusters) {
      this.#watches.set(
        cluster,
        new CertificateWatch({
          cluster,
          fetch: () => options.fetch(cluster),
          store: options.store,
          logger: options.logger,
          timing: { ...DEFAULT_CERTIFICATE_TIMING, ...options.timing },
        }),
      );
    }
  }

  /** Undefined for a cluster that is not configured. */
  readingOf(cluster: string): CertificateReading | undefined {
    return this.#watches.get(cluster)?.reading;
  }

  /** Certificates of the other clusters: fingerprint to cluster. */
  elsewhere(cluster: string): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [other, { reading }] of this.#watches) {
      if (other !== cluster) {
        for (const { fingerprint } of reading.certificates) {
          found[fingerprint] ??= other;
        }
      }
    }
    return found;
  }

  /**
   * The certificate that a cluster's controller hands out at this moment; what
   * is known of it is as new then.
   */
  async fetch(cluster: string): Promise<SealingCertificate> {
    const certificate = await this.#options.fetch(cluster);
    await this.#watches
      .get(cluster)
      ?.take(certificate)
      .catch(error => {
        this.#options.logger.warn(
          `The sealing certificate of cluster ${cluster} could not be recorded`,
          error,
        );
      });
    return certificate;
  }

  /** Returns at once. */
  start(): void {
    const { signal } = this.#stopping;
    this.#running = Promise.all([
      this.#options.store.keepClusters(this.#options.clusters).catch(error => {
        this.#options.logger.warn(
          'Certificates of clusters that are no longer configured could not be forgotten',
          error,
        );
      }),
      ...[...this.#watches.values()].map(watch => watch.run(signal)),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
