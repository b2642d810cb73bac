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

import { JsonValue } from '@backstage/types';
import { ValuePath } from '../manifests/yaml/replaceInScalars';
import { valueAt } from '../manifests/yaml/readYaml';

/** The value at a path of keys and indexes, or undefined where there is none. */
export function valueAtPath(
  value: JsonValue | undefined,
  path: ValuePath,
): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') {
      current = Array.isArray(current) ? current[step] : undefined;
    } else {
      current = valueAt(current, step);
    }
  }
  return current;
}

/** The text at a path, or undefined where there is none. */
export function textAtPath(
  value: JsonValue | undefined,
  path: ValuePath,
): string | undefined {
  const found = valueAtPath(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
