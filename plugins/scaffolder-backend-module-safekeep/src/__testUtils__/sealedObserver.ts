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

import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  observerFiles,
  SealingKeyPair,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { createRotateSecretAction } from '../actions/createRotateSecretAction';
import { readFileSync } from 'node:fs';
import { createSealSecretAction } from '../actions/createSealSecretAction';
import { flatContent, runAction } from './runAction';

/** Where the sealed secret of the observer repository is. */
export const SEALED_PATH = 'sealed-secrets/observer-sealed-secrets.yaml';

/** Fills a workspace with the observer repository as it is once sealed. */
export async function fillWithSealedObserver(
  workspace: ReturnType<typeof createMockDirectory>,
  keys: SealingKeyPair,
): Promise<void> {
  workspace.setContent(Object.fromEntries(observerFiles()));
  const { error } = await runAction(
    createSealSecretAction({ now: () => new Date('2026-02-01T00:00:00Z') }),
    {
      workspacePath: workspace.path,
      input: {
        certificate: keys.certificate,
        namespace: 'observer-prod',
        name: 'observer-secrets',
      },
    },
  );
  if (error) {
    throw error;
  }
}

/**
 * Fills a workspace with the observer repository after all its keys were
 * rotated, and `.earlier` with it as it was before.
 */
export async function fillWithRotatedObserver(
  workspace: ReturnType<typeof createMockDirectory>,
  keys: SealingKeyPair,
): Promise<void> {
  await fillWithSealedObserver(workspace, keys);
  const earlier = flatContent(workspace);
  const { error } = await runAction(
    createRotateSecretAction({ now: () => new Date('2026-02-15T00:00:00Z') }),
    {
      workspacePath: workspace.path,
      input: {
        certificate: keys.certificate,
        namespace: 'observer-prod',
        name: 'observer-secrets',
        keys: [
          'POSTGRES_USER',
          'POSTGRES_PASSWORD',
          'KIS_APP_KEY',
          'KIS_APP_SECRET',
          'KIS_HTS_ID',
        ],
      },
    },
  );
  if (error) {
    throw error;
  }
  workspace.addContent(
    Object.fromEntries(
      Object.entries(earlier).map(([path, text]) => [`.earlier/${path}`, text]),
    ),
  );
}

/** Gives the database of that workspace the Service that a Job reaches it by. */
export function addDatabaseService(
  workspace: ReturnType<typeof createMockDirectory>,
): void {
  workspace.addContent({
    'deployments/postgres.yaml': `${readFileSync(
      workspace.resolve('deployments/postgres.yaml'),
      'utf8',
    )}---
apiVersion: v1
kind: Service
metadata: { name: postgres }
spec:
  selector: { app: postgres }
  ports: [{ port: 5432 }]
`,
  });
}
