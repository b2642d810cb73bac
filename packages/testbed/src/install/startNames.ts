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

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLUSTER_DOMAIN, HOST, PORTS } from '../addresses';
import { Binaries } from '../building/buildBinaries';
import { ControlPlane } from '../cluster/startControlPlane';
import { Processes } from '../processes/Processes';
import { waitFor } from '../processes/waitFor';

const READY = `http://127.0.0.1:${PORTS.namesReady}/ready`;

/**
 * Starts CoreDNS on the bridge: pods find Services by name. It may read what the
 * names are made of, and nothing else.
 */
export async function startNames(options: {
  state: string;
  binaries: Binaries;
  processes: Processes;
  controlPlane: ControlPlane;
}): Promise<void> {
  const { controlPlane } = options;
  const user = 'system:coredns';
  await controlPlane.kubectl.apply([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: user },
      rules: [
        {
          apiGroups: [''],
          resources: ['endpoints', 'services', 'pods', 'namespaces'],
          verbs: ['list', 'watch'],
        },
        {
          apiGroups: ['discovery.k8s.io'],
          resources: ['endpointslices'],
          verbs: ['list', 'watch'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: user },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: user,
      },
      subjects: [{ kind: 'User', name: user }],
    },
  ]);
  const folder = join(options.state, 'names');
  await mkdir(folder, { recursive: true });
  const kubeconfig = await controlPlane.issueKubeconfig('coredns', {
    name: user,
  });
  const file = join(folder, 'Corefile');
  await writeFile(
    file,
    `${CLUSTER_DOMAIN}:${PORTS.names} in-addr.arpa:${PORTS.names} {
  bind ${HOST}
  errors
  ready 127.0.0.1:${PORTS.namesReady}
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
  }
  cache 5
}
`,
  );
  await options.processes.start({
    name: 'coredns',
    command: join(options.binaries.services, 'coredns'),
    args: ['-conf', file],
  });
  await waitFor('CoreDNS', async () => (await fetch(READY)).ok, {
    timeoutMs: 30_000,
    stillPossible: () => options.processes.assertRunning('coredns'),
  });
}
