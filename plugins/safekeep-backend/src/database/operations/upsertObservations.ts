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
import { chunks, ObservationRow } from '../rows';

/**
 * Writes rows, each over the one of the same object.
 */
export async function upsertObservations(
  knex: Knex,
  rows: ObservationRow[],
): Promise<void> {
  for (const chunk of chunks(rows)) {
    await knex<ObservationRow>('observations')
      .insert(chunk)
      .onConflict(['cluster', 'kind', 'namespace', 'name'])
      .merge(['observation']);
  }
}
