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
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ForwardedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { SealingCertificate } from '@safekeep/backstage-plugin-safekeep-common';
import { fetchOnBehalfOf } from '../backend/fetchOnBehalfOf';

/**
 * Where the sealing certificate of a cluster comes from when a template does
 * not give it.
 *
 * @public
 */
export interface SealingCertificateSource {
  /** @returns the certificate as PEM. */
  getCertificate(options: {
    cluster: string;
    credentials: BackstageCredentials;
    signal?: AbortSignal;
  }): Promise<string>;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks Safekeep's backend, on behalf of the person who runs the template, so
 * that their permissions decide.
 *
 * @internal
 */
export class BackendCertificateSource implements SealingCertificateSource {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): BackendCertificateSource {
    return new BackendCertificateSource(options.auth, options.discovery);
  }

  private constructor(auth: AuthService, discovery: DiscoveryService) {
    this.#auth = auth;
    this.#discovery = discovery;
  }

  async getCertificate(options: {
    cluster: string;
    credentials: BackstageCredentials;
    signal?: AbortSignal;
  }): Promise<string> {
    const { cluster, signal } = options;
    const ask = await fetchOnBehalfOf({
      auth: this.#auth,
      credentials: options.credentials,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    const baseUrl = await this.#discovery.getBaseUrl('safekeep');
    let response: Response;
    try {
      response = await ask(
        `${baseUrl}/v1/clusters/${encodeURIComponent(
          cluster,
        )}/sealing-certificate`,
      );
    } catch {
      signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `Safekeep’s backend does not answer, so the sealing certificate of cluster ${cluster} could not be had. Is the plugin installed?`,
      );
    }
    if (!response.ok) {
      const { cause } = await ResponseError.fromResponse(response);
      throw new ForwardedError(
        `The sealing certificate of cluster ${cluster} could not be had (HTTP ${response.status})`,
        cause,
      );
    }
    const { pem } = (await response.json()) as SealingCertificate;
    return pem;
  }
}
