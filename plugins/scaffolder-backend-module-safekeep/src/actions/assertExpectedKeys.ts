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
import {
  PlannedChange,
  readSecretManifests,
} from '@safekeep/backstage-plugin-safekeep-node';

/**
 * Refuses a change after which one of these keys would not be sealed: a person
 * chose it, and no value was found for it.
 */
export function assertExpectedKeys(
  planned: PlannedChange,
  expected: string[],
): void {
  const { content } =
    planned.changes.find(({ path }) => path === planned.path) ?? {};
  const sealed = readSecretManifests(content ?? '', {
    path: planned.path,
  }).flatMap(({ keys }) => keys);
  const missing = expected.filter(
    key => !planned.keys.includes(key) && !sealed.includes(key),
  );
  if (missing.length > 0) {
    throw new InputError(
      `There is no value to seal for ${missing.join(
        ', ',
      )}: type one, or leave the key out`,
    );
  }
}
