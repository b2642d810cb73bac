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

import { Observation } from '@safekeep/backstage-plugin-safekeep-common';
import { Knex } from 'knex';
import { chunks, fromRow, ObservationRow } from '../rows';

/**
 * Objects of one kind of one cluster by their names, in a stable order; without
 * names all of them.
 */
export async function selectNamed(
  knex: Knex,
  options: { cluster: string; kind: string; names?: string[] },
): Promise<Observation[]> {
  const { cluster, kind, names } = options;
  const select = () =>
    knex<ObservationRow>('observations')
      .where({ cluster, kind })
      .orderBy(['namespace', 'name'])
      .select('observation');
  if (names === undefined) {
    return (await select()).map(fromRow);
  }
  const found: Observation[] = [];
  for (const some of chunks([...new Set(names)].sort())) {
    found.push(...(await select().whereIn('name', some)).map(fromRow));
  }
  return found;
}
