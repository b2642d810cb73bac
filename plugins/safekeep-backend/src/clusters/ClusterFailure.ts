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

/**
 * What a failed request to a cluster means for what comes next.
 *
 * - `unauthorized`: the credentials are not accepted;
 * - `forbidden`: they are, but may not do this;
 * - `missing`: the API server does not have this resource;
 * - `expired`: the resource version or continue token is too old;
 * - `busy`: the API server asks to come back later;
 * - `unreachable`: everything else.
 */
export type ClusterFailureKind =
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'expired'
  | 'busy'
  | 'unreachable';

/**
 * A request to a cluster failed. The message is made for people who may see an
 * entity but not the platform: it has no address, no path and no part of what
 * the other side sent.
 */
export class ClusterFailure extends Error {
  readonly kind: ClusterFailureKind;
  readonly retryAfterMs: number | undefined;
  /** Of the answer, where there was one that means `unreachable`. */
  readonly status: number | undefined;

  constructor(
    kind: ClusterFailureKind,
    message: string,
    options: { retryAfterMs?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ClusterFailure';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }
}

const MESSAGES_BY_CODE: Record<string, string> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EHOSTUNREACH: 'there is no route to its host',
  ENETUNREACH: 'there is no route to its network',
  ETIMEDOUT: 'it does not answer in time',
  ENOENT: 'a file that its configuration names is missing',
  EACCES: 'a file that its configuration names may not be read',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name',
};

function codeOf(error: unknown): string | undefined {
  const code =
    typeof error === 'object' && error !== null && 'code' in error
      ? error.code
      : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * Makes any error a {@link ClusterFailure}; the original is its `cause`.
 */
export function toClusterFailure(error: unknown): ClusterFailure {
  if (error instanceof ClusterFailure) {
    return error;
  }
  const code = codeOf(error);
  return new ClusterFailure(
    'unreachable',
    (code && MESSAGES_BY_CODE[code]) ??
      `the request failed${code ? ` (${code})` : ''}`,
    { cause: error },
  );
}

function readRetryAfter(header: string | undefined): number | undefined {
  if (!header) {
    return undefined;
  }
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

/**
 * The failure that an HTTP status other than success, or the `code` of a
 * Status object in a stream, stands for.
 */
export function failureOfStatus(
  status: number,
  retryAfter?: string,
): ClusterFailure {
  switch (status) {
    case 401:
      return new ClusterFailure(
        'unauthorized',
        'it does not accept the credentials (401)',
      );
    case 403:
      return new ClusterFailure('forbidden', 'it does not allow this (403)');
    case 404:
      return new ClusterFailure('missing', 'it does not have this (404)');
    case 410:
      return new ClusterFailure('expired', 'the resource version is too old');
    case 429:
      return new ClusterFailure('busy', 'it is overloaded (429)', {
        retryAfterMs: readRetryAfter(retryAfter),
      });
    default:
      return new ClusterFailure('unreachable', `it answers ${status}`, {
        status,
        retryAfterMs: readRetryAfter(retryAfter),
      });
  }
}
