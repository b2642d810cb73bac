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
import { BRIDGE, CLUSTER_DOMAIN, HOST, POD_NETWORK, PORTS } from '../addresses';
import { Binaries } from '../building/buildBinaries';
import { IMAGES } from '../images/images';
import { CGROUP, createCgroup } from '../machine/cgroups';
import { Processes } from '../processes/Processes';
import { run, succeeds } from '../processes/run';
import { waitFor } from '../processes/waitFor';
import { containerdConfig } from './containerdConfig';
import { ControlPlane, flags } from './startControlPlane';

export const NODE_NAME = 'testbed';

/** Starts containerd, the kubelet and kube-proxy; resolves when the node is ready. */
export async function startNode(options: {
  state: string;
  run: string;
  binaries: Binaries;
  processes: Processes;
  controlPlane: ControlPlane;
  /** Archives of images. */
  images: string[];
}): Promise<void> {
  const { state, binaries, processes, controlPlane } = options;
  const folder = join(state, 'node');
  const network = join(folder, 'network');
  await mkdir(network, { recursive: true });
  await mkdir(options.run, { recursive: true });
  await writeFile(
    join(network, '10-bridge.conflist'),
    JSON.stringify(networkConfig(join(folder, 'addresses'))),
  );

  const socket = join(options.run, 'containerd.sock');
  const containerd = join(folder, 'containerd.toml');
  await writeFile(
    containerd,
    containerdConfig({
      root: join(state, 'containerd'),
      state: join(options.run, 'containerd'),
      socket,
      networkFolder: network,
      pauseImage: IMAGES.shell,
    }),
  );
  await processes.start({
    name: 'containerd',
    command: 'containerd',
    args: ['--config', containerd],
  });
  const ctr = ['--address', socket, '--namespace', 'k8s.io'];
  await waitFor('containerd', () => succeeds('ctr', [...ctr, 'version']), {
    timeoutMs: 30_000,
    stillPossible: () => processes.assertRunning('containerd'),
  });
  for (const image of options.images) {
    await run('ctr', [...ctr, 'images', 'import', image]);
  }

  await createCgroup();
  const kubelet = join(folder, 'kubelet.json');
  await writeFile(
    kubelet,
    JSON.stringify(
      kubeletConfig({
        certificateAuthority: controlPlane.authority.pair.certificate,
        socket,
      }),
    ),
  );
  await processes.start({
    name: 'kubelet',
    command: join(binaries.kubernetes, 'kubelet'),
    args: flags({
      config: kubelet,
      kubeconfig: await controlPlane.issueKubeconfig('kubelet', {
        name: `system:node:${NODE_NAME}`,
        group: 'system:nodes',
      }),
      'hostname-override': NODE_NAME,
      'node-ip': HOST,
      'root-dir': join(state, 'kubelet'),
      'cert-dir': join(folder, 'certificates'),
    }),
  });
  await waitFor(
    'The node',
    async () => {
      const { status } = await controlPlane.kubectl.get<{
        status: { conditions?: Array<{ type: string; status: string }> };
      }>(['node', NODE_NAME]);
      return status.conditions?.some(
        ({ type, status: is }) => type === 'Ready' && is === 'True',
      );
    },
    {
      timeoutMs: 120_000,
      stillPossible: () => processes.assertRunning('kubelet'),
    },
  );

  const proxy = join(folder, 'kube-proxy.json');
  await writeFile(
    proxy,
    JSON.stringify(
      proxyConfig(
        await controlPlane.issueKubeconfig('kube-proxy', {
          name: 'system:kube-proxy',
        }),
      ),
    ),
  );
  await processes.start({
    name: 'kube-proxy',
    command: join(binaries.kubernetes, 'kube-proxy'),
    args: flags({ config: proxy, 'hostname-override': NODE_NAME }),
  });
}

/** https://www.cni.dev/docs/spec/#configuration-format */
function networkConfig(addresses: string): object {
  return {
    cniVersion: '0.4.0',
    name: 'safekeep-testbed',
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: addresses,
          ranges: [[{ subnet: POD_NETWORK, gateway: HOST }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function kubeletConfig(options: {
  certificateAuthority: string;
  socket: string;
}): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: HOST,
    port: PORTS.kubelet,
    healthzPort: PORTS.kubeletHealth,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: options.certificateAuthority },
    },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${options.socket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${CGROUP}`,
    // Machines with version 1 are still about.
    failCgroupV1: false,
    failSwapOn: false,
    clusterDomain: CLUSTER_DOMAIN,
    clusterDNS: [HOST],
    // Nothing outside is asked.
    resolvConf: '',
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
    },
    // Restarts and mounts are what is waited for here.
    syncFrequency: '10s',
    registryPullQPS: 0,
    serializeImagePulls: false,
  };
}

/** https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
function proxyConfig(kubeconfig: string): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: POD_NETWORK,
    clientConnection: { kubeconfig },
    healthzBindAddress: `127.0.0.1:${PORTS.proxyHealth}`,
    metricsBindAddress: `127.0.0.1:${PORTS.proxyMetrics}`,
    // A pod's answer to another on the same bridge would not pass here again.
    iptables: { masqueradeAll: true, syncPeriod: '30s' },
    conntrack: { maxPerCore: 0, min: 0 },
  };
}
