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
import { PasswordRotationStatus } from '../status';
import { PasswordedDatabase } from './databasePasswords';
import {
  isCurrentRun,
  isRunOfDatabase,
  PasswordRun,
  passwordRuns,
} from './passwordRuns';
import { restartProgress } from './restarts';
import { isLongRunning, workloadName } from './rollout';

/** The rotation of a database's password that the cluster is at, or was last. */
export interface PasswordRotationView {
  sealed: SealedSecretObservation;
  strategy: PasswordRotationStatus['strategy'];
  step: PasswordRotationStatus['step'];
  /** ISO 8601 */
  since: string;
  keys: string[];
  /** The Job of it; absent while there is none. */
  run?: PasswordRun;
  /** After a switch: the consumers that do not run with the other role yet. */
  waiting: string[];
}

function isReadBy(
  { workload }: PasswordedDatabase,
  { name }: SealedSecretObservation,
): boolean {
  return workload.secretReferences.some(({ secret }) => secret === name);
}

/** Consumers of the password of which it is not known that they run with it. */
function notRestarted(
  { view, workload }: PasswordedDatabase,
  sealed: SealedSecretObservation,
  passwordKey: string,
): string[] {
  return view.workloads
    .filter(
      consumer =>
        consumer !== workload &&
        isLongRunning(consumer) &&
        consumer.secretReferences.some(
          ({ secret, keys }) =>
            secret === sealed.name && (!keys || keys.includes(passwordKey)),
        ) &&
        restartProgress(consumer, sealed, view.pods) !== 'done',
    )
    .map(workloadName);
}

const STEPS = {
  prepared: 'prepare',
  switched: 'switch',
  retired: 'retire',
} as const;

/** Of two roles that take turns: how far that is tells the SealedSecret. */
function slotRotation(
  database: PasswordedDatabase,
  sealed: SealedSecretObservation,
  run: PasswordRun | undefined,
): PasswordRotationView | undefined {
  const slots = sealed.passwordSlots;
  if (!slots) {
    return undefined;
  }
  return {
    sealed,
    strategy: 'two-slot',
    step: STEPS[slots.stage],
    since: slots.rotatedAt,
    keys: run?.rotation.keys ?? [slots.passwordKey],
    ...(run && { run }),
    waiting:
      slots.stage === 'switched'
        ? notRestarted(database, sealed, slots.passwordKey)
        : [],
  };
}

/**
 * The password rotations of a database, at most one of each SealedSecret: two
 * roles that are half-way, else what was last.
 */
export function passwordRotations(
  database: PasswordedDatabase,
): PasswordRotationView[] {
  const { view, workload, recognized } = database;
  if (recognized.engine !== 'postgresql') {
    return [];
  }
  const runs = passwordRuns(view).filter(run =>
    isRunOfDatabase(run, workload, view),
  );
  return view.sealedSecrets.flatMap(sealed => {
    const current = runs.filter(run => isCurrentRun(run, sealed));
    const ofSlots = current.find(
      ({ rotation }) => rotation.strategy === 'two-slot',
    );
    // Whose two roles they are is told by their Job, without one by who reads it.
    const slots =
      ofSlots || isReadBy(database, sealed)
        ? slotRotation(database, sealed, ofSlots)
        : undefined;
    const [inPlace] = current
      .filter(({ rotation }) => rotation.strategy === 'in-place')
      .sort(
        (a, b) =>
          Date.parse(b.rotation.rotatedAt) - Date.parse(a.rotation.rotatedAt),
      )
      .map(
        (run): PasswordRotationView => ({
          sealed,
          strategy: 'in-place',
          step: 'change',
          since: run.rotation.rotatedAt,
          keys: run.rotation.keys,
          run,
          waiting: [],
        }),
      );
    const isHalfWay =
      slots && (slots.step !== 'retire' || slots.run?.state !== 'done');
    if (!slots || !inPlace || isHalfWay) {
      return slots ?? inPlace ?? [];
    }
    return Date.parse(slots.since) < Date.parse(inPlace.since)
      ? inPlace
      : slots;
  });
}
