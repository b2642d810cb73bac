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

import { SealedSecretObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { DatabaseEngine, DatabaseImage } from './databaseImages';
import { comesWithJob } from './helperKeys';
import { NamespaceView } from './namespaceView';
import { ownEntry } from './ownEntry';
import { isRunOfDatabase, isRunOfKey, passwordRuns } from './passwordRuns';
import { AnyWorkload } from './rollout';

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

/** A workload that serves a database, and what it was recognized by. */
export interface PasswordedDatabase {
  view: NamespaceView;
  workload: AnyWorkload;
  recognized: DatabaseImage;
}

/** A key whose value a database takes as its password when it is first started. */
export interface DatabasePassword {
  sealed: SealedSecretObservation;
  key: string;
}

/** Those that are sealed; of plain ones nothing is recorded. */
export function databasePasswords(
  database: PasswordedDatabase,
): DatabasePassword[] {
  const { view, workload, recognized } = database;
  const initial = INITIAL_PASSWORD[recognized.engine];
  if (!initial) {
    return [];
  }
  return workload.secretReferences.flatMap(({ secret, keys }) => {
    const sealed = view.sealedSecrets.find(({ name }) => name === secret);
    return (sealed?.keys ?? [])
      .filter(key =>
        keys
          ? keys.includes(key) && NAMED_PASSWORD.test(key)
          : initial.test(key),
      )
      .map(key => ({ sealed: sealed!, key }));
  });
}

/**
 * Passwords that were rotated in Git although the database took them only when
 * it was first started: no Job that can be seen from here changes the role too.
 */
export function unconfirmedPasswords(database: PasswordedDatabase): Reason[] {
  const { view, workload, recognized } = database;
  const runs = passwordRuns(view).filter(run =>
    isRunOfDatabase(run, workload, view),
  );
  const rotated = new Map<string, { at: string; hasJob: boolean }>();
  for (const { sealed, key } of databasePasswords(database)) {
    const at = ownEntry(sealed.sealedKeys, key)?.rotatedAt;
    const earlier = rotated.get(sealed.name)?.at;
    if (
      at &&
      (earlier === undefined || earlier < at) &&
      // How that went the Job tells.
      !runs.some(run => isRunOfKey(run, sealed, key))
    ) {
      rotated.set(sealed.name, { at, hasJob: comesWithJob(key, sealed) });
    }
  }
  const code =
    recognized.engine === 'postgresql'
      ? 'database-password-unconfirmed'
      : 'database-user-password-unconfirmed';
  return [...rotated].map(([secret, { at: date, hasJob }]) =>
    reason(hasJob ? 'password-rotation-waiting' : code, { secret, date }),
  );
}
