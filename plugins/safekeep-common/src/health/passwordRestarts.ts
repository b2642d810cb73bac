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

import { passwordSlotKeys } from '../passwordRotation';
import { SealedSecretObservation, WorkloadObservation } from '../observations';
import { recognizeDatabaseImage } from './databaseImages';
import { helperOf } from './helperKeys';
import { NamespaceView } from './namespaceView';
import { ownEntry } from './ownEntry';
import { isCurrentRun, isRunOfDatabase, passwordRuns } from './passwordRuns';
import { startsOf } from './restarts';

/**
 * Whether a PostgreSQL server that was not restarted needs no restart: it reads
 * its password only while its data directory is empty, and a Job has given it
 * every value that changed since it started.
 */
export function hasNewPassword(
  workload: WorkloadObservation,
  sealed: SealedSecretObservation,
  view: NamespaceView,
): boolean {
  const serves = workload.images.some(
    image => recognizeDatabaseImage(image)?.engine === 'postgresql',
  );
  const starts = startsOf(workload, view.pods);
  const start = Math.min(...starts);
  if (!serves || starts.length === 0 || Number.isNaN(start)) {
    return false;
  }
  const given = new Set(
    passwordRuns(view)
      .filter(
        run =>
          run.state === 'done' &&
          isCurrentRun(run, sealed) &&
          isRunOfDatabase(run, workload, view),
      )
      .flatMap(({ rotation }) => rotation.keys),
  );
  if (given.size === 0) {
    return false;
  }
  const { passwordSlots: slots } = sealed;
  if (slots) {
    // The consumers' own, and those of the two roles.
    for (const key of [
      slots.passwordKey,
      slots.userKey,
      ...slots.roles.flatMap(role =>
        Object.values(passwordSlotKeys(slots, role)),
      ),
    ]) {
      given.add(key);
    }
  }
  return workload.secretReferences
    .filter(({ secret }) => secret === sealed.name)
    .flatMap(({ keys }) => keys ?? sealed.keys)
    .every(key => {
      const record = ownEntry(sealed.sealedKeys, key);
      const changed = Date.parse(record?.rotatedAt ?? '');
      return (
        given.has(key) ||
        helperOf(key, sealed.keys) !== undefined ||
        Number.isNaN(changed) ||
        changed < start
      );
    });
}
