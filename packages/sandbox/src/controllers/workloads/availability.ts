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

import { isPodReady, Pod } from '../../kubernetes/objects/workloads';

/** Whether a pod has been ready for as long as its workload asks for. */
export function isPodAvailable(
  pod: Pod,
  minReadySeconds: number | undefined,
  now: Date,
): boolean {
  return untilAvailable(pod, minReadySeconds, now) === 0;
}

/** How many milliseconds that takes; infinite while it is not even ready. */
export function untilAvailable(
  pod: Pod,
  minReadySeconds: number | undefined,
  now: Date,
): number {
  if (!isPodReady(pod)) {
    return Infinity;
  }
  if (!minReadySeconds) {
    return 0;
  }
  const since = Date.parse(
    pod.status?.conditions?.find(({ type }) => type === 'Ready')
      ?.lastTransitionTime ?? '',
  );
  return Math.max(0, since + minReadySeconds * 1000 - now.getTime());
}

/** How long until the next pod becomes available, if one is about to. */
export function nextAvailability(
  pods: Pod[],
  minReadySeconds: number | undefined,
  now: Date,
): number | undefined {
  const waits = pods
    .map(pod => untilAvailable(pod, minReadySeconds, now))
    .filter(wait => wait > 0 && Number.isFinite(wait));
  return waits.length > 0 ? Math.min(...waits) : undefined;
}
