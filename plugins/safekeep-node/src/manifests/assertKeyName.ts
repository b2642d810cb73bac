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

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Refuses what Kubernetes does not take as a key of a Secret. */
export function assertKeyName(key: string): void {
  if (!KEY.test(key)) {
    throw new InputError(
      `${JSON.stringify(
        key,
      )} is not a valid key of a Secret: use letters, digits, ".", "_" and "-"`,
    );
  }
  if (key === '.' || key.startsWith('..')) {
    throw new InputError(
      `${JSON.stringify(
        key,
      )} is not a valid key of a Secret: as a file of a volume it would be a folder`,
    );
  }
}
