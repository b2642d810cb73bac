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
import { SECRET_SIZE_LIMIT } from '@safekeep/backstage-plugin-safekeep-common';
import { readWorkspaceBytes } from '../workspace/readWorkspace';
import { assertSealableKey, forgetValues } from './readSecretValues';

/** The values that are files of the workspace, by key: their bytes as they are. */
export async function readFileValues(
  workspacePath: string,
  files: Record<string, string>,
): Promise<Map<string, Uint8Array>> {
  const values = new Map<string, Uint8Array>();
  try {
    for (const [key, path] of Object.entries(files)) {
      assertSealableKey(key);
      const bytes = await readWorkspaceBytes(
        workspacePath,
        path,
        `file for key ${key}`,
        SECRET_SIZE_LIMIT,
      );
      if (bytes.length === 0) {
        throw new InputError(`The file for key ${key}, '${path}', is empty`);
      }
      values.set(key, bytes);
    }
    return values;
  } catch (error) {
    forgetValues(values);
    throw error;
  }
}
