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

import { NODE_NAME } from '../../kubernetes/bootstrap/clusterObjects';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { Claim } from '../../kubernetes/objects/workloads';

/** The volume that a local-path provisioner makes for a claim, without a folder behind it. */
export function provisionedVolume(
  claim: Claim,
  storageClass: KubernetesObject,
): KubernetesObject {
  const name = `pvc-${claim.metadata.uid}`;
  const { accessModes, resources, volumeMode } = claim.spec;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      annotations: {
        'local.path.provisioner/selected-node': NODE_NAME,
        'pv.kubernetes.io/provisioned-by': String(storageClass.provisioner),
      },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes,
      volumeMode,
      capacity: { storage: resources?.requests?.storage },
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      hostPath: { path: `/simulated/${name}`, type: 'DirectoryOrCreate' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: claim.metadata.namespace,
        name: claim.metadata.name,
        uid: claim.metadata.uid,
        resourceVersion: claim.metadata.resourceVersion,
      },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                {
                  key: 'kubernetes.io/hostname',
                  operator: 'In',
                  values: [NODE_NAME],
                },
              ],
            },
          ],
        },
      },
    },
  };
}
