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
  assertNotRenamed,
  locateSecret,
  ServiceFiles,
  solePath,
} from './locateSecret';
import { assertManifestPath } from './repositoryPath';

/** Path of the file that holds a SealedSecret which must be there already. */
export function findSealedPath(
  files: Map<string, string>,
  service: ServiceFiles,
  options: { namespace: string; name: string; path?: string },
): string {
  const { namespace, name } = options;
  const what = `SealedSecret ${namespace}/${name}`;
  let path: string | undefined;
  if (options.path !== undefined) {
    path = assertManifestPath(options.path);
    if (!files.has(path)) {
      throw new InputError(`${path} does not exist`);
    }
  } else {
    const located = locateSecret(files, service, { namespace, name });
    path = solePath(located.sealed, what, 'path');
    if (path === undefined) {
      const seen = [
        ...located.plain.map(
          plain => `${plain} holds it in plain: seal it first`,
        ),
        ...located.remarks,
      ];
      throw new InputError(
        `No file holds ${what}${
          seen.length > 0 ? ` (${seen.join('; ')})` : ''
        }`,
      );
    }
  }
  assertNotRenamed(service.applied.get(path));
  return path;
}
