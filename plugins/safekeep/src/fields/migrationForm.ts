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
  DatabaseStatus,
  EntityStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  FormPlace,
  formDataOf,
  isInPlace,
  readPlace,
  text,
} from './formContext';

export const OPTIONS = ['reuse-claim', 'dump-and-restore'] as const;
export type MigrationOption = (typeof OPTIONS)[number];
export const WAYS = ['guarded', 'staged'] as const;
export type MigrationWay = (typeof WAYS)[number];
export const STAGES = ['start', 'switch', 'release', 'finalize'] as const;
export type MigrationStage = (typeof STAGES)[number];

/** What the forms that move a database say about it. */
export interface MigrationForm extends FormPlace {
  /** Kind in lower case and name: `deployment/postgres`. */
  database?: string;
  option?: MigrationOption;
  way?: MigrationWay;
  stage: MigrationStage;
  /** Whether a copy of the file is kept below `_backup`. */
  backup: boolean;
}

function oneOf<T extends string>(
  value: unknown,
  values: readonly T[],
): T | undefined {
  return values.find(each => each === value);
}

/** Reads what the whole form says of a database. */
export function readMigrationForm(formContext: unknown): MigrationForm {
  const formData = formDataOf(formContext);
  return {
    ...readPlace(formData),
    database: text(formData.database),
    option: oneOf(formData.option, OPTIONS),
    way: oneOf(formData.way, WAYS),
    stage: oneOf(formData.stage, STAGES) ?? 'start',
    backup: formData.backup === true,
  };
}

/** The database that a form names; while it moves, by either of its workloads. */
export function findDatabase(
  { databases }: EntityStatus,
  form: MigrationForm,
): DatabaseStatus | undefined {
  const { database } = form;
  const here = databases.filter(candidate => isInPlace(candidate, form));
  return (
    here.find(({ migration }) =>
      [migration?.from, migration?.to].includes(database ?? ''),
    ) ??
    here.find(
      ({ workload, name }) =>
        `${workload.kind.toLocaleLowerCase('en-US')}/${name}` === database,
    )
  );
}

/** The move that goes on as it began; one that is over does not. */
export function moveUnderWay(
  database: DatabaseStatus | undefined,
): DatabaseStatus['migration'] {
  const migration = database?.migration;
  return migration?.stage === 'finalized' ? undefined : migration;
}

/** Why a way is the one to take, or an option the one that fits. */
export type WayCause =
  | 'under-way'
  | 'dump'
  | 'argo-cd'
  | 'flux'
  | 'applied-by-unknown'
  | 'not-seen';

/**
 * Which way a move takes. One pull request is safe only where what applies the
 * repository waits between its sync waves; the action judges again by the files.
 */
export function suggestWay(
  database: DatabaseStatus | undefined,
  option: MigrationOption,
): { way: MigrationWay; cause: WayCause } {
  const move = moveUnderWay(database);
  if (move) {
    return { way: move.way, cause: 'under-way' };
  }
  if (option === 'dump-and-restore') {
    return { way: 'staged', cause: 'dump' };
  }
  if (!database) {
    return { way: 'staged', cause: 'not-seen' };
  }
  switch (database.appliedBy) {
    case 'argo-cd':
      return { way: 'guarded', cause: 'argo-cd' };
    case 'flux':
      return { way: 'staged', cause: 'flux' };
    default:
      return { way: 'staged', cause: 'applied-by-unknown' };
  }
}

/** Why the claim that is there can, or cannot, go on to hold the data. */
export type ClaimCause =
  | 'under-way'
  | 'fits'
  | 'no-claim'
  | 'not-bound'
  | 'deleting'
  | 'several'
  | 'not-seen';

/** Which option fits a database, by what is seen of its claims. */
export function suggestOption(database: DatabaseStatus | undefined): {
  /** Absent where neither would keep the data. */
  option?: MigrationOption;
  cause: ClaimCause;
} {
  if (!database) {
    return { option: 'reuse-claim', cause: 'not-seen' };
  }
  const { claims } = database;
  const move = moveUnderWay(database);
  if (move) {
    return { option: move.option, cause: 'under-way' };
  }
  if (claims.length === 0) {
    return { cause: 'no-claim' };
  }
  if (claims.some(({ deleting }) => deleting)) {
    return { option: 'dump-and-restore', cause: 'deleting' };
  }
  if (claims.some(({ phase }) => phase !== 'Bound')) {
    return { cause: 'not-bound' };
  }
  return {
    option: 'reuse-claim',
    cause: claims.length > 1 ? 'several' : 'fits',
  };
}

/** What reads the database's secrets and is therefore stopped, or loses its connections. */
export function consumersOf(
  { secrets }: EntityStatus,
  database: DatabaseStatus,
): string[] {
  const found = secrets
    .filter(
      ({ name, namespace }) =>
        namespace === database.namespace && database.secrets.includes(name),
    )
    .flatMap(({ consumers }) => consumers)
    .filter(({ name }) => name !== database.name)
    .map(({ kind, name }) => `${kind} ${name}`);
  return [...new Set(found)].sort();
}
