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

import { forgeError, unreachableForge } from './forgeError';
import { GitopsLocation } from './gitopsUrl';

const TIMEOUT_MS = 30_000;
/** Of a list; what is older plays no part any more. */
const MAX_ITEMS = 1_000;

/**
 * Options for {@link ForgeRest}.
 *
 * @internal
 */
export interface ForgeRestOptions {
  location: GitopsLocation;
  /** Where the REST API is, without a slash at its end. */
  apiBaseUrl: string;
  /** Those of every request, with the credentials. */
  getHeaders(): Promise<Record<string, string>>;
  /** The text without these credentials. */
  redact(text: string): string;
  signal?: AbortSignal;
}

/**
 * What is asked of a forge's REST: the path below that of the repository, and
 * what to call it in an error.
 *
 * @internal
 */
export interface ForgeRequest {
  path: string;
  /** For instance "the pull requests of https://…". */
  what: string;
}

/**
 * The REST API of one repository, as GitHub has it and others have taken it
 * over. Credentials go nowhere but to the configured address, and every request
 * ends in time.
 *
 * @internal
 */
export class ForgeRest {
  readonly #options: ForgeRestOptions;

  constructor(options: ForgeRestOptions) {
    this.#options = options;
  }

  async get<T>(request: ForgeRequest): Promise<T> {
    const { body } = await this.#send<T>({ ...request, method: 'GET' });
    return body;
  }

  async post<T>(request: ForgeRequest & { json: object }): Promise<T> {
    const { body } = await this.#send<T>({ ...request, method: 'POST' });
    return body;
  }

  /** A list page by page, for as long as the reader goes on. */
  async *pages<T>(
    request: ForgeRequest & { query: Record<string, string> },
  ): AsyncGenerator<T[]> {
    let seen = 0;
    for (let page = 1; seen < MAX_ITEMS; page++) {
      const query = new URLSearchParams({
        ...request.query,
        page: String(page),
      });
      const { body, response } = await this.#send<T[]>({
        ...request,
        method: 'GET',
        path: `${request.path}?${query}`,
      });
      yield body;
      seen += body.length;
      // Not by the page's length: a forge may give less than it was asked for.
      const link = response.headers.get('link') ?? '';
      if (body.length === 0 || !/;\s*rel="next"/.test(link)) {
        return;
      }
    }
  }

  async #send<T>(
    request: ForgeRequest & { method: string; json?: object },
  ): Promise<{ body: T; response: Response }> {
    const { location, apiBaseUrl, redact, signal } = this.#options;
    const { owner, repo, host } = location;
    const { method, path, what, json } = request;
    const headers = await this.#options.getHeaders();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${apiBaseUrl}/repos/${owner}/${repo}${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          'User-Agent': 'safekeep',
          ...(json && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: json && JSON.stringify(json),
        // The token goes nowhere but to the configured address.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      text = await response.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw unreachableForge({ host, what, cause });
    }
    if (!response.ok) {
      throw forgeError({
        status: response.status,
        what,
        host,
        detail: redact(detailOf(text)),
        rateLimited:
          response.status === 403 &&
          (response.headers.get('x-ratelimit-remaining') === '0' ||
            response.headers.has('retry-after')),
      });
    }
    try {
      return { body: JSON.parse(text), response };
    } catch {
      throw forgeError({
        status: 502,
        what,
        host,
        detail: 'something that is not JSON',
      });
    }
  }
}

/** The forge's own sentences of why it refuses, on one line. */
function detailOf(text: string): string {
  try {
    const { message, errors } = JSON.parse(text) as {
      message?: unknown;
      errors?: Array<{ message?: unknown }>;
    };
    return [message, ...(errors ?? []).map(error => error?.message)]
      .filter(part => typeof part === 'string')
      .join('; ')
      .replace(/\s+/g, ' ')
      .slice(0, 300);
  } catch {
    return '';
  }
}
