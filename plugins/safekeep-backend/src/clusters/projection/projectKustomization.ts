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
  SyncFailure,
  SyncObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { defined, list, placeOf, record, text } from './json';
import { IMMUTABLE } from './projectApplication';

/**
 * `StatefulSet/shop/postgres dry-run failed (Invalid): …`: Flux names the object
 * and quotes the API server.
 *
 * @see fluxcd/pkg, ssa/errors (DryRunErr)
 */
const FAILED =
  /\b([A-Z][A-Za-z]+)\/([a-z0-9.-]+)\/([a-z0-9.-]+) (?:dry-run failed|apply failed|is invalid)/g;

function failuresIn(message: string): SyncFailure[] {
  const found = [...message.matchAll(FAILED)];
  return found.map((match, index) => {
    const [, kind, namespace, name] = match;
    const next = found[index + 1]?.index ?? message.length;
    return {
      kind,
      namespace,
      name,
      why: IMMUTABLE.test(message.slice(match.index, next))
        ? 'immutable'
        : 'refused',
    };
  });
}

/** `Unknown` is said of what is being applied. */
function stateOf(ready: unknown): string | undefined {
  return text(ready, 'status') === 'True' ? 'Ready' : text(ready, 'reason');
}

/** Of a Kustomization of Flux: whether it is ready, and which object it failed at. */
export function projectKustomization(
  object: unknown,
): SyncObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const spec = record(object, 'spec');
  const ready = list(record(object, 'status'), 'conditions').find(
    condition => text(condition, 'type') === 'Ready',
  );
  const isFailed = text(ready, 'status') === 'False';
  const prune = spec.prune;
  return defined<SyncObservation>({
    kind: 'Kustomization',
    ...place,
    destination: text(spec, 'targetNamespace'),
    state: stateOf(ready),
    ...(typeof prune === 'boolean' && { prunes: prune }),
    failures: isFailed ? failuresIn(text(ready, 'message') ?? '') : [],
  });
}
