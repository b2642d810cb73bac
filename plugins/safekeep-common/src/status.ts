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
  BackupStatus,
  ClaimRetention,
  DatabaseEventStatus,
  DatabasePodStatus,
  DisruptionBudgetStatus,
  EndOfLife,
  NetworkPolicyStatus,
  OperatorStatus,
  ServiceStatus,
  SyncStatus,
  VolumeStatus,
} from './databaseFacts';
import { DatabaseMigration } from './databaseMigration';
import { DatabaseSnapshot } from './databaseSnapshot';
import { PasswordVerdict } from './passwordRotation';
import { Reason } from './reasons';
import { StatusAction } from './statusAction';

/**
 * How a database, a secret or a check is. `unknown` means that nobody could
 * look; it is never a milder `ok`.
 *
 * @public
 */
export type HealthState = 'ok' | 'attention' | 'failing' | 'unknown';

/**
 * How well a source can be seen. `starting` is the time before its first
 * complete reading.
 *
 * @public
 */
export type SourceState =
  | 'live'
  | 'starting'
  | 'stale'
  | 'forbidden'
  | 'unreachable';

/**
 * A place that the status was read from.
 *
 * @public
 */
export interface SourceStatus {
  /** `secret-metadata`: the metadata of the Secrets of one namespace, where it is watched. */
  kind: 'cluster' | 'repository' | 'secret-metadata';
  /** The cluster's configured name, or the repository's URL. */
  name: string;
  /** Of a cluster or of Secret metadata: the namespace that the entity is shown from. */
  namespace?: string;
  state: SourceState;
  /** When this source was last seen to be current, ISO 8601. */
  observedAt?: string;
  /** Why, for every state other than `live`. */
  reason?: Reason;
}

/**
 * Where an object's file is in Git.
 *
 * @public
 */
export interface GitLocation {
  /** The repository folder that the entity names ({@link ANNOTATION_GITOPS_URL}). */
  repository: string;
  /** Path below that folder. */
  path: string;
  /** First line of the object, from 1. */
  line: number;
  /** A link that a person can open at the forge. */
  url: string;
}

/**
 * What databases and secrets have in common.
 *
 * @public
 */
export interface StatusItem {
  /** The configured name of the cluster; absent when Git alone knows the object and does not tell which cluster has it. */
  cluster?: string;
  namespace: string;
  name: string;
  state: HealthState;
  /** Set when the source is not live: the state as last seen. `state` is then never `ok`. */
  lastState?: HealthState;
  /** The first is why `state` is as it is, worse before milder; empty only when the state is `ok`. */
  reasons: Reason[];
  /** When the fact behind this item was last seen to be current, ISO 8601. */
  observedAt?: string;
  location?: GitLocation;
  action?: StatusAction;
}

/**
 * A database. What is optional and a list is absent when nobody could look, and
 * empty when there is none.
 *
 * @public
 */
export interface DatabaseStatus extends StatusItem {
  workload: {
    /** `Cluster`: one that CloudNativePG runs, without a StatefulSet. */
    kind: 'Deployment' | 'StatefulSet' | 'Cluster';
    desired: number;
    ready: number;
  };
  /** `postgresql`, `mysql`, … and the version that the image tag tells. */
  engine: string;
  version?: string;
  image: string;
  claims: ClaimStatus[];
  /** Names of the secrets that its pods read. */
  secrets: string[];
  /** Of each secret the rotation of its password that is under way or was last. */
  passwordRotations: PasswordRotationStatus[];
  /** Whether pods come from a tag that is moved: `latest`, `15`. */
  floatingTag?: true;
  /** What the server's image is built on; it decides user ids and collations. */
  imageVariant?: 'alpine' | 'debian' | 'bitnami';
  /** Of an engine and a version whose end is known. */
  endOfLife?: EndOfLife;
  /** Of a StatefulSet. */
  retention?: ClaimRetention;
  /** By name. */
  pods: DatabasePodStatus[];
  services?: ServiceStatus[];
  backups?: BackupStatus[];
  disruptionBudgets?: DisruptionBudgetStatus[];
  networkPolicies?: NetworkPolicyStatus[];
  /** The newest few, newest first. */
  events?: DatabaseEventStatus[];
  /** Of what applies it, where that can be seen. */
  sync?: SyncStatus;
  /** Of a database that an operator runs. */
  operator?: OperatorStatus;
  /** What could be better though nothing is wrong now: it changes no state. */
  advice: DatabaseAdvice[];
  /** Kinds that Safekeep may not read here, so that what they would tell is absent. */
  notReadable: string[];
  /** What applies it to the cluster, as its own metadata tells; absent when it does not. */
  appliedBy?: 'argo-cd' | 'flux';
  /** Of a database that moves, or has moved, from a Deployment to a StatefulSet. */
  migration?: DatabaseMigrationStatus;
}

/** @public */
export interface DatabaseAdvice {
  reason: Reason;
  action?: StatusAction;
}

/**
 * How a {@link DatabaseMigration} stands.
 *
 * @public
 */
export interface DatabaseMigrationStatus extends DatabaseMigration {
  /** In the order in which they come; those that do not apply are left out. */
  steps: DatabaseMigrationStep[];
  /** What before and after came to, line by line; empty until both are there. */
  verification: VerificationLine[];
  /** What was counted, where it is known. */
  before?: DatabaseSnapshot;
  after?: DatabaseSnapshot;
  /** What can be proposed next; absent when nothing is left to do. */
  next?: {
    stage: 'switch' | 'release' | 'finalize';
    /** Why it cannot be proposed yet; empty when it can. */
    blockedBy: Reason[];
    /** Of `release`: when the server started whose lock is given up, in seconds since 1970. */
    lockSince?: number;
    /** Only when it can, and the viewer may. */
    action?: StatusAction;
  };
  /** The way back, as long as there is one that loses nothing unasked. */
  rollBack?: StatusAction;
}

/**
 * A step of a migration.
 *
 * @public
 */
export interface DatabaseMigrationStep {
  id:
    | 'quiesced'
    | 'snapshot-taken'
    | 'stopped'
    | 'guard-passed'
    | 'ready'
    | 'verified'
    | 'finalized';
  state: 'done' | 'running' | 'waiting' | 'failed' | 'not-known';
  /** For every state but `done` and `waiting`: why. */
  reason?: Reason;
}

/**
 * A line of the comparison of a database before and after.
 *
 * @public
 */
export interface VerificationLine {
  id:
    | 'version'
    | 'system-identifier'
    | 'data-checksums'
    | 'encoding'
    | 'databases'
    | 'tables'
    | 'rows'
    | 'checksums'
    | 'sequences'
    | 'objects'
    | 'extensions'
    | 'roles'
    | 'invalid-indexes'
    | 'invalid-constraints';
  result: 'pass' | 'warn' | 'fail' | 'not-known';
  /** What was counted, in short: `47`, `15.14`. */
  before: string;
  after: string;
  /** For every result but `pass`, and where a `pass` needs a word. */
  reason?: Reason;
}

/**
 * How a rotation of a database's password stands.
 *
 * @public
 */
export interface PasswordRotationStatus {
  secret: string;
  /** The keys whose values it makes valid. */
  keys: string[];
  strategy: 'in-place' | 'two-slot';
  /** What was asked for last. */
  step: 'change' | 'prepare' | 'switch' | 'retire';
  /**
   * How far that is: `waiting` for the Job, `running`, `done`, `failed`;
   * `unknown` when the Job has ended and nobody can read what it said.
   */
  state: 'waiting' | 'running' | 'done' | 'failed' | 'unknown';
  /** When the new value was made, ISO 8601. */
  since: string;
  job?: string;
  /** What the Job said. */
  verdict?: PasswordVerdict;
  /** The role that the consumers log in as, where it is known. */
  role?: string;
  /** Of two roles: the one that they do not, or no longer, log in as. */
  otherRole?: string;
}

/** @public */
export interface ClaimStatus {
  name: string;
  /** `Bound`, `Pending`, `Lost`, or undefined when the claim was not found. */
  phase?: string;
  storageClass?: string;
  capacity?: string;
  /** What was asked for: `10Gi`. */
  requested?: string;
  accessModes?: string[];
  /** Set while it is bound. */
  volume?: VolumeStatus;
  /** Somebody deleted it; it stays for as long as a pod uses it. */
  deleting?: true;
}

/**
 * How a secret comes to be in the cluster: `sealed` by a SealedSecret, `plain`
 * in Git, `unmanaged` (nothing in Git makes it); `unknown` when the place that
 * would tell could not be looked at.
 *
 * @public
 */
export type SecretManagement = 'sealed' | 'plain' | 'unmanaged' | 'unknown';

/**
 * Whether the Secret in the cluster is what its SealedSecret makes, as far as
 * metadata tells: it exists, has these keys and this owner, and nobody but the
 * controller has written a value since.
 *
 * - `none`: that was looked at, and is so;
 * - `found`: it is not so, and the reasons say how;
 * - `not-known`: it is looked at, and cannot be told now;
 * - `not-watched`: it is not looked at: nobody asked for that in this namespace.
 *
 * @public
 */
export type SecretDrift = 'none' | 'found' | 'not-known' | 'not-watched';

/** @public */
export interface SecretStatus extends StatusItem {
  management: SecretManagement;
  /** Of what a SealedSecret of the cluster makes. */
  drift?: SecretDrift;
  scope?: 'strict' | 'namespace-wide' | 'cluster-wide';
  keys: SecretKeyStatus[];
  /** When the controller last wrote what it says of it, ISO 8601; it does not repeat itself. */
  processedAt?: string;
  /** What could be better though nothing is wrong: it changes no state. */
  advice?: { reason: Reason; action?: StatusAction };
  /** Workloads whose pods read this secret. */
  consumers: SecretConsumer[];
  /** To change passwords of this secret together with the database's. */
  databaseAction?: StatusAction;
}

/** @public */
export interface SecretKeyStatus {
  name: string;
  sealedAt?: string;
  rotatedAt?: string;
  certificate?: string;
  /**
   * What that certificate is to the cluster: the one that its controller hands
   * out now, an earlier one, or one that it was never seen to have. Absent when
   * nobody can tell.
   */
  sealedWith?: 'newest' | 'older' | 'other';
  /** Other keys that hold the same value and change with it. */
  linkedTo: string[];
  /**
   * Of a key that is there to change a database's password, and that no program
   * reads: a value from before, or what the server is told instead of a value.
   */
  helper?: 'earlier-value' | 'verifier';
  /** Keys whose values its own contained when it was sealed; absent for none. */
  contains?: string[];
}

/** @public */
export interface SecretConsumer {
  kind: string;
  name: string;
  /** True while its pods still run with an earlier content of the secret. */
  restartPending: boolean;
}

/**
 * A line of the service's checklist, with its evidence.
 *
 * @public
 */
export interface CheckStatus {
  id:
    | 'controller-running'
    | 'secrets-sealed-in-git'
    | 'secrets-unsealed'
    | 'database-in-stateful-set'
    | 'claims-bound'
    | 'consumers-ready'
    | 'database-connected'
    | 'data-unchanged';
  state: HealthState;
  /** What was seen, in the words of kubectl: `READY 1/1, postgres-0`. */
  evidence: string;
  reason?: Reason;
}

/**
 * Where a pull request of ours stands; each stage includes those before it.
 *
 * @public
 */
export type PullRequestStage =
  | 'opened'
  | 'merged'
  | 'synced'
  | 'unsealed'
  | 'restarted';

/** @public */
export interface PullRequestStatus {
  number: number;
  title: string;
  url: string;
  stage: PullRequestStage;
  /** Name of the secret that it changes, where it says that it is one. */
  secret?: string;
  /** Names of the entity's secrets that it changes. */
  secrets: string[];
  /**
   * Name of the database of the entity's that it is about, where it changes no
   * secret: how far such a change has come, the database itself says.
   */
  database?: string;
  createdAt: string;
  mergedAt?: string;
  /** The account that opened it, as its forge names it. */
  author?: string;
  /** The commit by which it was merged, in full. */
  commit?: string;
}

/**
 * A pull request that a later one has replaced: it was merged, and nothing tells
 * any more how far it came.
 *
 * @public
 */
export type ReplacedPullRequest = Pick<
  PullRequestStatus,
  'number' | 'title' | 'url' | 'createdAt' | 'mergedAt' | 'author' | 'commit'
>;

/**
 * All that Safekeep knows of one entity, as `GET
 * /v1/entities/:kind/:namespace/:name/status` answers it.
 *
 * @public
 */
export interface EntityStatus {
  entityRef: string;
  /**
   * The worst of all items and checks (`failing`, `attention`, `unknown`, `ok`);
   * at best `unknown` while any source cannot be seen.
   */
  state: HealthState;
  sources: SourceStatus[];
  /** Worst first. */
  databases: DatabaseStatus[];
  /** To create one, where there is none and who asks may propose it. */
  createDatabase?: StatusAction;
  /** Worst first. */
  secrets: SecretStatus[];
  checks: CheckStatus[];
  /** Newest first: all that are open, and of each secret the one merged last. */
  pullRequests: PullRequestStatus[];
  /** Newest first: those lately merged that later ones have replaced; absent for none. */
  replacedPullRequests?: ReplacedPullRequest[];
}
