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

import { InputError } from '@backstage/errors';

/**
 * A repository could not be read. The message is made for people who may see
 * an entity: it has no token, and nothing of what the forge sent.
 */
export class RepositoryFailure extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'RepositoryFailure';
  }
}

/** By the names of @backstage/errors, which survive where instances do not. */
const MESSAGES_BY_NAME: Record<string, string> = {
  NotFoundError:
    'there is no such branch or folder, or the integration’s token may not read it',
  NotAllowedError:
    'no integration is configured for its host, or the integration’s token is not accepted',
  AuthenticationError: 'the integration’s token is not accepted',
  ServiceUnavailableError: 'the forge does not answer',
  FetchError: 'the forge does not answer',
  TypeError: 'the forge does not answer',
  AbortError: 'the forge does not answer in time',
  TimeoutError: 'the forge does not answer in time',
};

export function toRepositoryFailure(error: unknown): RepositoryFailure {
  if (error instanceof RepositoryFailure) {
    return error;
  }
  const name = error instanceof Error ? error.name : '';
  // Ours, about the configuration: no integration, or a forge that is not supported.
  if (error instanceof InputError) {
    return new RepositoryFailure(error.message, { cause: error });
  }
  return new RepositoryFailure(
    Object.hasOwn(MESSAGES_BY_NAME, name)
      ? MESSAGES_BY_NAME[name]
      : 'the forge’s answer could not be used',
    { cause: error },
  );
}
