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

import { Knex } from 'knex';
import { EVERY_NAMESPACE, ObservationRow, ObservedResourceRow } from '../rows';

/**
 * Removes the Secrets of a cluster that are in none of these namespaces, and
 * that they were ever seen.
 */
export async function deleteOtherSecrets(
  knex: Knex,
  options: { cluster: string; namespaces: string[] },
): Promise<void> {
  const secrets = { cluster: options.cluster, kind: 'Secret' };
  await knex<ObservationRow>('observations')
    .where(secrets)
    .whereNotIn('namespace', options.namespaces)
    .delete();
  await knex<ObservedResourceRow>('observed_resources')
    .where(secrets)
    .whereNotIn('namespace', [EVERY_NAMESPACE, ...options.namespaces])
    .delete();
}
