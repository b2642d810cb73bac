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

/**
 * A change that a person can make from here: a software template and the
 * values its form opens with.
 *
 * @public
 */
export interface StatusAction {
  /** Name of the template entity in the default namespace. */
  template:
    | 'seal-secret'
    | 'rotate-secret'
    | 'edit-secret-keys'
    | 'roll-back-secret'
    | 'rotate-database-password'
    | 'create-postgres'
    | 'migrate-postgres'
    | 'roll-back-postgres'
    | 're-encrypt-secrets';
  /** The form's values; never a secret's. */
  formData: Record<string, string | string[]>;
}
