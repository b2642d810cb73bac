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

import { recordAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';
import {
  claimSpecDefaults,
  namespaceDefaults,
  secretDefaults,
  serviceDefaults,
  storageClassDefaults,
} from './coreDefaults';
import { podSpecDefaults } from './podTemplateDefaults';
import { qualityOfService } from './qualityOfService';
import {
  cronJobDefaults,
  daemonSetDefaults,
  deploymentDefaults,
  jobDefaults,
  replicaSetDefaults,
  statefulSetDefaults,
} from './workloadDefaults';

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';

/** What an object's status is before any controller has seen it. */
const FIRST_STATUS = new Map<string, object>([
  ['Namespace', { phase: 'Active' }],
  ['PersistentVolumeClaim', { phase: 'Pending' }],
  ['PersistentVolume', { phase: 'Available' }],
  ['Service', { loadBalancer: {} }],
]);

/** Fills in what a manifest leaves out, as the API server does before it stores. */
export class ObjectDefaults {
  static create(options: {
    defaultStorageClass: () => string | undefined;
  }): ObjectDefaults {
    return new ObjectDefaults(options.defaultStorageClass);
  }

  #addresses = 0;

  private constructor(
    private readonly defaultStorageClass: () => string | undefined,
  ) {}

  fill(
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject {
    switch (object.kind) {
      case 'Deployment':
        return { ...object, spec: deploymentDefaults(object) };
      case 'ReplicaSet':
        return { ...object, spec: replicaSetDefaults(object) };
      case 'StatefulSet':
        return { ...object, spec: statefulSetDefaults(object) };
      case 'DaemonSet':
        return { ...object, spec: daemonSetDefaults(object) };
      case 'Job':
        return { ...object, spec: jobDefaults(object, previous) };
      case 'CronJob':
        return { ...object, spec: cronJobDefaults(object) };
      case 'Pod':
        return { ...object, spec: podSpecDefaults(object.spec) };
      case 'Secret':
        return secretDefaults(object);
      case 'Namespace':
        return namespaceDefaults(object);
      case 'StorageClass':
        return storageClassDefaults(object);
      case 'PersistentVolumeClaim':
        return this.#claim(object, previous);
      case 'Service':
        return {
          ...object,
          spec: serviceDefaults(object, previous, () => this.#nextAddress()),
        };
      default:
        return object;
    }
  }

  firstStatus(object: KubernetesObject): object | undefined {
    return object.kind === 'Pod'
      ? { phase: 'Pending', qosClass: qualityOfService(object.spec) }
      : FIRST_STATUS.get(object.kind);
  }

  #claim(
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject {
    const spec = claimSpecDefaults(object.spec);
    const before = recordAt(previous, 'spec');
    spec.storageClassName ??=
      before.storageClassName ?? this.defaultStorageClass();
    // The binding belongs to the volume controller; a manifest leaves it out.
    spec.volumeName ??= before.volumeName;
    for (const field of ['storageClassName', 'volumeName']) {
      if (spec[field] === undefined) {
        delete spec[field];
      }
    }
    const { metadata } = object;
    // A claim that a pod uses outlives its deletion until the pod is gone.
    const finalizers = previous
      ? metadata.finalizers
      : [...new Set([...(metadata.finalizers ?? []), CLAIM_PROTECTION])];
    return {
      ...object,
      metadata: { ...metadata, ...(finalizers ? { finalizers } : {}) },
      spec,
    };
  }

  #nextAddress(): string {
    this.#addresses += 1;
    return `10.96.${Math.floor(this.#addresses / 250)}.${
      (this.#addresses % 250) + 1
    }`;
  }
}
