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

import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { Claim, isPodActive, Pod } from '../../kubernetes/objects/workloads';
import { CLAIM_PROTECTION } from '../../kubernetes/registry/defaults/ObjectDefaults';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';
import { claimsOf } from '../pods/podReferences';
import { bindsOnFirstUse, SELECTED_NODE } from '../pods/scheduling';
import { provisionedVolume } from './provisionedVolume';

const PROVISIONER_ANNOTATIONS = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
];

/** Binds claims to volumes made for them, and keeps a claim while a pod uses it. */
export class ClaimController implements Controller {
  static create(context: ControllerContext): ClaimController {
    return new ClaimController(context);
  }

  readonly name = 'persistentvolume-controller';

  /** Since when a claim's volume is being made, by the claim's uid. */
  readonly #provisioning = new Map<string, number>();

  private constructor(private readonly context: ControllerContext) {}

  keysOf(event: StoreEvent): ObjectKey[] {
    const { object } = event;
    switch (object.kind) {
      case 'PersistentVolumeClaim':
        return [keyOf(object)];
      case 'StorageClass':
        return this.context.list<Claim>('PersistentVolumeClaim').map(keyOf);
      case 'Pod':
        return event.type === 'MODIFIED'
          ? []
          : claimsOf(object as Pod).map(name => ({
              namespace: object.metadata.namespace,
              name,
            }));
      default:
        return [];
    }
  }

  reconcile(key: ObjectKey): void {
    const claim = this.context.get<Claim>('PersistentVolumeClaim', key);
    if (!claim) {
      this.#reclaim(key);
    } else if (claim.metadata.deletionTimestamp) {
      this.#releaseUnused(claim);
    } else if (claim.status?.phase !== 'Bound') {
      this.#bind(claim);
    }
  }

  #bind(claim: Claim): void {
    const { storageClassName, volumeName } = claim.spec;
    if (volumeName) {
      this.#bindTo(claim, volumeName);
      return;
    }
    if (!storageClassName) {
      this.#record(
        claim,
        'Normal',
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
      );
      return;
    }
    const found = this.context.get('StorageClass', { name: storageClassName });
    if (!found) {
      this.#record(
        claim,
        'Warning',
        'ProvisioningFailed',
        `storageclass.storage.k8s.io "${storageClassName}" not found`,
      );
      return;
    }
    const waits = bindsOnFirstUse(this.context, claim);
    if (waits && !claim.metadata.annotations?.[SELECTED_NODE]) {
      this.#tellWaiting(claim);
      return;
    }
    this.#provision(claim, found);
  }

  #tellWaiting(claim: Claim): void {
    const [pod] = this.#users(claim).filter(one => !one.spec.nodeName);
    if (pod) {
      this.#record(
        claim,
        'Normal',
        'WaitForPodScheduled',
        `waiting for pod ${pod.metadata.name} to be scheduled`,
      );
    } else {
      this.#record(
        claim,
        'Normal',
        'WaitForFirstConsumer',
        'waiting for first consumer to be created before binding',
      );
    }
  }

  /** Asks the class's provisioner for a volume, which makes it after a while. */
  #provision(claim: Claim, storageClass: KubernetesObject): void {
    const { claimBindingMs } = this.context.timing;
    const id = claim.metadata.uid ?? '';
    const since = this.#provisioning.get(id);
    if (since === undefined) {
      this.#provisioning.set(id, performance.now());
      this.#askForVolume(claim, String(storageClass.provisioner));
      this.context.lookAgain(claimBindingMs, this.name, keyOf(claim));
      return;
    }
    if (performance.now() - since < claimBindingMs - 1) {
      return;
    }
    this.#provisioning.delete(id);
    const volume = this.context.create(provisionedVolume(claim, storageClass));
    this.#record(
      claim,
      'Normal',
      'ProvisioningSucceeded',
      `Successfully provisioned volume ${volume.metadata.name}`,
      `${storageClass.provisioner}_sandbox`,
    );
    this.#bindTo(claim, volume.metadata.name);
  }

  #askForVolume(claim: Claim, provisioner: string): void {
    const { namespace, name } = claim.metadata;
    this.context.update({
      ...claim,
      metadata: {
        ...claim.metadata,
        annotations: {
          ...claim.metadata.annotations,
          ...Object.fromEntries(
            PROVISIONER_ANNOTATIONS.map(key => [key, provisioner]),
          ),
        },
      },
    });
    this.#record(
      claim,
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
    this.#record(
      claim,
      'Normal',
      'Provisioning',
      `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
      `${provisioner}_sandbox`,
    );
  }

  #bindTo(claim: Claim, volumeName: string): void {
    const volume = this.context.get('PersistentVolume', { name: volumeName });
    if (!volume) {
      return;
    }
    const bound = this.context.update({
      ...claim,
      metadata: {
        ...claim.metadata,
        annotations: {
          ...claim.metadata.annotations,
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
        },
      },
      spec: { ...claim.spec, volumeName },
    });
    this.context.updateStatus(bound, {
      phase: 'Bound',
      accessModes: claim.spec.accessModes,
      capacity:
        recordAt(volume, 'spec').capacity ?? claim.spec.resources?.requests,
    });
    this.context.updateStatus(volume, { phase: 'Bound' });
  }

  #releaseUnused(claim: Claim): void {
    const finalizers = claim.metadata.finalizers ?? [];
    if (
      this.#users(claim).length === 0 &&
      finalizers.includes(CLAIM_PROTECTION)
    ) {
      this.context.update({
        ...claim,
        metadata: {
          ...claim.metadata,
          finalizers: finalizers.filter(one => one !== CLAIM_PROTECTION),
        },
      });
    }
  }

  /** The pods that mount a claim and are not over. */
  #users(claim: Claim): Pod[] {
    return this.context
      .list<Pod>('Pod', claim.metadata.namespace)
      .filter(
        pod =>
          claimsOf(pod).includes(claim.metadata.name) &&
          (isPodActive(pod) || pod.metadata.deletionTimestamp !== undefined),
      );
  }

  /** A claim is gone: its volume goes with it, and the data, unless the class retains. */
  #reclaim(key: ObjectKey): void {
    for (const volume of this.context.list('PersistentVolume')) {
      const claim = recordAt(volume, 'spec', 'claimRef');
      if (claim.name !== key.name || claim.namespace !== key.namespace) {
        continue;
      }
      const policy = recordAt(volume, 'spec').persistentVolumeReclaimPolicy;
      if (policy === 'Delete') {
        this.context.delete(
          this.context.update({
            ...volume,
            metadata: { ...volume.metadata, finalizers: [] },
          }),
        );
      } else {
        this.context.updateStatus(volume, { phase: 'Released' });
      }
    }
  }

  #record(
    claim: Claim,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    component: string = this.name,
  ): void {
    this.context.events.record(claim, { type, reason, message, component });
  }
}
