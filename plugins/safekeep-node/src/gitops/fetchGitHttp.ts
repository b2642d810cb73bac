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

import type {
  GitHttpRequest,
  GitHttpResponse,
  HttpClient,
} from 'isomorphic-git';

const TIMEOUT_MS = 120_000;

/**
 * An HTTP client for isomorphic-git on `fetch`.
 *
 * @remarks
 *
 * Its own client follows redirects and waits for ever. Here a redirect is an
 * answer like any other (credentials go nowhere but to the configured address)
 * and every request ends in time.
 *
 * @internal
 */
export function fetchGitHttp(signal?: AbortSignal): HttpClient {
  return {
    async request(request: GitHttpRequest): Promise<GitHttpResponse> {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(request.url, {
        method: request.method ?? 'GET',
        headers: request.headers,
        body: request.body && (await collect(request.body)),
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const body = new Uint8Array(await response.arrayBuffer());
      return {
        url: request.url,
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: Object.fromEntries(response.headers),
        body: (async function* whole() {
          yield body;
        })(),
      };
    },
  };
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = [];
  for await (const part of parts) {
    collected.push(part);
  }
  return Buffer.concat(collected);
}
