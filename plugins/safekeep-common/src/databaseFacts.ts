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

/**
 * The volume that a claim is bound to.
 *
 * @public
 */
export interface VolumeStatus {
  name: string;
  /** `Delete`: the data goes with the claim. Absent when volumes cannot be seen. */
  reclaimPolicy?: string;
  /** It is on the disk of one node; absent where that is not so, or not known. */
  onOneNode?: true;
}

/**
 * Whether a StatefulSet keeps its claims: `Retain` or `Delete`.
 *
 * @public
 */
export interface ClaimRetention {
  whenDeleted: string;
  whenScaled: string;
}

/**
 * A Service that leads to a database, or is meant to.
 *
 * @public
 */
export interface ServiceStatus {
  name: string;
  /** `ClusterIP`, `NodePort`, `LoadBalancer`. */
  type: string;
  headless: boolean;
  ports: number[];
  /** Endpoints that answer, and that do not yet; absent when EndpointSlices cannot be seen. */
  endpoints?: { ready: number; notReady: number };
}

/**
 * Something that makes backups of a database by a schedule.
 *
 * @public
 */
export interface BackupStatus {
  kind: 'CronJob' | 'ScheduledBackup' | 'operator';
  name: string;
  /** In cron's notation. */
  schedule?: string;
  suspended?: true;
  /** When it was last started, ISO 8601, like all times here. */
  lastScheduledAt?: string;
  lastSuccessAt?: string;
  lastFailureAt?: string;
}

/**
 * Until when the makers of a server support its version.
 *
 * @public
 */
export interface EndOfLife {
  /** `15` */
  major: string;
  /** The last day, `2027-11-11`. */
  date: string;
  /** The page that says so. */
  source: string;
}

/** @public */
export interface DisruptionBudgetStatus {
  name: string;
  /** As written: a count or a percentage. */
  minAvailable?: string;
  maxUnavailable?: string;
  /** How many pods may be evicted now; 0 holds up the drain of a node. */
  disruptionsAllowed: number;
}

/**
 * A NetworkPolicy that selects a database's pods, and whom it lets in at the
 * database's port: `some` means that it names them.
 *
 * @public
 */
export interface NetworkPolicyStatus {
  name: string;
  allows: 'nobody' | 'some' | 'anybody';
}

/** @public */
export interface DatabasePodStatus {
  name: string;
  node?: string;
  phase: string;
  ready: boolean;
  restarts: number;
  startedAt?: string;
  /** `CrashLoopBackOff`, `Unschedulable`, … */
  waiting?: string;
  /** How its database container ended the last time. */
  lastExit?: { exitCode: number; reason?: string; finishedAt?: string };
}

/**
 * A warning of the cluster about a claim, a pod or the workload itself.
 *
 * @public
 */
export interface DatabaseEventStatus {
  /** `FailedScheduling` */
  reason: string;
  /** `pod/postgres-0` */
  about: string;
  count: number;
  firstAt?: string;
  lastAt?: string;
  /** Only of reasons whose messages name objects and nothing else. */
  message?: string;
}

/**
 * What an operator says of the cluster of servers that it runs.
 *
 * @public
 */
export interface OperatorStatus {
  operator: 'cloudnative-pg' | 'zalando';
  /** In the operator's own words: `Cluster in healthy state`, `Running`. */
  phase?: string;
  phaseReason?: string;
  /** The pod that takes writes. */
  primary?: string;
  instances: number;
  readyInstances: number;
  lastBackupAt?: string;
  lastFailedBackupAt?: string;
  /** From when on any point in time can be restored. */
  recoverableSince?: string;
  walArchiving?: 'working' | 'failing';
}

/**
 * What Argo CD or Flux says of the Application or Kustomization that applies a
 * database.
 *
 * @public
 */
export interface SyncStatus {
  kind: 'Application' | 'Kustomization';
  namespace: string;
  name: string;
  /** `Synced`, `OutOfSync`, …; of Flux whether it is `Ready`. */
  state?: string;
  /** Whether it deletes what leaves Git; absent when it does not say. */
  prunes?: boolean;
}
