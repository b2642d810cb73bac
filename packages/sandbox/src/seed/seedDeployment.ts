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

import { randomInt } from 'node:crypto';
import { generateValue } from '@safekeep/backstage-plugin-safekeep-node';
import type { BareRepository } from '../forge/git/BareRepository';
import { JIHUN, on, SORA } from './people';
import { fillIn, readSeedFiles, seedHistory } from './seedHistory';

const OBSERVER = 'infra/k8s/base/deployments/observer.yaml';
const CATALOG = 'catalog-info.yaml';

/**
 * Seeds `tawbury/deployment`: observer's GitOps repository with a plain Secret
 * and PostgreSQL in a Deployment. The Secret's values are made here, so that
 * no two sandboxes share one and none is in Safekeep's own repository.
 */
export async function seedDeployment(
  repository: BareRepository,
  options: { seedFolder: string; forgeUrl: string },
): Promise<void> {
  const files = fillIn(await readSeedFiles(options.seedFolder), {
    FORGE_URL: options.forgeUrl,
    DB_PASSWORD: generateValue({ length: 24 }),
    KIS_APP_KEY: `PS${generateValue({ length: 34 })}`,
    KIS_APP_SECRET: generateValue({ length: 180 }),
    KIS_HTS_ID: `tawbury${randomInt(10, 100)}`,
  });
  const only = (matches: (path: string) => boolean) =>
    new Map([...files].filter(([path]) => matches(path)));
  const before = (path: string, from: string, to: string) =>
    new Map([[path, files.get(path)!.replace(from, to)]]);

  await seedHistory(repository, [
    {
      message: 'chore: a repository for what runs',
      author: on(JIHUN, '2025-11-03T09:12:00+09:00'),
      files: only(path => path === 'README.md'),
    },
    {
      message: 'feat(k8s): observer and its database',
      author: on(JIHUN, '2025-11-05T17:40:00+09:00'),
      files: new Map([
        ...only(path => path.startsWith('infra/')),
        ...before(OBSERVER, 'observer:2026.01.3', 'observer:2025.11.0'),
      ]),
    },
    {
      message: 'chore(observer): release 2026.01.3',
      author: on(SORA, '2026-01-22T11:05:00+09:00'),
      files: only(path => path === OBSERVER),
    },
    {
      message: 'docs: register observer in the catalog',
      author: on(SORA, '2026-02-02T10:30:00+09:00'),
      files: only(path => path === CATALOG),
    },
  ]);
}
