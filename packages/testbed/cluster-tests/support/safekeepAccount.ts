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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, Testbed } from './openTestbed';

const ACCOUNT = { name: 'safekeep', namespace: 'backstage' };

/**
 * Gives Safekeep its account in the cluster with exactly the rights that the
 * documentation says: the manifests are taken out of it.
 *
 * @returns a token of the account
 */
export async function createSafekeepAccount({
  kubernetes,
}: Testbed): Promise<string> {
  await kubernetes.apply([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: ACCOUNT.namespace },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: ACCOUNT },
  ]);
  await kubernetes.apply(await readDocumentedRights());
  const token = await kubernetes.kubectl([
    'create',
    'token',
    ACCOUNT.name,
    `--namespace=${ACCOUNT.namespace}`,
    '--duration=4h',
  ]);
  return token.trim();
}

/** What the account is called where somebody asks what it may do. */
export const SAFEKEEP_USER = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`;

async function readDocumentedRights(): Promise<string> {
  return await readDocumented(/^## RBAC$[^]*?^```yaml\n([^]*?)^```$/m);
}

/** Lets the account list and watch the Secrets of a namespace, as the documentation says. */
export async function allowSecretMetadata(
  { kubernetes }: Testbed,
  namespace: string,
): Promise<void> {
  const rights = await readDocumented(
    /^### Secret metadata$[^]*?^```yaml\n([^]*?)^```$/m,
  );
  await kubernetes.apply(rights.replaceAll('payments-prod', namespace));
}

async function readDocumented(section: RegExp): Promise<string> {
  const text = await readFile(
    join(ROOT, 'plugins/safekeep-backend/README.md'),
    'utf8',
  );
  const rights = section.exec(text)?.[1];
  if (!rights?.includes('kind: RoleBinding')) {
    throw new Error(`The README of the backend has no rights at ${section}`);
  }
  return rights;
}
