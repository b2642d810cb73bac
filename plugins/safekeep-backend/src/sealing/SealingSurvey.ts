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

import {
  digestSealedSecret,
  SealedSecretDigest,
  SealingFacts,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ObservationStore } from '../database/ObservationStore';
import { CertificateObserver } from './CertificateObserver';

/** All SealedSecrets of a cluster are read for it: some thousand rows. */
const KEPT_MS = 10_000;

/** What the SealedSecrets and controllers of a whole cluster say. */
export interface SurveyedCluster {
  digests: SealedSecretDigest[];
  /** Every Deployment that runs the controller's image, the configured one included. */
  controllers: WorkloadObservation[];
}

export interface SealingSurveyOptions {
  certificates: Pick<CertificateObserver, 'readingOf' | 'elsewhere'>;
  store: Pick<ObservationStore, 'readSealedSecrets' | 'readControllers'>;
}

/**
 * What a whole cluster tells of its sealing, read at most every ten seconds.
 */
export class SealingSurvey {
  readonly #options: SealingSurveyOptions;
  readonly #surveys = new Map<
    string,
    { at: number; result: Promise<SurveyedCluster> }
  >();

  static create(options: SealingSurveyOptions): SealingSurvey {
    return new SealingSurvey(options);
  }

  private constructor(options: SealingSurveyOptions) {
    this.#options = options;
  }

  /**
   * @param isSurveyed - whether the cluster's other SealedSecrets are needed,
   *   which takes reading all of them
   */
  async read(
    cluster: string,
    options: {
      isSurveyed: boolean;
      controller: { namespace: string; name: string };
    },
  ): Promise<SealingFacts | undefined> {
    const { certificates } = this.#options;
    const reading = certificates.readingOf(cluster);
    if (!reading) {
      return undefined;
    }
    const surveyed = options.isSurveyed
      ? await this.survey(cluster)
      : undefined;
    return {
      certificates: reading.certificates,
      isCurrent: reading.source.state === 'live',
      elsewhere: certificates.elsewhere(cluster),
      ...(surveyed && {
        cluster: condense(surveyed, options.controller),
      }),
    };
  }

  async survey(cluster: string): Promise<SurveyedCluster> {
    const known = this.#surveys.get(cluster);
    const now = Date.now();
    if (known && now - known.at < KEPT_MS) {
      return await known.result;
    }
    const result = this.#look(cluster);
    this.#surveys.set(cluster, { at: now, result });
    result.catch(() => this.#surveys.delete(cluster));
    return await result;
  }

  async #look(cluster: string): Promise<SurveyedCluster> {
    const { store } = this.#options;
    const [sealedSecrets, controllers] = await Promise.all([
      store.readSealedSecrets(cluster),
      store.readControllers(cluster),
    ]);
    return { digests: sealedSecrets.map(digestSealedSecret), controllers };
  }
}

/** All but the configured one. */
export function otherControllers(
  controllers: WorkloadObservation[],
  own: { namespace: string; name: string },
): WorkloadObservation[] {
  return controllers.filter(
    ({ namespace, name }) => namespace !== own.namespace || name !== own.name,
  );
}

function condense(
  { digests, controllers }: SurveyedCluster,
  own: { namespace: string; name: string },
): SealingFacts['cluster'] {
  const opened: Record<string, string> = {};
  for (const { state, processedAt, keys } of digests) {
    if (state === 'synced' && processedAt !== undefined) {
      for (const fingerprint of Object.keys(keys)) {
        if (!(opened[fingerprint] >= processedAt)) {
          opened[fingerprint] = processedAt;
        }
      }
    }
  }
  return {
    opened,
    waiting: digests.filter(({ state }) => state === 'waiting').length,
    told: digests.filter(({ isTold }) => isTold).length,
    otherControllers: otherControllers(controllers, own).map(
      ({ namespace, name }) => `${namespace}/${name}`,
    ),
  };
}
