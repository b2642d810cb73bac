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

import { VolumeStatus } from '../databaseFacts';
import { ClaimObservation } from '../observations';
import { ClaimStatus } from '../status';
import { isSeen, NamespaceView } from './namespaceView';

/**
 * The volume that a claim is bound to. A claim may name any volume, so that of
 * one which is not bound to it nothing is told.
 */
function describeVolume(
  view: NamespaceView,
  claim: ClaimObservation,
): VolumeStatus | undefined {
  const { volume: name } = claim;
  if (name === undefined || claim.phase !== 'Bound') {
    return undefined;
  }
  const volume = isSeen(view, 'PersistentVolume')
    ? view.surroundings.PersistentVolume.find(
        candidate =>
          candidate.name === name &&
          candidate.claim?.namespace === claim.namespace &&
          candidate.claim.name === claim.name,
      )
    : undefined;
  return {
    name,
    ...(volume && { reclaimPolicy: volume.reclaimPolicy }),
    ...(volume?.onOneNode && { onOneNode: true }),
  };
}

/** A claim of a database, as it is shown; `claim` is undefined when it was not found. */
export function describeClaim(
  view: NamespaceView,
  name: string,
  claim: ClaimObservation | undefined,
): ClaimStatus {
  const volume = claim && describeVolume(view, claim);
  return {
    name,
    ...(claim && { phase: claim.phase }),
    ...(claim?.storageClass && { storageClass: claim.storageClass }),
    ...(claim?.capacity && { capacity: claim.capacity }),
    ...(claim?.requested && { requested: claim.requested }),
    ...(claim?.accessModes && { accessModes: claim.accessModes }),
    ...(volume && { volume }),
    ...(claim?.deleting && { deleting: true }),
  };
}
