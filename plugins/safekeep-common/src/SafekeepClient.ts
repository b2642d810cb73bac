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

import { CompoundEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { ClusterStatus } from './clusterStatus';
import { SafekeepApi, SealingCertificate } from './SafekeepApi';
import { EntityStatus } from './status';

/** How many entities' last answers are kept. */
const KEPT_ANSWERS = 50;

interface KeptAnswer {
  etag: string;
  status: EntityStatus;
}

/**
 * Talks to Safekeep's backend. An answer that has not changed since the last
 * one is not sent again.
 *
 * @public
 */
export class SafekeepClient implements SafekeepApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };
  /** The last answer by path, the least recently used first. */
  readonly #answers = new Map<string, KeptAnswer>();

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async getEntityStatus(
    entityRef: CompoundEntityRef,
    options?: { signal?: AbortSignal },
  ): Promise<EntityStatus> {
    const { kind, namespace, name } = entityRef;
    const path = `/v1/entities/${[kind, namespace, name]
      .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
      .join('/')}/status`;
    const kept = this.#answers.get(path);
    const response = await this.#get(path, {
      ...(kept && { headers: { 'If-None-Match': kept.etag } }),
      ...(options?.signal && { signal: options.signal }),
    });
    if (kept && response.status === 304) {
      this.#keep(path, kept);
      return kept.status;
    }
    if (!response.ok) {
      // What may no longer be read is not kept either.
      this.#answers.delete(path);
      throw await ResponseError.fromResponse(response);
    }
    const status: EntityStatus = await response.json();
    const etag = response.headers.get('etag');
    if (etag) {
      this.#keep(path, { etag, status });
    } else {
      this.#answers.delete(path);
    }
    return status;
  }

  async getSealingCertificate(cluster: string): Promise<SealingCertificate> {
    const response = await this.#get(
      `/v1/clusters/${encodeURIComponent(cluster)}/sealing-certificate`,
      {},
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }

  async listClusters(options?: {
    signal?: AbortSignal;
  }): Promise<ClusterStatus[]> {
    const response = await this.#get('/v1/clusters', {
      ...(options?.signal && { signal: options.signal }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }

  async #get(path: string, init: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('safekeep');
    return this.#fetchApi.fetch(`${baseUrl}${path}`, init);
  }

  #keep(path: string, answer: KeptAnswer): void {
    this.#answers.delete(path);
    this.#answers.set(path, answer);
    if (this.#answers.size > KEPT_ANSWERS) {
      const [leastRecent] = this.#answers.keys();
      this.#answers.delete(leastRecent);
    }
  }
}
