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
 * Refuses an empty value that somebody gave: most likely it was forgotten. One
 * that stands in a plain Secret is meant, and sealed as it is.
 */
export function assertNoneEmpty(
  values: Map<string, Uint8Array> | undefined,
): void {
  for (const [key, value] of values ?? []) {
    if (value.length === 0) {
      throw new InputError(`The value given for key ${key} is empty`);
    }
  }
}
