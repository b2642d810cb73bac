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

import { PodObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { ClaimStatus } from '../status';
import { describeTrouble, troubledPods } from './podTrouble';
import { AnyWorkload } from './rollout';
import { serverTrouble } from './serverTrouble';

const IMAGE_TROUBLE = new Set([
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

function isUnschedulable({ waiting }: PodObservation): boolean {
  return waiting === 'Unschedulable';
}

function hasNoImage({ waiting }: PodObservation): boolean {
  return waiting !== undefined && IMAGE_TROUBLE.has(waiting);
}

function about({ name, waiting, detail }: PodObservation) {
  return { pod: name, message: detail ?? waiting ?? '' };
}

/** Why a database does not have all of its pods. */
export function readinessReason(
  workload: AnyWorkload,
  pods: PodObservation[],
): Reason | undefined {
  if (workload.desired < 1) {
    return reason('database-scaled-to-zero');
  }
  if (workload.ready >= workload.desired) {
    return undefined;
  }
  const troubled = troubledPods(workload, pods);
  const unschedulable = troubled.find(isUnschedulable);
  if (unschedulable) {
    return reason('database-unschedulable', about(unschedulable));
  }
  const withoutImage = troubled.find(hasNoImage);
  if (withoutImage) {
    return reason('database-image-not-pulled', about(withoutImage));
  }
  const why = serverTrouble({ workload }, troubled);
  if (why) {
    return why;
  }
  const detail = troubled
    .map(pod => `${pod.name}: ${describeTrouble(pod)}`)
    .join(', ');
  return reason('database-not-ready', {
    ready: String(workload.ready),
    desired: String(workload.desired),
    detail: detail && `${detail}.`,
  });
}

/**
 * Whether it is a claim that keeps a pod from running: the pod says so, or says
 * nothing while its claim is not bound.
 */
export function waitsForClaim(
  workload: AnyWorkload,
  pods: PodObservation[],
  claims: ClaimStatus[],
): boolean {
  const unbound = new Set(
    claims.flatMap(({ name, phase }) => (phase === 'Bound' ? [] : name)),
  );
  return troubledPods(workload, pods).some(
    pod =>
      (isUnschedulable(pod) &&
        /persistentvolumeclaim|storageclass/i.test(pod.detail ?? '')) ||
      (pod.waiting === undefined &&
        pod.phase === 'Pending' &&
        pod.claims?.some(name => unbound.has(name))),
  );
}
