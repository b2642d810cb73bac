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
import { record, text } from './json';

export function projectClaim(object: unknown): ClaimObservation | undefined {
  const metadata = record(object, 'metadata');
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  if (name === undefined || namespace === undefined) {
    return undefined;
  }
  return {
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
    phase: text(record(object, 'status'), 'phase') ?? 'Unknown',
    storageClass: text(record(object, 'spec'), 'storageClassName'),
    capacity: text(record(object, 'status', 'capacity'), 'storage'),
  };
}
