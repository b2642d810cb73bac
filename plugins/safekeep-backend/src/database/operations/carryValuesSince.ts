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
  isProcessed,
  Observation,
  SealedSecretObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Knex } from 'knex';
import { chunks, fromRow, ObservationRow } from '../rows';

/**
 * Since when the Secret has had its values, where only the ciphertext is new:
 * the controller's own word tells of the last ciphertext alone.
 */
function valuesSince(
  sealed: SealedSecretObservation,
  before: SealedSecretObservation,
): string | undefined {
  if (before.checksum === sealed.checksum) {
    return before.valuesSince;
  }
  if (!sealed.earlierChecksums?.includes(before.checksum)) {
    return undefined;
  }
  return (
    before.valuesSince ??
    (before.synced && isProcessed(before) ? before.processedAt : undefined)
  );
}

function isReencrypted(
  observation: Observation,
): observation is SealedSecretObservation {
  return (
    observation.kind === 'SealedSecret' &&
    (observation.earlierChecksums?.length ?? 0) > 0
  );
}

/**
 * The observations, each re-encrypted SealedSecret with what is still known
 * from before it was. To be called before they are written over.
 */
export async function carryValuesSince<T extends Observation>(
  knex: Knex,
  cluster: string,
  observations: T[],
): Promise<T[]> {
  const names = observations.filter(isReencrypted).map(({ name }) => name);
  const known = new Map<string, SealedSecretObservation>();
  for (const some of chunks([...new Set(names)])) {
    for (const row of await knex<ObservationRow>('observations')
      .where({ cluster, kind: 'SealedSecret' })
      .whereIn('name', some)
      .select('observation')) {
      const before = fromRow(row) as SealedSecretObservation;
      known.set(`${before.namespace}/${before.name}`, before);
    }
  }
  return observations.map(observation => {
    const before = known.get(`${observation.namespace}/${observation.name}`);
    const since =
      before && isReencrypted(observation) && valuesSince(observation, before);
    return since ? { ...observation, valuesSince: since } : observation;
  });
}
