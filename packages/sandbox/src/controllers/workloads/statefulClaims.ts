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

import { Claim, StatefulSet } from '../../kubernetes/objects/workloads';
import { ControllerContext, controllerReference } from '../ControllerContext';
import { claimName } from './statefulPod';

/** Makes the claims of one pod; one that is there already is taken as it is, with its old data. */
export function ensureClaims(
  context: ControllerContext,
  set: StatefulSet,
  ordinal: number,
  tell: (message: string) => void,
): void {
  const { namespace } = set.metadata;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(template.metadata.name, set, ordinal);
    if (!context.get('PersistentVolumeClaim', { namespace, name })) {
      context.create(claimOf(set, template, name));
      tell(
        `create Claim ${name} Pod ${set.metadata.name}-${ordinal} in StatefulSet ${set.metadata.name} success`,
      );
    }
  }
}

function claimOf(set: StatefulSet, template: Claim, name: string): Claim {
  const deletesClaims =
    set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      labels: {
        ...template.metadata.labels,
        ...set.spec.selector.matchLabels,
      },
      annotations: template.metadata.annotations,
      ...(deletesClaims ? { ownerReferences: [controllerReference(set)] } : {}),
    },
    spec: template.spec,
  };
}
