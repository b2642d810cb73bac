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

import { isRecord, JsonRecord, recordAt, recordsAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';

export function claimSpecDefaults(spec: unknown): JsonRecord {
  return { volumeMode: 'Filesystem', ...(isRecord(spec) ? spec : {}) };
}

/** `stringData` is write-only: it wins over `data` and is never stored. */
export function secretDefaults(object: KubernetesObject): KubernetesObject {
  const { stringData, ...rest } = object;
  const data: JsonRecord = { ...recordAt(object, 'data') };
  if (isRecord(stringData)) {
    for (const [key, value] of Object.entries(stringData)) {
      data[key] = Buffer.from(String(value), 'utf8').toString('base64');
    }
  }
  return {
    ...rest,
    metadata: object.metadata,
    ...(Object.keys(data).length > 0 || isRecord(object.data) ? { data } : {}),
    type: typeof object.type === 'string' ? object.type : 'Opaque',
  };
}

export function namespaceDefaults(object: KubernetesObject): KubernetesObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: {
        ...object.metadata.labels,
        'kubernetes.io/metadata.name': object.metadata.name,
      },
    },
    spec: { finalizers: ['kubernetes'], ...recordAt(object, 'spec') },
  };
}

/** The address of a Service never changes, whatever an update leaves out. */
export function serviceDefaults(
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
  allocateAddress: () => string,
): JsonRecord {
  const spec = recordAt(object, 'spec');
  const result: JsonRecord = {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ...spec,
  };
  if (result.type !== 'ExternalName') {
    const address =
      spec.clusterIP ||
      recordAt(previous, 'spec').clusterIP ||
      allocateAddress();
    result.clusterIP = address;
    result.clusterIPs = [address];
    result.ipFamilies = ['IPv4'];
    result.ipFamilyPolicy = 'SingleStack';
  }
  if (Array.isArray(spec.ports)) {
    result.ports = recordsAt(spec, 'ports').map(port => ({
      protocol: 'TCP',
      targetPort: port.port,
      ...port,
    }));
  }
  return result;
}

export function storageClassDefaults(
  object: KubernetesObject,
): KubernetesObject {
  return {
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
    ...object,
  };
}
