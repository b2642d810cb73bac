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
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/**
 * What a forge's HTTP status means for the person who asked, in one sentence
 * that says what to do.
 *
 * @internal
 */
export function forgeError(options: {
  status: number;
  /** What was asked for: "the pull requests of https://…". */
  what: string;
  host: string;
  /** What the forge says, already without credentials. */
  detail?: string;
  rateLimited?: boolean;
}): Error {
  const { status, what, host } = options;
  const detail = options.detail ? ` It says: ${options.detail}` : '';
  if (options.rateLimited || status === 429) {
    return new ServiceUnavailableError(
      `${host} refuses ${what} for now, because its rate limit is used up. Try again later.${detail}`,
    );
  }
  if (status === 401) {
    return new NotAllowedError(
      `${host} does not accept the token of its integration (HTTP 401 for ${what}). Check integrations in the configuration.${detail}`,
    );
  }
  if (status === 403) {
    return new NotAllowedError(
      `The token of the integration for ${host} does not allow ${what} (HTTP 403). Give it write access to contents and pull requests (at Gitea: scope write:repository).${detail}`,
    );
  }
  if (status === 404) {
    return new NotFoundError(
      `${host} knows nothing of ${what} (HTTP 404). Check the GitOps URL, and that the integration’s token may see the repository and its pull requests.${detail}`,
    );
  }
  if (status === 409) {
    return new ConflictError(`${host} refuses ${what} (HTTP 409).${detail}`);
  }
  if (status >= 300 && status < 400) {
    return new ConflictError(
      `${host} says that the repository has moved (HTTP ${status} for ${what}). Write its new address in the GitOps URL.`,
    );
  }
  if (status >= 500) {
    return new ServiceUnavailableError(
      `${host} failed at ${what} (HTTP ${status}). Try again later.${detail}`,
    );
  }
  return new ConflictError(
    `${host} refuses ${what} (HTTP ${status}).${detail}`,
  );
}

/**
 * The error for a forge that gives no answer at all.
 *
 * @internal
 */
export function unreachableForge(options: {
  host: string;
  what: string;
  cause: unknown;
}): Error {
  const { host, what, cause } = options;
  // The cause itself is not attached: it may hold the request with its headers.
  const inner = cause instanceof Error && cause.cause ? cause.cause : cause;
  const { code, name } = (inner ?? {}) as { code?: unknown; name?: unknown };
  const reason =
    name === 'TimeoutError'
      ? 'no answer in time'
      : String(code ?? name ?? 'unknown reason');
  return new ServiceUnavailableError(
    `${host} does not answer (${reason}), so ${what} could not be had. Check its address and the network to it.`,
  );
}
