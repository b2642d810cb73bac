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

import { expired } from '../status/refusals';
import { badRequest } from '../status/refusals';

export interface ContinueToken {
  /** The version that the first page was read at; -1 takes whatever is there now. */
  version: number;
  /** `namespace/name` of the last object that was sent. */
  after: string;
}

export function writeContinueToken(token: ContinueToken): string {
  return Buffer.from(
    JSON.stringify({
      v: 'meta.k8s.io/v1',
      rv: token.version,
      start: token.after,
    }),
  ).toString('base64url');
}

export function readContinueToken(text: string): ContinueToken {
  try {
    const { rv, start } = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    );
    if (typeof rv === 'number' && typeof start === 'string') {
      return { version: rv, after: start };
    }
  } catch {
    // Told below, in the words of the API server.
  }
  throw badRequest('continue key is not valid');
}

/** The refusal of a token from before the last compaction, with one that still works. */
export function expiredContinueToken(token: ContinueToken) {
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    writeContinueToken({ version: -1, after: token.after }),
  );
}
