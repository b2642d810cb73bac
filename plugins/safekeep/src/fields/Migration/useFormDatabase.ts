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
import { findDatabase, MigrationForm } from '../migrationForm';
import { FormStatus, useFormStatus } from '../useFormStatus';

/** The database that a form is about, as far as it could be read. */
export type FormDatabase =
  | Exclude<FormStatus, { state: 'read' }>
  | { state: 'not-found' }
  | { state: 'found'; status: EntityStatus; database: DatabaseStatus };

/** Asks once for the status of the form's entity and finds its database in it. */
export function useFormDatabase(form: MigrationForm): FormDatabase {
  const read = useFormStatus(form.entityRef);
  if (read.state !== 'read') {
    return read;
  }
  const database = findDatabase(read.status, form);
  return database
    ? { state: 'found', status: read.status, database }
    : { state: 'not-found' };
}
