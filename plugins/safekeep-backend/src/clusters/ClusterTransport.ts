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

import { IncomingHttpHeaders, IncomingMessage, request as http } from 'http';
import { request as https, RequestOptions } from 'https';
import { Readable } from 'stream';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterDefinition } from './ClusterDefinition';
import {
  ClusterFailure,
  failureOfStatus,
  toClusterFailure,
} from './ClusterFailure';
import { loadKubeConfig } from './loadKubeConfig';

export interface ClusterRequest {
  /** From the root of the API server: `/api/v1/pods`. */
  path: string;
  query?: Record<string, string>;
  accept?: string;
  signal?: AbortSignal;
  /** Until the response's head is there. Default: 30 s. */
  timeoutMs?: number;
}

/** A request to what the API server proxies to. */
export interface ProxiedPost extends ClusterRequest {
  /** JSON. */
  body: string;
}

export interface ClusterResponse {
  headers: IncomingHttpHeaders;
  /** Must be read to its end or destroyed. */
  body: Readable;
}

/**
 * Authenticated requests to one cluster's API server. They read: nothing that
 * the API server itself has can be written.
 */
export interface ClusterTransport {
  /**
   * @throws {@link ClusterFailure} for everything but a successful response.
   */
  get(request: ClusterRequest): Promise<ClusterResponse>;

  /**
   * Asks a Service behind the API server's proxy something that needs a body.
   *
   * @throws {@link ClusterFailure} for everything but a successful response.
   */
  post(request: ProxiedPost): Promise<ClusterResponse>;
}

const SERVICE_PROXY =
  /^\/api\/v1\/namespaces\/[^/]+\/services\/[^/]+\/proxy\/[^.]*$/;
const HEAD_TIMEOUT_MS = 30_000;
const CREDENTIALS_TIMEOUT_MS = 30_000;
/** How long a kubeconfig that was read is used before its files are read again. */
const KUBECONFIG_AGE_MS = 60_000;

/**
 * A {@link ClusterTransport} with the identity, trust and proxy of
 * client-node's KubeConfig. Credentials are asked for at every request, one
 * request at a time, so that a credential plugin is started once however many
 * watches begin together.
 */
export class KubeConfigTransport implements ClusterTransport {
  readonly #definition: ClusterDefinition;
  #config: { value: KubeConfig; readAt: number } | undefined;
  #credentials: Promise<unknown> = Promise.resolve();

  static create(definition: ClusterDefinition): KubeConfigTransport {
    return new KubeConfigTransport(definition);
  }

  private constructor(definition: ClusterDefinition) {
    this.#definition = definition;
  }

  async get(request: ClusterRequest): Promise<ClusterResponse> {
    return await this.#ask(request);
  }

  async post(request: ProxiedPost): Promise<ClusterResponse> {
    if (!SERVICE_PROXY.test(request.path)) {
      throw new Error(`Safekeep writes to no cluster: ${request.path}`);
    }
    return await this.#ask(request, request.body);
  }

  async #ask(request: ClusterRequest, body?: string): Promise<ClusterResponse> {
    try {
      const target = await this.#inTurn(() => this.#authenticate(request));
      if (body !== undefined) {
        target.options.method = 'POST';
        target.options.headers = {
          ...target.options.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        };
      }
      const response = await send(target.url, target.options, request, body);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        return { headers: response.headers, body: response };
      }
      // Nothing of the body is used: it can quote what was sent to the server.
      response.destroy();
      if (status === 401) {
        this.#config = undefined;
      }
      throw failureOfStatus(status, response.headers['retry-after']);
    } catch (error) {
      throw toClusterFailure(error);
    }
  }

  async #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const turn = this.#credentials.then(ask);
    this.#credentials = turn.catch(() => undefined);
    return turn;
  }

  async #authenticate(
    request: ClusterRequest,
  ): Promise<{ url: URL; options: RequestOptions }> {
    const config = await this.#kubeConfig();
    const server = config.getCurrentCluster()?.server;
    if (!server) {
      throw new ClusterFailure(
        'unreachable',
        'its kubeconfig context names no cluster',
      );
    }
    const url = new URL(`${server.replace(/\/$/, '')}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      url.searchParams.set(name, value);
    }
    if (
      url.protocol === 'http:' &&
      !config.getCurrentCluster()?.skipTLSVerify
    ) {
      throw new ClusterFailure(
        'unreachable',
        'its URL is http, which needs skipTLSVerify: true',
      );
    }
    const options: RequestOptions = {
      method: 'GET',
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': 'safekeep',
      },
    };
    await withinTime(config.applyToHTTPSOptions(options));
    return { url, options };
  }

  async #kubeConfig(): Promise<KubeConfig> {
    const { access } = this.#definition;
    if (access.type === 'unsupported') {
      throw new ClusterFailure('unreachable', access.problem);
    }
    if (!this.#config || this.#config.readAt + KUBECONFIG_AGE_MS < Date.now()) {
      try {
        this.#config = {
          value: await loadKubeConfig(this.#definition),
          readAt: Date.now(),
        };
      } catch (error) {
        throw new ClusterFailure(
          'unreachable',
          access.type === 'kubeconfig'
            ? `context ${access.context} could not be read from the kubeconfig`
            : 'its configuration could not be read',
          { cause: error },
        );
      }
    }
    return this.#config.value;
  }
}

/** A credential plugin's own error text is not passed on: it may quote credentials. */
async function withinTime(credentials: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new ClusterFailure(
            'unauthorized',
            'its credential plugin does not answer in time',
          ),
        ),
      CREDENTIALS_TIMEOUT_MS,
    );
  });
  try {
    await Promise.race([credentials, late]);
  } catch (error) {
    if (error instanceof ClusterFailure) {
      throw error;
    }
    throw new ClusterFailure(
      'unauthorized',
      'its credentials could not be had',
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

async function send(
  url: URL,
  options: RequestOptions,
  request: ClusterRequest,
  body?: string,
): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const start = url.protocol === 'http:' ? http : https;
    const outgoing = start(url, { ...options, signal: request.signal });
    const timer = setTimeout(
      () =>
        outgoing.destroy(
          new ClusterFailure('unreachable', 'it does not answer in time'),
        ),
      request.timeoutMs ?? HEAD_TIMEOUT_MS,
    );
    outgoing.on('response', response => {
      clearTimeout(timer);
      // A peer that is gone without a word is noticed by the kernel, too.
      response.socket.setKeepAlive(true, 30_000);
      resolve(response);
    });
    outgoing.on('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    outgoing.end(body);
  });
}
