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

/** The bridge that pods are plugged into. Names of interfaces are short. */
export const BRIDGE = 'safekeep0';

/**
 * The machine's address on the bridge. The API server, the names, and the forge
 * answer there, so that pods and the machine itself use the same addresses.
 */
export const HOST = '10.214.0.1';

export const POD_NETWORK = '10.214.0.0/16';
export const SERVICE_NETWORK = '10.215.0.0/16';

/** The first of the service network, which Kubernetes takes for itself. */
export const KUBERNETES_SERVICE = '10.215.0.1';

export const CLUSTER_DOMAIN = 'cluster.local';

/** None of them is a default that something else is likely to use. */
export const PORTS = {
  apiServer: 16443,
  etcd: 12379,
  etcdPeer: 12380,
  controllerManager: 16257,
  scheduler: 16259,
  kubelet: 16250,
  kubeletHealth: 16248,
  proxyHealth: 16256,
  proxyMetrics: 16249,
  names: 53,
  namesReady: 16181,
  redis: 16379,
  repoServer: 16081,
  repoServerMetrics: 16084,
  applicationControllerMetrics: 16082,
  forge: 16300,
} as const;

export const API_SERVER = `https://${HOST}:${PORTS.apiServer}`;
export const FORGE = `http://${HOST}:${PORTS.forge}`;
