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

import { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';

/**
 * Several objects as the text of one file.
 *
 * @param header - lines of comment, or nothing
 */
export function renderManifests(header: string, objects: JsonObject[]): string {
  return (
    header +
    objects
      // An anchor is legal YAML, but not what a person would write.
      .map(object =>
        stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }),
      )
      .join('---\n')
  );
}
