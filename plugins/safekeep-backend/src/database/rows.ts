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

export interface ObservationRow {
  cluster: string;
  kind: string;
  namespace: string;
  name: string;
  observation: string;
}

export interface ObservedResourceRow {
  cluster: string;
  kind: string;
  /** {@link EVERY_NAMESPACE} for a kind that is watched in all of the cluster. */
  namespace: string;
  last_seen: number | string | null;
}

/** A primary key takes no null. */
export const EVERY_NAMESPACE = '';

/** SQLite takes 999 parameters in a statement of older builds; a row has 5. */
export const ROWS_PER_STATEMENT = 150;

export function toRow(
  cluster: string,
  observation: Observation,
): ObservationRow {
  return {
    cluster,
    kind: observation.kind,
    namespace: observation.namespace,
    name: observation.name,
    observation: JSON.stringify(observation),
  };
}

export function fromRow(row: Pick<ObservationRow, 'observation'>): Observation {
  return JSON.parse(row.observation);
}

export function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    yield items.slice(start, start + ROWS_PER_STATEMENT);
  }
}
