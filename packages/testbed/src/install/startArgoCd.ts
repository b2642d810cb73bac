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

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { API_SERVER, PORTS } from '../addresses';
import { Binaries } from '../building/buildBinaries';
import { ControlPlane, flags } from '../cluster/startControlPlane';
import { Processes } from '../processes/Processes';
import { waitFor } from '../processes/waitFor';

export const ARGO_CD_NAMESPACE = 'argocd';

/** How often Argo CD looks for commits; three minutes by default. */
const LOOKS_EVERY = '5s';

const REDIS = `127.0.0.1:${PORTS.redis}`;
const HEALTH = `http://127.0.0.1:${PORTS.applicationControllerMetrics}/healthz`;
const REPO_SERVER = `127.0.0.1:${PORTS.repoServer}`;

/** Starts Argo CD's controller and repo-server on this machine, for this cluster. */
export async function startArgoCd(options: {
  state: string;
  binaries: Binaries;
  processes: Processes;
  controlPlane: ControlPlane;
}): Promise<void> {
  const { state, binaries, processes, controlPlane } = options;
  const folder = join(state, 'argo-cd');
  const bin = binaries.services;
  await mkdir(folder, { recursive: true });
  await installObjects(controlPlane, join(bin, 'manifests/crds'));

  const password = randomBytes(18).toString('hex');
  const redis = join(folder, 'redis.conf');
  await writeFile(
    redis,
    [
      `port ${PORTS.redis}`,
      'bind 127.0.0.1',
      `requirepass ${password}`,
      'save ""',
      'appendonly no',
      `dir ${folder}`,
    ].join('\n'),
    { mode: 0o600 },
  );
  await processes.start({
    name: 'redis',
    command: 'redis-server',
    args: [redis],
  });

  // Neither reads the settings of the person who starts it.
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const env = {
    PATH: [bin, binaries.kustomize, binaries.helm, process.env.PATH].join(
      delimiter,
    ),
    HOME: home,
    TMPDIR: join(folder, 'temporary'),
    KUBECONFIG: controlPlane.kubeconfig,
    REDIS_PASSWORD: password,
    ARGOCD_GPG_ENABLED: 'false',
    // Both keep to it: one looks, the other remembers which commit a branch is at.
    ARGOCD_RECONCILIATION_TIMEOUT: LOOKS_EVERY,
  };
  await mkdir(env.TMPDIR, { recursive: true });
  await processes.start({
    name: 'argocd-repo-server',
    command: join(bin, 'argocd-repo-server'),
    args: flags({
      address: '127.0.0.1',
      port: PORTS.repoServer,
      'metrics-address': '127.0.0.1',
      'metrics-port': PORTS.repoServerMetrics,
      'disable-tls': true,
      redis: REDIS,
      loglevel: 'warn',
    }),
    env,
    cwd: folder,
  });
  await processes.start({
    name: 'argocd-application-controller',
    command: join(bin, 'argocd-application-controller'),
    args: flags({
      'repo-server': REPO_SERVER,
      'repo-server-plaintext': true,
      redis: REDIS,
      namespace: ARGO_CD_NAMESPACE,
      'metrics-port': PORTS.applicationControllerMetrics,
      // Of one application there is no herd to keep apart.
      'app-resync-jitter': 0,
      loglevel: 'warn',
    }),
    env: { ...env, ARGOCD_CONTROLLER_SHARD: '0' },
    cwd: folder,
  });
  await waitFor('Argo CD', async () => (await fetch(HEALTH)).ok, {
    timeoutMs: 90_000,
    stillPossible: async () => {
      await processes.assertRunning('redis');
      await processes.assertRunning('argocd-repo-server');
      await processes.assertRunning('argocd-application-controller');
    },
  });
}

/** https://argo-cd.readthedocs.io/en/release-3.2/operator-manual/declarative-setup/ */
async function installObjects(
  { kubectl, authority, adminToken }: ControlPlane,
  definitions: string,
): Promise<void> {
  const files = (await readdir(definitions)).filter(name =>
    name.endsWith('-crd.yaml'),
  );
  await kubectl.apply([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: ARGO_CD_NAMESPACE },
    },
    ...(await Promise.all(
      files.map(async name =>
        parse(await readFile(join(definitions, name), 'utf8')),
      ),
    )),
  ]);
  await waitFor(
    'The resources of Argo CD',
    () => kubectl.run(['get', 'applications,appprojects', '-A']),
    { timeoutMs: 30_000 },
  );
  const named = (name: string, labels: Record<string, string> = {}) => ({
    name,
    namespace: ARGO_CD_NAMESPACE,
    labels: { 'app.kubernetes.io/part-of': 'argocd', ...labels },
  });
  const certificate = await readFile(authority.pair.certificate);
  await kubectl.apply([
    ...[
      'argocd-cm',
      'argocd-rbac-cm',
      'argocd-cmd-params-cm',
      'argocd-tls-certs-cm',
      'argocd-ssh-known-hosts-cm',
      'argocd-gpg-keys-cm',
    ].map(name => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: named(name),
    })),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: named('argocd-secret'),
      stringData: { 'server.secretkey': randomBytes(32).toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: named('cluster-testbed', {
        'argocd.argoproj.io/secret-type': 'cluster',
      }),
      // "https://kubernetes.default.svc" would mean: the one I run in.
      stringData: {
        name: 'testbed',
        server: API_SERVER,
        config: JSON.stringify({
          bearerToken: adminToken,
          tlsClientConfig: { caData: certificate.toString('base64') },
        }),
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace: ARGO_CD_NAMESPACE },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  ]);
}
