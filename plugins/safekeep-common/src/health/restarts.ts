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
import { isReloaded } from '../reloader';
import { ownEntry } from './ownEntry';
import { contentSince } from './processing';
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

/** When a value of the SealedSecret was last encrypted. */
function lastSealing({ sealedKeys }: SealedSecretObservation): number {
  const times = Object.values(sealedKeys)
    .map(({ sealedAt }) => Date.parse(sealedAt))
    .filter(time => !Number.isNaN(time));
  return times.reduce((last, time) => Math.max(last, time), -Infinity);
}

/** The starts of a workload's pods, as far as they are known; in whole seconds. */
export function startsOf(
  workload: WorkloadObservation,
  pods: PodObservation[],
): number[] {
  return podsOf(workload, pods)
    .filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed')
    .map(({ startedAt }) => Date.parse(startedAt ?? ''));
}

/** Whether a checksum stands for the values that the SealedSecret has now. */
function isCurrent(checksum: string, sealed: SealedSecretObservation): boolean {
  return (
    checksum === sealed.checksum ||
    (sealed.earlierChecksums?.includes(checksum) ?? false)
  );
}

/**
 * By the checksum in the pod template. That of an earlier ciphertext will do
 * where the values are the same. A sync that applies the template before the
 * controller has made the Secret lets pods start with the checksum of the new
 * content and the values of the old one.
 */
function progressByChecksum(
  checksum: string,
  consumer: WorkloadObservation,
  sealed: SealedSecretObservation,
  pods: PodObservation[],
): RestartProgress {
  if (!isCurrent(checksum, sealed) || !isRolledOut(consumer)) {
    return 'pending';
  }
  const starts = startsOf(consumer, pods);
  const isOlderThan = (since: number | undefined) =>
    since !== undefined && starts.some(start => start < since);
  if (checksum === sealed.checksum) {
    return isOlderThan(contentSince(sealed)) ? 'pending' : 'done';
  }
  // Encrypting anew brought no value. Those that are there came before, and so
  // may have the pod.
  const valuesSince = Date.parse(sealed.valuesSince ?? '');
  if (!Number.isNaN(valuesSince)) {
    return isOlderThan(valuesSince) ? 'pending' : 'done';
  }
  return isOlderThan(contentSince(sealed)) ? 'unknown' : 'done';
}

/**
 * By the age of the pods: one that started before a value was made, or before
 * the controller brought it into the Secret, cannot have it.
 */
function progressByAge(
  consumer: WorkloadObservation,
  sealed: SealedSecretObservation,
  pods: PodObservation[],
): RestartProgress {
  const rotatedAt = lastRotation(consumer, sealed);
  if (rotatedAt === undefined || consumer.total < 1) {
    return 'done';
  }
  // Of a rotation before the last change nobody knows any more when it came in.
  const isLastChange = rotatedAt >= lastSealing(sealed);
  const since = isLastChange
    ? Math.max(rotatedAt, contentSince(sealed) ?? rotatedAt)
    : rotatedAt;
  const starts = startsOf(consumer, pods);
  if (starts.some(start => start < since)) {
    return 'pending';
  }
  return starts.length > 0 && starts.every(start => start >= since)
    ? 'done'
    : 'unknown';
}

/**
 * Whether Reloader restarts a consumer when the Secret changes. A checksum of
 * ours, if it has one, is then of no change after it was written.
 */
export function isReloadedFor(
  consumer: WorkloadObservation,
  { name, reloaderMark: mark }: SealedSecretObservation,
): boolean {
  return isReloaded(consumer.reloader, { name, mark });
}

/**
 * How far the restart of a consumer has come: by the checksum in its pod
 * template, without one by the age of its pods; without either, nothing is
 * claimed.
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
  const checksum = isReloadedFor(consumer, sealed)
    ? undefined
    : ownEntry(consumer.checksums, sealed.name);
  return checksum === undefined
    ? progressByAge(consumer, sealed, pods)
    : progressByChecksum(checksum, consumer, sealed, pods);
}
