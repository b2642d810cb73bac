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

/*
 * What is observed around a database. None of these kinds is needed to see the
 * rest: a cluster may not have one, or not let Safekeep read it.
 */

/** @public */
export interface ServiceObservation {
  kind: 'Service';
  namespace: string;
  name: string;
  type: string;
  headless: boolean;
  /** Empty for one whose endpoints somebody else writes. */
  selector: Record<string, string>;
  ports: number[];
}

/** @public */
export interface EndpointSliceObservation {
  kind: 'EndpointSlice';
  namespace: string;
  name: string;
  /** By the label `kubernetes.io/service-name`. */
  service?: string;
  /** Names of the pods behind its endpoints, where pods are. */
  ready: string[];
  notReady: string[];
}

/** Cluster-scoped: `namespace` is empty. @public */
export interface VolumeObservation {
  kind: 'PersistentVolume';
  namespace: '';
  name: string;
  phase: string;
  reclaimPolicy: string;
  storageClass?: string;
  /** The claim that it is bound or reserved to. */
  claim?: { namespace: string; name: string };
  /** It can only be used on nodes that it names. */
  onOneNode?: true;
}

/** Cluster-scoped: `namespace` is empty. @public */
export interface StorageClassObservation {
  kind: 'StorageClass';
  namespace: '';
  name: string;
  provisioner: string;
  bindingMode: 'Immediate' | 'WaitForFirstConsumer';
  reclaimPolicy: string;
  isDefault?: true;
}

/**
 * A warning about a pod, a claim or a StatefulSet.
 *
 * @public
 */
export interface EventObservation {
  kind: 'Event';
  namespace: string;
  name: string;
  reason: string;
  about: { kind: string; name: string };
  count: number;
  /** ISO 8601. */
  firstAt?: string;
  lastAt?: string;
  /** Only of reasons whose messages name objects and nothing else. */
  message?: string;
}

/** @public */
export interface DisruptionBudgetObservation {
  kind: 'PodDisruptionBudget';
  namespace: string;
  name: string;
  selector: LabelSelector;
  minAvailable?: string;
  maxUnavailable?: string;
  disruptionsAllowed: number;
}

/** @public */
export interface NetworkPolicyObservation {
  kind: 'NetworkPolicy';
  namespace: string;
  name: string;
  selector: LabelSelector;
  /**
   * What it lets in, rule by rule; absent when it does not limit who comes in.
   * `ports` absent: all; those that are named by a word are in `namedPorts`.
   */
  ingress?: {
    ports?: { from: number; to: number }[];
    namedPorts?: string[];
    /** False: anybody, from wherever. */
    limited: boolean;
  }[];
}

/**
 * A selector of labels, in full.
 *
 * @public
 */
export interface LabelSelector {
  matchLabels: Record<string, string>;
  matchExpressions?: {
    key: string;
    operator: string;
    values: string[];
  }[];
}

/**
 * What a sync of Argo CD or Flux failed at. `immutable`: the cluster lets
 * nobody change that field of the object.
 *
 * @public
 */
export interface SyncFailure {
  kind: string;
  namespace: string;
  name: string;
  why: 'immutable' | 'refused';
}

/**
 * An Application of Argo CD, or a Kustomization of Flux: what it applies to
 * where is not kept, nor any of its parameters.
 *
 * @public
 */
export interface SyncObservation {
  kind: 'Application' | 'Kustomization';
  namespace: string;
  name: string;
  /** Of an Application: the namespace that it deploys to by default. */
  destination?: string;
  state?: string;
  prunes?: boolean;
  failures: SyncFailure[];
}

/**
 * A cluster of database servers as its operator describes it: a `Cluster` of
 * CloudNativePG, a `postgresql` of Zalando.
 *
 * @public
 */
export interface OperatedDatabaseObservation {
  kind: 'Cluster' | 'postgresql';
  namespace: string;
  name: string;
  generation: number;
  phase?: string;
  phaseReason?: string;
  primary?: string;
  /** An image, or the version that was asked for. */
  image?: string;
  version?: string;
  instances: number;
  /** Absent where the operator does not say. */
  readyInstances?: number;
  claims: string[];
  /** ISO 8601. */
  lastBackupAt?: string;
  lastFailedBackupAt?: string;
  recoverableSince?: string;
  walArchiving?: 'working' | 'failing';
  /** A backup is configured, by whatever schedule. */
  hasBackup?: boolean;
}

/** @public */
export type SurroundingObservation =
  | ServiceObservation
  | EndpointSliceObservation
  | VolumeObservation
  | StorageClassObservation
  | EventObservation
  | DisruptionBudgetObservation
  | NetworkPolicyObservation
  | SyncObservation
  | OperatedDatabaseObservation;

/** @public */
export const SURROUNDING_KINDS = [
  'Service',
  'EndpointSlice',
  'PersistentVolume',
  'StorageClass',
  'Event',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'Application',
  'Kustomization',
  'Cluster',
  'postgresql',
] as const satisfies readonly SurroundingObservation['kind'][];

/** @public */
export type SurroundingKind = (typeof SURROUNDING_KINDS)[number];

/**
 * How well such a kind can be seen: `seen` now; `forbidden`: nobody let
 * Safekeep read it; `not-visible`: not now. A kind that the cluster does not
 * have is `seen`: there is none.
 *
 * @public
 */
export type SurroundingVisibility = 'seen' | 'forbidden' | 'not-visible';
