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

import { WorkloadObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { DatabaseEngine, DatabaseImage } from './databaseImages';
import { NamespaceView } from './namespaceView';
import { ownEntry } from './ownEntry';

/**
 * Keys that set a password only while the data directory is still empty. Redis
 * and Valkey read theirs at every start, so a restart is all they need.
 */
const INITIAL_PASSWORD: Partial<Record<DatabaseEngine, RegExp>> = {
  postgresql: /^(?:postgres(?:ql)?[-_])?(?:postgres[-_])?password$/i,
  mysql: /^(?:mysql[-_])?(?:root[-_])?password$/i,
  mariadb: /^(?:(?:mysql|mariadb)[-_])?(?:root[-_])?password$/i,
  mongodb: /^(?:mongo(?:db)?[-_])?(?:initdb[-_])?(?:root[-_])?password$/i,
};

/** A key that the pod names one by one is a password when it says so. */
const NAMED_PASSWORD = /pass(?:word|wd)?$/i;

/**
 * Passwords that were rotated in Git although the database took them only when
 * it was first started: nothing that can be seen from here shows that the role
 * was changed too.
 */
export function unconfirmedPasswords(database: {
  view: NamespaceView;
  workload: WorkloadObservation;
  recognized: DatabaseImage;
}): Reason[] {
  const { view, workload, recognized } = database;
  const initial = INITIAL_PASSWORD[recognized.engine];
  if (!initial) {
    return [];
  }
  const rotated = new Map<string, string>();
  for (const { secret, keys } of workload.secretReferences) {
    const sealed = view.sealedSecrets.find(({ name }) => name === secret);
    for (const key of sealed?.keys ?? []) {
      const isPassword = keys
        ? keys.includes(key) && NAMED_PASSWORD.test(key)
        : initial.test(key);
      const at = ownEntry(sealed?.sealedKeys ?? {}, key)?.rotatedAt;
      const earlier = rotated.get(secret);
      if (isPassword && at && (earlier === undefined || earlier < at)) {
        rotated.set(secret, at);
      }
    }
  }
  return [...rotated].map(([secret, date]) =>
    reason(
      recognized.engine === 'postgresql'
        ? 'database-password-unconfirmed'
        : 'database-user-password-unconfirmed',
      { secret, date },
    ),
  );
}
