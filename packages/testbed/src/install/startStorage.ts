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
import { Binaries } from '../building/buildBinaries';
import { ControlPlane } from '../cluster/startControlPlane';
import { IMAGES } from '../images/images';
import { Processes } from '../processes/Processes';

const NAMESPACE = 'local-path-storage';

/** Starts rancher's local-path provisioner, and makes its StorageClass the default. */
export async function startStorage(options: {
  state: string;
  binaries: Binaries;
  processes: Processes;
  controlPlane: ControlPlane;
}): Promise<void> {
  const { controlPlane } = options;
  const volumes = join(options.state, 'volumes');
  await mkdir(volumes, { recursive: true });
  const configuration = JSON.stringify({
    nodePathMap: [
      { node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [volumes] },
    ],
  });
  const helperPod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'helper-pod' },
    spec: {
      containers: [
        {
          name: 'helper-pod',
          image: IMAGES.shell,
          imagePullPolicy: 'IfNotPresent',
        },
      ],
    },
  };
  await controlPlane.kubectl.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'local-path-provisioner', namespace: NAMESPACE },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'local-path',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'local-path-config', namespace: NAMESPACE },
      data: {
        'config.json': configuration,
        setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n',
        teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n',
        'helperPod.yaml': JSON.stringify(helperPod),
      },
    },
  ]);
  const folder = join(options.state, 'storage');
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'config.json');
  const helper = join(folder, 'helperPod.yaml');
  await writeFile(config, configuration);
  await writeFile(helper, JSON.stringify(helperPod));
  await options.processes.start({
    name: 'local-path-provisioner',
    command: join(options.binaries.services, 'local-path-provisioner'),
    args: [
      'start',
      ...['--kubeconfig', controlPlane.kubeconfig],
      ...['--config', config],
      ...['--helper-pod-file', helper],
      ...['--helper-image', IMAGES.shell],
      ...['--namespace', NAMESPACE],
      ...['--service-account-name', 'local-path-provisioner'],
    ],
  });
}
