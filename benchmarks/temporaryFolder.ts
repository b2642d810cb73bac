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

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: Promise<string> | undefined;

/** A new empty folder, which goes with this process. */
export async function temporaryFolder(): Promise<string> {
  root ??= mkdtemp(join(tmpdir(), 'safekeep-benchmark-')).then(path => {
    process.once('exit', () => rmSync(path, { recursive: true, force: true }));
    return path;
  });
  return await mkdtemp(join(await root, 'part-'));
}
