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

import { EndpointSliceObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { defined, list, placeOf, record, text } from './json';

/** Who is behind an endpoint: a pod's name, else its address. */
function behind(endpoint: unknown): string | undefined {
  const target = text(record(endpoint, 'targetRef'), 'name');
  const [address] = list(endpoint, 'addresses');
  return target ?? (typeof address === 'string' ? address : undefined);
}

export function projectEndpointSlice(
  object: unknown,
): EndpointSliceObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const ready: string[] = [];
  const notReady: string[] = [];
  for (const endpoint of list(object, 'endpoints')) {
    const name = behind(endpoint);
    if (name !== undefined) {
      // What is not said is to be taken as ready.
      const isReady = record(endpoint, 'conditions').ready !== false;
      (isReady ? ready : notReady).push(name);
    }
  }
  return defined<EndpointSliceObservation>({
    kind: 'EndpointSlice',
    ...place,
    service: text(
      record(object, 'metadata', 'labels'),
      'kubernetes.io/service-name',
    ),
    ready: ready.sort(),
    notReady: notReady.sort(),
  });
}
