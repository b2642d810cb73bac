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

import {
  generateValue,
  parseSealingCertificate,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import type { BareRepository } from '../forge/git/BareRepository';
import { JIHUN, on, SORA } from './people';
import { fillIn, readSeedFiles, seedHistory } from './seedHistory';

const SEALED_SECRET = 'k8s/sealed-secrets/ledger-db.yaml';

/**
 * Seeds `tawbury/ledger`: a service that has nothing to be warned of. Its
 * SealedSecret is sealed here, for the cluster that runs in this sandbox.
 */
export async function seedLedger(
  repository: BareRepository,
  options: { seedFolder: string; forgeUrl: string; certificate: string },
): Promise<void> {
  const files = fillIn(await readSeedFiles(options.seedFolder), {
    FORGE_URL: options.forgeUrl,
  });
  const now = new Date();
  const { text } = sealIntoManifest({
    text: files.get(SEALED_SECRET),
    path: SEALED_SECRET,
    certificate: parseSealingCertificate(options.certificate),
    namespace: 'ledger-prod',
    name: 'ledger-db',
    values: new Map([
      ['POSTGRES_USER', Buffer.from('ledger')],
      ['POSTGRES_PASSWORD', Buffer.from(generateValue({ length: 32 }))],
    ]),
    now,
  });
  files.delete(SEALED_SECRET);

  const documents = new Map(
    [...files].filter(([path]) => !path.startsWith('k8s/')),
  );
  const manifests = new Map(
    [...files].filter(([path]) => path.startsWith('k8s/')),
  );
  await seedHistory(repository, [
    {
      message: 'docs: what ledger is and who answers for it',
      author: on(SORA, '2026-03-16T10:02:00+09:00'),
      files: documents,
    },
    {
      message: 'feat(k8s): ledger on a StatefulSet of its own',
      author: on(JIHUN, '2026-03-17T15:48:00+09:00'),
      files: manifests,
    },
    {
      message: 'feat(k8s): seal the owner of the database',
      author: on(SORA, now.toISOString()),
      files: new Map([[SEALED_SECRET, text]]),
    },
  ]);
}
