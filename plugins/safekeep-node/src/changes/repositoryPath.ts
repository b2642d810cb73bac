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
import { posix } from 'node:path';

/** Refuses a path that could leave the repository, or reach into Git's own files. */
export function assertRepositoryPath(path: string): string {
  const normal = posix.normalize(path).replace(/\/$/, '');
  const isInside =
    path !== '' &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    !posix.isAbsolute(normal) &&
    !normal.split('/').some(part => part === '..' || part === '.git');
  if (!isInside) {
    throw new InputError(
      `Path ${JSON.stringify(path)} is not inside the repository's files`,
    );
  }
  return normal;
}

/** As {@link assertRepositoryPath}, for a file that manifests are written to. */
export function assertManifestPath(path: string): string {
  const normal = assertRepositoryPath(path);
  if (!/\.ya?ml$/.test(normal)) {
    throw new InputError(
      `Path ${JSON.stringify(path)} is not a YAML file: it must end in .yaml`,
    );
  }
  return normal;
}
