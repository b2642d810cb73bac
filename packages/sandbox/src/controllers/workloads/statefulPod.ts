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

import {
  Pod,
  PodTemplate,
  StatefulSet,
  Volume,
} from '../../kubernetes/objects/workloads';
import { controllerReference } from '../ControllerContext';

export const REVISION_LABEL = 'controller-revision-hash';

/** `data-postgres-0` */
export function claimName(
  template: string,
  set: StatefulSet,
  ordinal: number,
): string {
  return `${template}-${set.metadata.name}-${ordinal}`;
}

export function ordinalOf(pod: Pod): number {
  const { name } = pod.metadata;
  return Number(name.slice(name.lastIndexOf('-') + 1));
}

export function statefulPod(
  set: StatefulSet,
  template: PodTemplate,
  ordinal: number,
  revision: string,
): Pod {
  const { volumeClaimTemplates = [] } = set.spec;
  const name = `${set.metadata.name}-${ordinal}`;
  const claims: Volume[] = volumeClaimTemplates.map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: {
      claimName: claimName(metadata.name, set, ordinal),
    },
  }));
  const others = (template.spec.volumes ?? []).filter(
    volume => !claims.some(claim => claim.name === volume.name),
  );
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      labels: {
        ...template.metadata?.labels,
        [REVISION_LABEL]: revision,
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': String(ordinal),
      },
      annotations: template.metadata?.annotations,
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...template.spec,
      hostname: name,
      subdomain: set.spec.serviceName,
      volumes: [...claims, ...others],
    },
  };
}
