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

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { gitEnvironment } from './forge/git/runGit';
import { startSandbox, type Sandbox } from './Sandbox';

const run = promisify(execFile);
const KEYS = [
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'DB_USER',
  'DB_PASSWORD',
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIS_HTS_ID',
];

// A whole sandbox, and processes of its own.
jest.setTimeout(60_000);

/** Waits until something holds; the cluster takes its time to start pods. */
async function eventually<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = look();
    if (found) {
      return found;
    }
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error('it did not come to be in 10 s');
}

describe('startSandbox', () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safekeep-sandbox-test-'));
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

  async function clone(name: string) {
    const directory = join(folder, name);
    const url = sandbox.forge.url.replace('//', '//x:the-token@');
    const git = (...args: string[]) =>
      run('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], {
        cwd: directory,
        env: gitEnvironment(),
      });
    await run('git', ['clone', '-q', `${url}/tawbury/${name}`, directory], {
      env: gitEnvironment(),
    });
    return { directory, git };
  }

  it('is seeded as Phase 2 finds it, beside a healthy service', async () => {
    const { directory, git } = await clone('deployment');
    const base = join(directory, 'infra/k8s/base');
    const read = (path: string) => readFile(join(base, path), 'utf8');

    const kustomization = await read('kustomization.yaml');
    expect(kustomization).toMatch(/^ *#/m);
    expect(kustomization).toContain('namespace: observer-prod');
    const [secret] = parseAllDocuments(
      await read('secrets/observer-secrets.yaml'),
    ).map(document => document.toJS());
    expect(secret.kind).toBe('Secret');
    expect(Object.keys(secret.stringData)).toEqual(KEYS);
    expect(secret.stringData.POSTGRES_PASSWORD).toBe(
      secret.stringData.DB_PASSWORD,
    );
    const postgres = parseAllDocuments(
      await read('deployments/postgres.yaml'),
    ).map(document => document.toJS());
    expect(
      postgres.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ).toEqual([
      'PersistentVolumeClaim/observer-db-pvc',
      'Service/postgres',
      'Deployment/postgres',
    ]);
    expect(
      await readFile(join(directory, 'catalog-info.yaml'), 'utf8'),
    ).toContain(
      `safekeep.io/gitops-url: ${sandbox.forge.url}/tawbury/deployment/tree/main/infra/k8s/base`,
    );
    const { stdout } = await git('log', '--format=%an %s');
    expect(stdout.trim().split('\n').length).toBeGreaterThan(2);

    const { cluster } = sandbox;
    expect(
      sandbox.sync?.state().map(({ name, status }) => [name, status]),
    ).toEqual([
      ['observer', 'synced'],
      ['ledger', 'synced'],
      ['platform', 'synced'],
    ]);
    expect(
      cluster?.get('v1', 'Namespace', 'observer-prod')?.metadata,
    ).toMatchObject({
      annotations: { 'safekeep.io/entities': 'component:default/observer' },
    });
    await eventually(() =>
      sandbox.sync
        ?.state()
        .every(({ objects }) =>
          objects.every(({ health }) => health === 'healthy'),
        ),
    );
    expect(
      cluster?.get('v1', 'Secret', 'ledger-db', 'ledger-prod')?.data,
    ).toMatchObject({ POSTGRES_PASSWORD: expect.any(String) });
  });

  it('follows a push: what is new is applied and what left is deleted', async () => {
    const { cluster, sync } = sandbox;
    const pods = () =>
      cluster!
        .list('v1', 'Pod', 'observer-prod')
        .map(({ metadata }) => metadata.name)
        .filter(name => name.startsWith('observer-'));
    const [before] = await eventually(() => pods().length === 1 && pods());

    const { directory, git } = await clone('deployment');
    const base = join(directory, 'infra/k8s/base');
    const observer = join(base, 'deployments/observer.yaml');
    const text = await readFile(observer, 'utf8');
    await writeFile(observer, text.replace('2026.01.3', '2026.02.0'));
    const kustomization = join(base, 'kustomization.yaml');
    await writeFile(
      kustomization,
      (
        await readFile(kustomization, 'utf8')
      ).replace('  - deployments/postgres.yaml\n', ''),
    );
    await git('commit', '-q', '-a', '-m', 'release, and no database');
    await git('push', '-q', 'origin', 'main');
    const { stdout } = await git('rev-parse', 'HEAD');

    await eventually(() => sync?.state()[0].appliedRevision === stdout.trim());
    // A rollout replaces the pod; the database's objects are gone for good.
    await eventually(() => pods().length === 1 && !pods().includes(before));
    await eventually(
      () => !cluster?.get('apps/v1', 'Deployment', 'postgres', 'observer-prod'),
    );
    expect(
      cluster?.get('v1', 'Service', 'postgres', 'observer-prod'),
    ).toBeUndefined();
    expect(
      cluster?.get('v1', 'Secret', 'observer-secrets', 'observer-prod'),
    ).toBeDefined();
  });

  it('changes nothing for what the cluster would refuse', async () => {
    const { cluster, sync } = sandbox;
    const { directory, git } = await clone('ledger');
    const postgres = join(directory, 'k8s/postgres.yaml');
    const text = await readFile(postgres, 'utf8');
    // A claim template is immutable; besides, the policy leaves.
    await writeFile(
      postgres,
      text
        .replace('storage: 20Gi', 'storage: 30Gi')
        .replace(/---\napiVersion: networking[^]*$/, ''),
    );
    await git('commit', '-q', '-a', '-m', 'grow');
    await git('push', '-q', 'origin', 'main');
    const state = await eventually(() =>
      sync?.state().find(({ status }) => status === 'failed'),
    );
    expect(state.name).toBe('ledger');
    expect(state.message).toMatch(/nothing was changed: .*StatefulSet/);
    expect(state.appliedRevision).not.toBe(state.revision);
    expect(
      cluster?.get(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'ledger-db',
        'ledger-prod',
      ),
    ).toBeDefined();
  });
});

describe('safekeep-sandbox', () => {
  const command = resolve(__dirname, '../bin/safekeep-sandbox');

  it('says when it is ready, ends with its parent, and leaves nothing', async () => {
    const child = spawn(
      process.execPath,
      [
        command,
        '--cluster-port',
        '0',
        '--forge-port',
        '0',
        '--exit-with-parent',
      ],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, TMPDIR: tmpdir() },
      },
    );
    try {
      const [line] = await once(child.stdout, 'data');
      const ready = JSON.parse(String(line));
      expect(ready).toEqual({
        ready: true,
        cluster: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        forge: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      });
      expect((await fetch(`${ready.forge}/sync.json`)).status).toBe(200);
      child.stdin.end();
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
      await expect(fetch(ready.forge)).rejects.toThrow();
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says in one sentence that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [
      command,
      '--no-cluster',
      '--forge-port',
      String(port),
    ]);
    const [[message], [code]] = await Promise.all([
      once(child.stderr, 'data'),
      once(child, 'exit'),
    ]);
    server.close();
    expect(String(message)).toBe(
      `Port ${port} is already in use: stop what uses it, or choose another with --forge-port.\n`,
    );
    expect(code).toBe(2);
  });
});
