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
  EntityStatus,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { isInPlace, SecretForm } from './formContext';
import { useFormStatus } from './useFormStatus';

/** The secret that the form is about, as far as it could be read. */
export type FormSecret =
  | { state: 'loading' }
  | { state: 'no-entity' }
  | { state: 'unreadable'; error: Error }
  | { state: 'not-found'; status: EntityStatus }
  | { state: 'found'; status: EntityStatus; secret: SecretStatus };

/** Asks once for the status of the form's entity and finds its secret in it. */
export function useFormSecret(form: SecretForm): FormSecret {
  const read = useFormStatus(form.entityRef);
  if (read.state !== 'read') {
    return read;
  }
  const { status } = read;
  const secret = status.secrets.find(
    candidate => candidate.name === form.name && isInPlace(candidate, form),
  );
  return secret
    ? { state: 'found', status, secret }
    : { state: 'not-found', status };
}
