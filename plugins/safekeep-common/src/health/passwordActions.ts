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

import { RepositoryFacts } from '../facts';
import { StatusAction } from '../statusAction';
import { databasePasswords, PasswordedDatabase } from './databasePasswords';
import { PasswordRotationView } from './passwordRotations';
import { workloadName } from './rollout';
import { SecretSubject } from './secretSubjects';
import { compareText } from './severity';
import { isLive } from './sources';

/** Who asks, and what is known of the secrets beside the databases. */
export interface DatabaseActionContext {
  entityRef: string;
  mayPropose: boolean;
  /** Where changes are proposed. */
  repository?: RepositoryFacts;
  subjects: SecretSubject[];
}

/** A database, and how far the rotations of its passwords are. */
interface RotatedDatabase extends PasswordedDatabase {
  rotations: PasswordRotationView[];
}

/** The step of the two-role rotation that its last one makes possible. */
function nextStep({ step, run, waiting }: PasswordRotationView): string {
  if (step === 'prepare') {
    return run?.state === 'done' ? 'switch' : 'prepare';
  }
  if (step === 'switch') {
    return waiting.length === 0 ? 'retire' : 'switch';
  }
  return run?.state === 'done' ? 'prepare' : 'retire';
}

/**
 * The change of a database's password that a person can make from here: of a
 * sealed one, by who may propose, in a repository whose present content is
 * known and is what the cluster has.
 */
function actionFor(
  database: PasswordedDatabase,
  subject: SecretSubject,
  rotation: PasswordRotationView | undefined,
  { entityRef, mayPropose }: DatabaseActionContext,
): StatusAction | undefined {
  const { repository, sealedFile, sealed, cluster, view } = subject;
  const slots = sealed?.passwordSlots;
  const passwords = slots
    ? [slots.passwordKey]
    : databasePasswords(database)
        .filter(password => password.sealed === sealed)
        .map(({ key }) => key);
  if (
    !mayPropose ||
    !repository ||
    !isLive(repository.source) ||
    !view ||
    !isLive(view.source) ||
    !sealed ||
    !sealedFile ||
    cluster === undefined ||
    passwords.length === 0 ||
    // A step is offered from what Git has; that must be what was looked at.
    (slots && sealedFile.checksum !== sealed.checksum)
  ) {
    return undefined;
  }
  return {
    template: 'rotate-database-password',
    formData: {
      entityRef,
      cluster,
      namespace: subject.namespace,
      name: subject.name,
      repository: repository.url,
      path: sealedFile.path,
      keys: [...new Set(passwords)].sort(compareText),
      database: workloadName(database.workload),
      ...(slots &&
        rotation?.strategy === 'two-slot' && {
          strategy: 'two-slot',
          step: nextStep(rotation),
        }),
    },
  };
}

function rotationOf(
  { rotations }: RotatedDatabase,
  subject: SecretSubject,
): PasswordRotationView | undefined {
  return rotations.find(({ sealed }) => sealed === subject.sealed);
}

/** The change of passwords of a secret that are those of a database. */
export function databaseActionOf(
  subject: SecretSubject,
  databases: RotatedDatabase[],
  context: DatabaseActionContext,
): StatusAction | undefined {
  for (const database of databases) {
    if (
      database.view === subject.view &&
      database.recognized.engine === 'postgresql'
    ) {
      const rotation = rotationOf(database, subject);
      const action = actionFor(database, subject, rotation, context);
      if (action) {
        return action;
      }
    }
  }
  return undefined;
}

/** The changes of passwords that a database offers, of each secret: what is half-way comes first. */
export function databaseActions(
  database: RotatedDatabase,
  context: DatabaseActionContext,
): StatusAction[] {
  if (database.recognized.engine !== 'postgresql') {
    return [];
  }
  return context.subjects
    .filter(({ view }) => view === database.view)
    .map(subject => {
      const rotation = rotationOf(database, subject);
      return {
        action: actionFor(database, subject, rotation, context),
        isHalfWay: rotation?.strategy === 'two-slot',
      };
    })
    .sort((a, b) => Number(b.isHalfWay) - Number(a.isHalfWay))
    .flatMap(({ action }) => action ?? []);
}
