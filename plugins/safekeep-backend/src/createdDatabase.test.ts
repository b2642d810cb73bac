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
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import {
  createPostgres,
  parseSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { Sandbox, startSandbox } from '@safekeep/sandbox';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { eventually } from './__testUtils__/eventually';
import safekeepPlugin from './index';

const run = promisify(execFile);
const NAMESPACE = 'ledger-prod';

jest.setTimeout(180_000);

describe('a database that Safekeep created', () => {
  let sandbox: Sandbox;
  let backend: TestBackend;
  let folder: string;

  beforeAll(async () => {
    await import('@kubernetes/client-node');
    folder = await mkdtemp(join(tmpdir(), 'safekeep-created-test-'));
    sandbox = await startSandbox({
      syncDelayMs: 50,
      timing: { podReadyMs: 50, podTerminationMs: 50, claimBindingMs: 50 },
    });
    const forge = sandbox.forge.url;
    backend = await startTestBackend({
      features: [
        safekeepPlugin,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'ledger',
                annotations: {
                  'backstage.io/kubernetes-namespace': NAMESPACE,
                  'backstage.io/kubernetes-cluster': 'sandbox',
                  'safekeep.io/gitops-url': `${forge}/tawbury/ledger/tree/main/k8s`,
                },
              },
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            integrations: {
              github: [
                {
                  host: new URL(forge).host,
                  apiBaseUrl: `${forge}/api/v3`,
                  token: 'sandbox',
                },
              ],
            },
            kubernetes: {
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'sandbox',
                      url: sandbox.cluster!.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: sandbox.cluster!.token,
                      skipTLSVerify: true,
                    },
                  ],
                },
              ],
            },
            safekeep: { access: { repositories: [`${forge}/tawbury/`] } },
          },
        }),
        mockServices.urlReader.factory(),
        mockServices.database.factory(),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Commits it to what ledger is deployed from, as a merge does. */
  async function create(): Promise<void> {
    const git = (...args: string[]) =>
      run('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], {
        cwd: folder,
      });
    const url = sandbox.forge.url.replace('//', '//x:sandbox@');
    await git('clone', '-q', `${url}/tawbury/ledger`, '.');
    const path = join(folder, 'k8s/kustomization.yaml');
    const { changes } = createPostgres(
      new Map([['kustomization.yaml', await readFile(path, 'utf8')]]),
      {
        certificate: parseSealingCertificate(
          sandbox.cluster!.sealingCertificate(),
        ),
        namespace: NAMESPACE,
        name: 'ticks',
        now: new Date(),
        image: 'postgres:17.6-alpine',
        role: 'ticks',
        storageClass: 'local-path',
        storage: '1Gi',
      },
    );
    for (const change of changes) {
      const file = join(folder, 'k8s', change.path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, change.content!);
    }
    await git('add', '.');
    await git('commit', '-q', '-m', 'feat: a database');
    await git('push', '-q', 'origin', 'main');
  }

  it('is well by the rules of its own card, and so are its secrets', async () => {
    await create();
    await eventually(async () => {
      const response = await request(backend.server).get(
        '/api/safekeep/v1/entities/component/default/ledger/status',
      );
      const status: EntityStatus = response.body;
      const database = status.databases.find(({ name }) => name === 'ticks');
      expect(database).toMatchObject({
        state: 'ok',
        reasons: [],
        version: '17.6',
        workload: { kind: 'StatefulSet', desired: 1, ready: 1 },
        claims: [{ name: 'data-ticks-0', phase: 'Bound' }],
      });
      const secrets = status.secrets.filter(({ name }) =>
        name.startsWith('ticks-'),
      );
      expect(
        secrets.map(({ name, state, reasons }) => ({ name, state, reasons })),
      ).toEqual([
        { name: 'ticks-app', state: 'ok', reasons: [] },
        { name: 'ticks-superuser', state: 'ok', reasons: [] },
      ]);
    }, 60_000);
  });
});
