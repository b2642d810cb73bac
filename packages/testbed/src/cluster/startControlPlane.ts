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
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  API_SERVER,
  HOST,
  KUBERNETES_SERVICE,
  POD_NETWORK,
  PORTS,
  SERVICE_NETWORK,
} from '../addresses';
import { Binaries } from '../building/buildBinaries';
import { Processes } from '../processes/Processes';
import { waitFor } from '../processes/waitFor';
import { Authority, Pair } from './Authority';
import { Kubectl } from './Kubectl';
import { writeKubeconfig } from './writeKubeconfig';

const ETCD = `http://127.0.0.1:${PORTS.etcd}`;

/** What the parts that come after it need. */
export interface ControlPlane {
  authority: Authority;
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string;
  adminToken: string;
  kubectl: Kubectl;
  /** A kubeconfig for one more user. */
  issueKubeconfig(
    name: string,
    user: { name: string; group?: string },
  ): Promise<string>;
}

/** Starts etcd, the API server, the controller manager and the scheduler. */
export async function startControlPlane(options: {
  state: string;
  binaries: Binaries;
  processes: Processes;
}): Promise<ControlPlane> {
  const { state, binaries, processes } = options;
  const folder = join(state, 'kubernetes');
  const bin = binaries.kubernetes;
  const authority = await Authority.create(join(folder, 'certificates'));
  const serviceAccountKey = await authority.issueKey('service-accounts');
  const adminToken = randomBytes(24).toString('hex');
  const tokens = join(folder, 'tokens.csv');
  await writeFile(
    tokens,
    `${adminToken},safekeep-administrator,administrator,system:masters\n`,
    { mode: 0o600 },
  );

  const issueKubeconfig: ControlPlane['issueKubeconfig'] = async (
    name,
    user,
  ) => {
    const file = join(folder, `${name}.kubeconfig`);
    await writeKubeconfig({
      file,
      certificateAuthority: authority.pair.certificate,
      user: user.name,
      credentials: await authority.issueClient(name, user),
    });
    return file;
  };
  const kubeconfig = join(folder, 'administrator.kubeconfig');
  await writeKubeconfig({
    file: kubeconfig,
    certificateAuthority: authority.pair.certificate,
    user: 'safekeep-administrator',
    credentials: { token: adminToken },
  });
  const kubectl = new Kubectl(join(bin, 'kubectl'), kubeconfig);

  await startEtcd(processes, join(state, 'etcd'));
  await processes.start({
    name: 'kube-apiserver',
    command: join(bin, 'kube-apiserver'),
    args: apiServerArguments({
      authority,
      serviceAccountKey,
      tokens,
      certificateFolder: join(folder, 'generated'),
      server: await authority.issueServer('kube-apiserver', [
        HOST,
        KUBERNETES_SERVICE,
        '127.0.0.1',
        'localhost',
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
      ]),
      kubeletClient: await authority.issueClient('kubelet-client', {
        name: 'kube-apiserver-kubelet-client',
        group: 'system:masters',
      }),
    }),
  });
  await waitForApiServer(kubectl, processes);

  await processes.start({
    name: 'kube-controller-manager',
    command: join(bin, 'kube-controller-manager'),
    args: flags({
      kubeconfig: await issueKubeconfig('kube-controller-manager', {
        name: 'system:kube-controller-manager',
      }),
      'bind-address': '127.0.0.1',
      'secure-port': PORTS.controllerManager,
      'cert-dir': join(folder, 'generated'),
      'root-ca-file': authority.pair.certificate,
      'service-account-private-key-file': serviceAccountKey,
      'use-service-account-credentials': true,
      'leader-elect': false,
      'cluster-cidr': POD_NETWORK,
    }),
  });
  await processes.start({
    name: 'kube-scheduler',
    command: join(bin, 'kube-scheduler'),
    args: flags({
      kubeconfig: await issueKubeconfig('kube-scheduler', {
        name: 'system:kube-scheduler',
      }),
      'bind-address': '127.0.0.1',
      'secure-port': PORTS.scheduler,
      'cert-dir': join(folder, 'generated'),
      'leader-elect': false,
    }),
  });
  return { authority, kubeconfig, adminToken, kubectl, issueKubeconfig };
}

/** Resolves when the API server answers that it is ready. */
export async function waitForApiServer(
  kubectl: Kubectl,
  processes: Processes,
): Promise<void> {
  await waitFor(
    `The API server (${API_SERVER})`,
    async () => (await kubectl.run(['get', '--raw', '/readyz'])) === 'ok',
    {
      timeoutMs: 120_000,
      stillPossible: async () => {
        await processes.assertRunning('etcd');
        await processes.assertRunning('kube-apiserver');
      },
    },
  );
}

async function startEtcd(processes: Processes, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await processes.start({
    name: 'etcd',
    command: 'etcd',
    args: flags({
      name: 'testbed',
      'data-dir': folder,
      'listen-client-urls': ETCD,
      'advertise-client-urls': ETCD,
      'listen-peer-urls': `http://127.0.0.1:${PORTS.etcdPeer}`,
      'initial-advertise-peer-urls': `http://127.0.0.1:${PORTS.etcdPeer}`,
      'initial-cluster': `testbed=http://127.0.0.1:${PORTS.etcdPeer}`,
      // What it holds is for one run only.
      'unsafe-no-fsync': true,
    }),
  });
}

function apiServerArguments(options: {
  authority: Authority;
  serviceAccountKey: string;
  tokens: string;
  certificateFolder: string;
  server: Pair;
  kubeletClient: Pair;
}): string[] {
  const { authority, server, kubeletClient } = options;
  return flags({
    'etcd-servers': ETCD,
    'bind-address': HOST,
    'advertise-address': HOST,
    'secure-port': PORTS.apiServer,
    'cert-dir': options.certificateFolder,
    'tls-cert-file': server.certificate,
    'tls-private-key-file': server.key,
    'client-ca-file': authority.pair.certificate,
    'token-auth-file': options.tokens,
    'authorization-mode': 'Node,RBAC',
    'service-cluster-ip-range': SERVICE_NETWORK,
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': options.serviceAccountKey,
    'service-account-signing-key-file': options.serviceAccountKey,
    'kubelet-client-certificate': kubeletClient.certificate,
    'kubelet-client-key': kubeletClient.key,
    // By its name the node would be looked up in the machine's DNS.
    'kubelet-preferred-address-types': 'InternalIP',
    'allow-privileged': true,
  });
}

/** `--name=value` of each. */
export function flags(
  values: Record<string, string | number | boolean>,
): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
