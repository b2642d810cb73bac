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

import { ClaimObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { placeOf, record, strings, text, texts, time } from './json';

export function projectClaim(object: unknown): ClaimObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const metadata = record(object, 'metadata');
  const spec = record(object, 'spec');
  const status = record(object, 'status');
  const requested = text(record(spec, 'resources', 'requests'), 'storage');
  const accessModes = strings(spec, 'accessModes');
  const volume = text(spec, 'volumeName');
  const createdAt = time(metadata, 'creationTimestamp');
  const labels = texts(metadata.labels);
  return {
    kind: 'PersistentVolumeClaim',
    ...place,
    phase: text(status, 'phase') ?? 'Unknown',
    storageClass: text(spec, 'storageClassName'),
    capacity: text(record(status, 'capacity'), 'storage'),
    ...(requested && { requested }),
    ...(accessModes.length > 0 && { accessModes }),
    ...(volume && { volume }),
    ...(createdAt && { createdAt }),
    ...(text(metadata, 'deletionTimestamp') && { deleting: true }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}
