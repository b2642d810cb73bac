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
  PodObservation,
  SealedSecretObservation,
  WorkloadObservation,
} from '../observations';
import { ownEntry } from './ownEntry';
import { isLongRunning, isRolledOut, podsOf } from './rollout';

/**
 * Whether a workload's pods run with the newest content of a secret; `unknown`
 * when the facts cannot tell.
 */
export type RestartProgress = 'done' | 'pending' | 'unknown';

function lastRotation(
  workload: WorkloadObservation,
  sealed: SealedSecretObservation,
): number | undefined {
  let last: number | undefined;
  for (const { secret, keys } of workload.secretReferences) {
    if (secret === sealed.name) {
      for (const key of keys ?? sealed.keys) {
        const at = Date.parse(
          ownEntry(sealed.sealedKeys, key)?.rotatedAt ?? '',
        );
        if (!Number.isNaN(at) && (last === undefined || at > last)) {
          last = at;
        }
      }
    }
  }
  return last;
}

/** Whether a checksum stands for the values that the SealedSecret has now. */
function isCurrent(checksum: string, sealed: SealedSecretObservation): boolean {
  return (
    checksum === sealed.checksum ||
    (sealed.earlierChecksums?.includes(checksum) ?? false)
  );
}

/**
 * How far the restart of a consumer has come. A checksum in its pod template
 * decides; that of an earlier ciphertext will do where the values are the same.
 * Without one the age of its pods does: a pod that started before a
 * value was made cannot have it. Without either, nothing is claimed.
 */
export function restartProgress(
  consumer: WorkloadObservation,
  sealed: SealedSecretObservation,
  pods: PodObservation[],
): RestartProgress {
  // Each run of a job reads the secret anew.
  if (!isLongRunning(consumer)) {
    return 'done';
  }
  const checksum = ownEntry(consumer.checksums, sealed.name);
  if (checksum !== undefined) {
    return isCurrent(checksum, sealed) && isRolledOut(consumer)
      ? 'done'
      : 'pending';
  }
  const rotatedAt = lastRotation(consumer, sealed);
  if (rotatedAt === undefined || consumer.total < 1) {
    return 'done';
  }
  const starts = podsOf(consumer, pods)
    .filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed')
    .map(({ startedAt, restarts }) => ({
      since: Date.parse(startedAt ?? ''),
      // A container that was restarted read its environment again, nobody knows
      // when.
      restarted: restarts > 0,
    }));
  if (starts.some(pod => pod.since < rotatedAt && !pod.restarted)) {
    return 'pending';
  }
  return starts.length > 0 && starts.every(pod => pod.since >= rotatedAt)
    ? 'done'
    : 'unknown';
}
