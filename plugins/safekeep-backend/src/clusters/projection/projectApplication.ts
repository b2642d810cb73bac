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

/** What the API server says of a field that nobody may change. */
export const IMMUTABLE =
  /updates to statefulset spec for fields other than|field is immutable|spec is immutable after creation/;

const MOST_FAILURES = 20;

function failuresOf(status: unknown): SyncFailure[] {
  return list(
    record(status, 'operationState', 'syncResult'),
    'resources',
  ).flatMap(resource => {
    const kind = text(resource, 'kind');
    const namespace = text(resource, 'namespace');
    const name = text(resource, 'name');
    return text(resource, 'status') === 'SyncFailed' &&
      kind !== undefined &&
      namespace !== undefined &&
      name !== undefined
      ? {
          kind,
          namespace,
          name,
          why: IMMUTABLE.test(text(resource, 'message') ?? '')
            ? ('immutable' as const)
            : ('refused' as const),
        }
      : [];
  });
}

/**
 * Of an Application of Argo CD: how its sync stands, and which objects it
 * failed at. No message, no source and no parameter is kept.
 *
 * @see argo-cd, pkg/apis/application/v1alpha1/types.go (ApplicationStatus)
 */
export function projectApplication(
  object: unknown,
): SyncObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const spec = record(object, 'spec');
  const status = record(object, 'status');
  const automated = record(spec, 'syncPolicy').automated;
  const prune = record(automated).prune;
  return defined<SyncObservation>({
    kind: 'Application',
    ...place,
    destination: text(record(spec, 'destination'), 'namespace'),
    state: text(record(status, 'sync'), 'status'),
    ...(automated !== undefined &&
      automated !== null && { prunes: prune === true }),
    failures: failuresOf(status).slice(0, MOST_FAILURES),
  });
}
