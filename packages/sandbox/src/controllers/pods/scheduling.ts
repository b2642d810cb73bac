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
import { recordAt } from '../../kubernetes/json/isRecord';
import { Claim, isPodActive, Pod } from '../../kubernetes/objects/workloads';
import { ControllerContext } from '../ControllerContext';
import { claimsOf } from './podReferences';
import { parseQuantity } from './quantity';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export type Schedulability =
  | { outcome: 'fits' }
  | { outcome: 'waits'; claims: Claim[] }
  | { outcome: 'unschedulable'; message: string };

const NONE = '0/1 nodes are available:';

/**
 * Whether the one node can take a pod: it has the labels and the resources that
 * the pod asks for, and the pod's claims are bound, or of a class that binds
 * them once a pod has been given a node.
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
      return refusePod(`persistentvolumeclaim "${name}" not found`);
    }
    if (claim.metadata.deletionTimestamp) {
      return refusePod(`persistentvolumeclaim "${name}" is being deleted`);
    }
    if (claim.status?.phase === 'Bound') {
      continue;
    }
    if (!bindsOnFirstUse(context, claim)) {
      return refusePod('pod has unbound immediate PersistentVolumeClaims');
    }
    waiting.push(claim);
  }
  const unfit = unfitness(context, pod);
  if (unfit.length > 0) {
    return refuseNode(unfit.map(reason => `1 ${reason}`).join(', '));
  }
  return waiting.length > 0
    ? { outcome: 'waits', claims: waiting }
    : { outcome: 'fits' };
}

/** What the node lacks. The real scheduler stops at the first plugin that says no. */
function unfitness(context: ControllerContext, pod: Pod): string[] {
  const node = context.get('Node', { name: NODE_NAME });
  const wanted = Object.entries(recordAt(pod.spec, 'nodeSelector'));
  if (wanted.some(([key, value]) => node?.metadata.labels?.[key] !== value)) {
    return ["node(s) didn't match Pod's node affinity/selector"];
  }
  const allocatable = recordAt(node, 'status', 'allocatable');
  const others = context
    .list<Pod>('Pod')
    .filter(one => one.spec.nodeName === NODE_NAME && isPodActive(one));
  return ['cpu', 'memory']
    .filter(resource => {
      const taken = others.reduce(
        (sum, one) => sum + requestOf(one, resource),
        0,
      );
      const asked = requestOf(pod, resource);
      return asked > 0 && asked + taken > parseQuantity(allocatable[resource]);
    })
    .map(resource => `Insufficient ${resource}`);
}

function requestOf(pod: Pod, resource: string): number {
  return pod.spec.containers.reduce((sum, { resources }) => {
    const quantity =
      resources?.requests?.[resource] ?? resources?.limits?.[resource];
    return sum + parseQuantity(quantity);
  }, 0);
}

/** Refused for what the node is; the scheduler then looks whether preemption would help. */
function refuseNode(why: string): Schedulability {
  return {
    outcome: 'unschedulable',
    message: `${NONE} ${why}. no new claims to deallocate, preemption: ${NONE} 1 Preemption is not helpful for scheduling.`,
  };
}

/** Refused before a node is looked at; 1.34 then finds no state to look for preemption with. */
function refusePod(why: string): Schedulability {
  return {
    outcome: 'unschedulable',
    message: `${NONE} ${why}. not found`,
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
