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

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  createPostgres,
  parseSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { eventually } from './controllers/__testUtils__/testCluster';
import { gitEnvironment } from './forge/git/runGit';
import { recordAt } from './kubernetes/json/isRecord';
import { Sandbox, startSandbox } from './Sandbox';

const run = promisify(execFile);
const NAMESPACE = 'observer-prod';

/** A service that connects as the pull request says. */
const CLIENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: reader
spec:
  selector:
    matchLabels: { app: reader }
  template:
    metadata:
      labels: { app: reader, client-of.safekeep.io/ticks: "true" }
    spec:
      containers:
        - name: reader
          image: ghcr.io/tawbury/reader:1
          env:
            - { name: DB_HOST, value: ticks }
            - name: DB_USER
              valueFrom: { secretKeyRef: { name: ticks-app, key: DB_USER } }
            - name: DB_PASSWORD
              valueFrom: { secretKeyRef: { name: ticks-app, key: DB_PASSWORD } }
`;

// A whole sandbox, and processes of its own.
jest.setTimeout(60_000);

describe('a database that Safekeep creates', () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safekeep-created-test-'));
    sandbox = await startSandbox({
      token: 'the-token',
      syncDelayMs: 10,
      timing: { podReadyMs: 10, podTerminationMs: 10, claimBindingMs: 10 },
    });
  });
  afterEach(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('comes up when it is merged, with a first backup and a client', async () => {
    const url = sandbox.forge.url.replace('//', '//x:the-token@');
    const git = (...args: string[]) =>
      run('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], {
        cwd: folder,
        env: gitEnvironment(),
      });
    await git('clone', '-q', `${url}/tawbury/deployment`, '.');
    const base = join(folder, 'infra/k8s/base');
    const kustomization = join(base, 'kustomization.yaml');
    await writeFile(join(base, 'deployments/reader.yaml'), CLIENT);
    await writeFile(
      kustomization,
      (
        await readFile(kustomization, 'utf8')
      ).replace(
        '  - deployments/observer.yaml\n',
        '$&  - deployments/reader.yaml\n',
      ),
    );
    const { changes } = createPostgres(
      new Map([['kustomization.yaml', await readFile(kustomization, 'utf8')]]),
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
    for (const { path, content } of changes) {
      await mkdir(dirname(join(base, path)), { recursive: true });
      await writeFile(join(base, path), content!);
    }
    await git('add', '.');
    await git('commit', '-q', '-m', 'a database');
    await git('push', '-q', 'origin', 'main');

    const status = (apiVersion: string, kind: string, name: string) =>
      recordAt(
        sandbox.cluster?.get(apiVersion, kind, name, NAMESPACE) ?? {},
        'status',
      );
    await eventually(() => {
      const message = sandbox.sync?.state()[0].message;
      expect([message, status('apps/v1', 'StatefulSet', 'ticks')]).toEqual([
        message,
        expect.objectContaining({ readyReplicas: 1 }),
      ]);
    });
    await eventually(() =>
      expect(status('batch/v1', 'Job', 'ticks-backup-first')).toMatchObject({
        succeeded: 1,
      }),
    );
    await eventually(() =>
      expect(status('apps/v1', 'Deployment', 'reader')).toMatchObject({
        readyReplicas: 1,
      }),
    );
    await eventually(() =>
      expect(
        sandbox.sync
          ?.state()[0]
          .objects.filter(({ health }) => health !== 'healthy'),
      ).toEqual([]),
    );
  });
});
