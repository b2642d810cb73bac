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

/**
 * Takes the files of an earlier commit, which are below a folder of the
 * workspace, apart from those of today. Both are then read as one service's
 * folder, each with paths of its own.
 */
export function splitEarlier(
  files: Map<string, string>,
  folder: string,
): { current: Map<string, string>; earlier: Map<string, string> } {
  const root = posix.normalize(folder).replace(/^\.\/|\/+$/g, '');
  if (root === '' || root === '.' || /^(\/|\.\.(\/|$))/.test(root)) {
    throw new InputError(
      `The folder of the earlier commit must be one below the workspace, such as .earlier; it is '${folder}'`,
    );
  }
  const current = new Map<string, string>();
  const earlier = new Map<string, string>();
  for (const [path, text] of files) {
    if (path.startsWith(`${root}/`)) {
      earlier.set(path.slice(root.length + 1), text);
    } else {
      current.set(path, text);
    }
  }
  if (earlier.size === 0) {
    throw new InputError(
      `The folder '${root}' of the workspace holds no manifest: fetch the earlier commit into it`,
    );
  }
  return { current, earlier };
}
