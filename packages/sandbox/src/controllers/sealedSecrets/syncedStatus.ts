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

import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';

/**
 * The status with its `Synced` condition, or nothing when the real controller
 * would not write: it does when the outcome flips or the generation moves, so
 * a second, different failure of one generation keeps the first one's words.
 */
export function syncedStatus(
  sealedSecret: KubernetesObject,
  failure: string | undefined,
  now: string,
): object | undefined {
  const { generation } = sealedSecret.metadata;
  const before = recordsAt(sealedSecret, 'status', 'conditions').find(
    condition => condition.type === 'Synced',
  );
  const status = failure === undefined ? 'True' : 'False';
  const flipped = before?.status !== status;
  const observed = recordAt(sealedSecret, 'status').observedGeneration;
  if (!flipped && observed === generation) {
    return undefined;
  }
  return {
    observedGeneration: generation,
    conditions: [
      {
        type: 'Synced',
        status,
        ...(failure === undefined ? {} : { message: failure }),
        lastUpdateTime: now,
        lastTransitionTime: flipped ? now : before?.lastTransitionTime,
      },
    ],
  };
}
