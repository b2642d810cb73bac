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
import { ObservationRow } from '../rows';
import { deleteObservations } from './deleteObservations';
import { upsertObservations } from './upsertObservations';

function keyOf(row: { namespace: string; name: string }): string {
  return `${row.namespace}/${row.name}`;
}

/**
 * Makes the given rows the only ones of one kind of one cluster, or of one
 * namespace of it. Only what
 * differs is written: after a reconnect that is next to nothing.
 */
export async function replaceObservations(
  knex: Knex,
  options: {
    cluster: string;
    kind: string;
    namespace?: string;
    rows: ObservationRow[];
  },
): Promise<void> {
  const { cluster, kind, namespace } = options;
  const gone = new Map<string, ObservationRow>();
  for (const row of await knex<ObservationRow>('observations')
    .where({ cluster, kind, ...(namespace !== undefined && { namespace }) })
    .select()) {
    gone.set(keyOf(row), row);
  }

  const changed: ObservationRow[] = [];
  for (const row of options.rows) {
    if (gone.get(keyOf(row))?.observation !== row.observation) {
      changed.push(row);
    }
    gone.delete(keyOf(row));
  }

  await deleteObservations(knex, {
    cluster,
    kind,
    objects: [...gone.values()],
  });
  await upsertObservations(knex, changed);
}
