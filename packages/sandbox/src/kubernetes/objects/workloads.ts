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

import { ContainerStatus } from './ContainerStatus';
import { KubernetesObject, ObjectMeta } from './KubernetesObject';

/** The parts of built-in kinds that the controllers read; objects hold more. */

export interface SecretKeySelector {
  name: string;
  key: string;
  optional?: boolean;
}

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: SecretKeySelector;
    configMapKeyRef?: SecretKeySelector;
  };
}

export interface ObjectReferenceByName {
  name: string;
  optional?: boolean;
}

export interface EnvFrom {
  secretRef?: ObjectReferenceByName;
  configMapRef?: ObjectReferenceByName;
}

export interface Container {
  name: string;
  image?: string;
  imagePullPolicy?: string;
  command?: string[];
  args?: string[];
  resources?: {
    requests?: Record<string, string | number>;
    limits?: Record<string, string | number>;
  };
  volumeMounts?: Array<{ name: string }>;
  env?: EnvVar[];
  envFrom?: EnvFrom[];
}

export interface Volume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  secret?: {
    secretName: string;
    optional?: boolean;
    items?: Array<{ key: string }>;
  };
  configMap?: ObjectReferenceByName;
  projected?: {
    sources?: Array<{
      secret?: ObjectReferenceByName;
      configMap?: ObjectReferenceByName;
    }>;
  };
  [source: string]: unknown;
}

export interface PodSpec {
  nodeName?: string;
  restartPolicy?: string;
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  [field: string]: unknown;
}

export interface PodTemplate {
  metadata?: Partial<ObjectMeta>;
  spec: PodSpec;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastProbeTime?: string | null;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

export interface Pod extends KubernetesObject {
  spec: PodSpec;
  status?: {
    phase?: string;
    conditions?: Condition[];
    startTime?: string;
    qosClass?: string;
    podIP?: string;
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
    [field: string]: unknown;
  };
}

interface Selecting {
  replicas?: number;
  minReadySeconds?: number;
  selector: { matchLabels?: Record<string, string> };
  template: PodTemplate;
  revisionHistoryLimit?: number;
}

export interface ReplicaStatus {
  observedGeneration?: number;
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  updatedReplicas?: number;
  [field: string]: unknown;
}

export interface ReplicaSet extends KubernetesObject {
  spec: Selecting;
  status?: ReplicaStatus;
}

export interface Deployment extends KubernetesObject {
  spec: Selecting & {
    paused?: boolean;
    progressDeadlineSeconds?: number;
    strategy?: {
      type?: string;
      rollingUpdate?: {
        maxSurge?: string | number;
        maxUnavailable?: string | number;
      };
    };
  };
  status?: ReplicaStatus & { conditions?: Condition[] };
}

export interface DaemonSet extends KubernetesObject {
  spec: Selecting;
}

export interface Claim extends KubernetesObject {
  spec: {
    storageClassName?: string;
    volumeName?: string;
    accessModes?: string[];
    resources?: { requests?: { storage?: string } };
    [field: string]: unknown;
  };
  status?: { phase?: string; [field: string]: unknown };
}

export interface StatefulSet extends KubernetesObject {
  spec: Selecting & {
    serviceName?: string;
    podManagementPolicy?: string;
    updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
    persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string };
    volumeClaimTemplates?: Claim[];
  };
  status?: ReplicaStatus & { currentRevision?: string };
}

export interface Job extends KubernetesObject {
  spec: {
    template: PodTemplate;
    selector?: { matchLabels?: Record<string, string> };
    completions?: number;
    parallelism?: number;
    backoffLimit?: number;
    suspend?: boolean;
    ttlSecondsAfterFinished?: number;
  };
  status?: {
    startTime?: string;
    conditions?: Condition[];
    [field: string]: unknown;
  };
}

export function isPodReady(pod: Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
}

/** Neither finished nor on its way out. */
export function isPodActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    !pod.metadata.deletionTimestamp &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}
