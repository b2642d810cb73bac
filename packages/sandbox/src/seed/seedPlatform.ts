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

import type { BareRepository } from '../forge/git/BareRepository';
import { on, SORA } from './people';
import { readSeedFiles, seedHistory } from './seedHistory';

/** Seeds `tawbury/platform`: what the cluster itself is set up from. */
export async function seedPlatform(
  repository: BareRepository,
  options: { seedFolder: string },
): Promise<void> {
  await seedHistory(repository, [
    {
      message: 'feat: who answers for the cluster',
      author: on(SORA, '2026-03-09T09:31:00+09:00'),
      files: await readSeedFiles(options.seedFolder),
    },
  ]);
}
