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

import { Condition, Pod } from '../../kubernetes/objects/workloads';

/** Conditions with the time of their last transition, which stays while their status does. */
export function datedConditions(
  pod: Pod,
  conditions: Condition[],
  now: string,
): Condition[] {
  return conditions.map(next => {
    const before = pod.status?.conditions?.find(one => one.type === next.type);
    return {
      ...next,
      lastProbeTime: null,
      lastTransitionTime:
        before?.status === next.status ? before?.lastTransitionTime : now,
    };
  });
}
