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

import { Claim, Pod } from '../../kubernetes/objects/workloads';
import { ControllerContext } from '../ControllerContext';
import { claimsOf } from './podReferences';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export type Schedulability =
  | { outcome: 'fits' }
  | { outcome: 'waits'; claims: Claim[] }
  | { outcome: 'unschedulable'; message: string };

const SUFFIX =
  'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';

/**
 * Whether the one node can take a pod: its claims must be bound, or be of a
 * class that binds them once a pod has been given a node.
 */
export function schedulabilityOf(
  context: ControllerContext,
  pod: Pod,
): Schedulability {
  const { namespace } = pod.metadata;
  const waiting: Claim[] = [];
  for (const name of claimsOf(pod)) {
    const claim = context.get<Claim>('PersistentVolumeClaim', {
      namespace,
      name,
    });
    if (!claim) {
      return refuse(`persistentvolumeclaim "${name}" not found`);
    }
    if (claim.metadata.deletionTimestamp) {
      return refuse(`persistentvolumeclaim "${name}" is being deleted`);
    }
    if (claim.status?.phase === 'Bound') {
      continue;
    }
    if (!bindsOnFirstUse(context, claim)) {
      return refuse('pod has unbound immediate PersistentVolumeClaims');
    }
    waiting.push(claim);
  }
  return waiting.length > 0
    ? { outcome: 'waits', claims: waiting }
    : { outcome: 'fits' };
}

function refuse(why: string): Schedulability {
  return {
    outcome: 'unschedulable',
    message: `0/1 nodes are available: ${why}. ${SUFFIX}`,
  };
}

export function bindsOnFirstUse(
  context: ControllerContext,
  claim: Claim,
): boolean {
  const name = claim.spec.storageClassName;
  const found = name ? context.get('StorageClass', { name }) : undefined;
  return found?.volumeBindingMode === 'WaitForFirstConsumer';
}
