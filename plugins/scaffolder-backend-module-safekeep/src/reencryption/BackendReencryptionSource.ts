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

import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ForwardedError,
  InputError,
  ResponseError,
} from '@backstage/errors';
import {
  ReencryptionRequest,
  ReencryptionResult,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ReencryptionTarget } from '@safekeep/backstage-plugin-safekeep-node';
import { fetchOnBehalfOf } from '../backend/fetchOnBehalfOf';
import { SealingCertificateSource } from '../certificate/SealingCertificateSource';
import {
  ControllerBusyError,
  ControllerCall,
  ReencryptionSource,
} from './ReencryptionSource';

const TIMEOUT_MS = 130_000;

/**
 * Asks Safekeep's backend, on behalf of the person who runs the template, so
 * that their permissions decide.
 *
 * @internal
 */
export class BackendReencryptionSource implements ReencryptionSource {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;
  readonly #certificates: SealingCertificateSource;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    certificates: SealingCertificateSource;
  }): BackendReencryptionSource {
    return new BackendReencryptionSource(
      options.auth,
      options.discovery,
      options.certificates,
    );
  }

  private constructor(
    auth: AuthService,
    discovery: DiscoveryService,
    certificates: SealingCertificateSource,
  ) {
    this.#auth = auth;
    this.#discovery = discovery;
    this.#certificates = certificates;
  }

  async getCertificate(call: ControllerCall): Promise<string> {
    return await this.#certificates.getCertificate({
      cluster: clusterOf(call),
      credentials: await call.getCredentials(),
      signal: call.signal,
    });
  }

  async reencrypt(
    call: ControllerCall & { target: ReencryptionTarget },
  ): Promise<Record<string, string>> {
    const { signal } = call;
    const cluster = clusterOf(call);
    const ask = await fetchOnBehalfOf({
      auth: this.#auth,
      credentials: await call.getCredentials(),
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    const baseUrl = await this.#discovery.getBaseUrl('safekeep');
    const { namespace, name, scope, encryptedData } = call.target;
    const body: ReencryptionRequest = { namespace, name, scope, encryptedData };
    let response: Response;
    try {
      response = await ask(
        `${baseUrl}/v1/clusters/${encodeURIComponent(cluster)}/re-encrypt`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        },
      );
    } catch {
      signal?.throwIfAborted();
      throw new ControllerBusyError(
        'Safekeep’s backend does not answer. Is the plugin installed?',
      );
    }
    if (!response.ok) {
      throw await toError(response);
    }
    const result = (await response.json()) as ReencryptionResult;
    return result.encryptedData;
  }
}

function clusterOf({ cluster }: ControllerCall): string {
  if (!cluster) {
    throw new InputError('Give the cluster whose controller re-encrypts');
  }
  return cluster;
}

async function toError(response: Response): Promise<Error> {
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  const { cause } = await ResponseError.fromResponse(response);
  switch (response.status) {
    case 429:
    case 503:
      return new ControllerBusyError(
        cause.message,
        Number.isFinite(retryAfter) ? retryAfter * 1000 : undefined,
      );
    case 409:
      return new ConflictError(cause.message);
    default:
      return new ForwardedError(
        `Safekeep’s backend does not re-encrypt (HTTP ${response.status})`,
        cause,
      );
  }
}
