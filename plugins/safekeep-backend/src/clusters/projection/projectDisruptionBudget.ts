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

import { DisruptionBudgetObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { count, defined, placeOf, record } from './json';
import { projectSelector } from './projectSelector';

/** A count or a percentage, as written. */
function amount(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string'
    ? String(value)
    : undefined;
}

export function projectDisruptionBudget(
  object: unknown,
): DisruptionBudgetObservation | undefined {
  const place = placeOf(object);
  const spec = record(object, 'spec');
  return (
    place &&
    defined<DisruptionBudgetObservation>({
      kind: 'PodDisruptionBudget',
      ...place,
      selector: projectSelector(spec.selector),
      minAvailable: amount(spec.minAvailable),
      maxUnavailable: amount(spec.maxUnavailable),
      disruptionsAllowed:
        count(record(object, 'status'), 'disruptionsAllowed') ?? 0,
    })
  );
}
