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

import { ClaimObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { StorageClassObservation } from '../surroundings';
import { isSeen, NamespaceView } from './namespaceView';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** A pod that mounts the claim and has a node: the volume can be made there. */
function hasNode(view: NamespaceView, claim: ClaimObservation): boolean {
  return view.pods.some(
    ({ claims, node }) => node !== undefined && claims?.includes(claim.name),
  );
}

function provisioningTrouble(
  view: NamespaceView,
  claim: ClaimObservation,
): string | undefined {
  const event = isSeen(view, 'Event')
    ? view.surroundings.Event.find(
        ({ about, reason: said }) =>
          about.kind === 'PersistentVolumeClaim' &&
          about.name === claim.name &&
          said === 'ProvisioningFailed',
      )
    : undefined;
  return event && (event.message ?? event.reason);
}

function withClass(
  view: NamespaceView,
  claim: ClaimObservation,
  found: StorageClassObservation,
): Reason | undefined {
  const parameters = { claim: claim.name, storageClass: found.name };
  if (found.provisioner === NO_PROVISIONER && hasNode(view, claim)) {
    return reason('claim-no-volume', wanted(claim));
  }
  const message = provisioningTrouble(view, claim);
  if (message !== undefined) {
    return reason('claim-not-provisioned', {
      ...parameters,
      provisioner: found.provisioner,
      message,
    });
  }
  return found.bindingMode === 'WaitForFirstConsumer' && !hasNode(view, claim)
    ? reason('claim-waits-for-pod', parameters)
    : undefined;
}

function wanted(claim: ClaimObservation) {
  return {
    claim: claim.name,
    requested: claim.requested ?? '–',
    accessModes: claim.accessModes?.join(', ') ?? '–',
  };
}

/**
 * Why a claim is Pending, as far as the StorageClasses, the pods and the
 * warnings tell; undefined when they do not.
 */
export function claimTrouble(
  view: NamespaceView,
  claim: ClaimObservation,
): Reason | undefined {
  const { storageClass, volume } = claim;
  if (claim.phase !== 'Pending') {
    return undefined;
  }
  if (volume !== undefined) {
    return reason('claim-volume-taken', { claim: claim.name, volume });
  }
  if (storageClass === '') {
    return reason('claim-no-volume', wanted(claim));
  }
  if (!isSeen(view, 'StorageClass')) {
    return undefined;
  }
  const classes = view.surroundings.StorageClass;
  if (storageClass === undefined) {
    return classes.some(({ isDefault }) => isDefault)
      ? undefined
      : reason('claim-no-default-class', {
          claim: claim.name,
          known: namesOf(classes),
        });
  }
  const found = classes.find(({ name }) => name === storageClass);
  return found
    ? withClass(view, claim, found)
    : reason('claim-class-missing', {
        claim: claim.name,
        storageClass,
        known: namesOf(classes),
      });
}

function namesOf(classes: StorageClassObservation[]): string {
  return classes.map(({ name }) => name).join(', ') || '–';
}
