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

import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InteropRun } from './InteropRun';
import { Secret } from './openedSecrets';

const ACTIVE = 'sealedsecrets.bitnami.com/sealed-secrets-key=active';

/**
 * Lends the controller's private keys as a file, for as long as something is
 * done with it.
 */
export async function withPrivateKeys<T>(
  run: InteropRun,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const { controllerNamespace } = run.description.sealedSecrets;
  const keys = await run.kubernetes.list<Secret>({
    kind: 'secrets',
    namespace: controllerNamespace,
    selector: ACTIVE,
  });
  const file = join(run.folder, 'private-keys.json');
  try {
    await writeFile(file, '', { mode: 0o600 });
    await chmod(file, 0o600);
    await writeFile(
      file,
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: keys }),
    );
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
