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

import { SealedKeyRecord } from './annotations';
import { ClaimRetention } from './databaseFacts';
import { DatabaseMigration, GuardVerdict } from './databaseMigration';
import {
  DatabaseSnapshot,
  DatabaseSnapshotRequest,
  SnapshotVerdict,
} from './databaseSnapshot';
import {
  PasswordRotation,
  PasswordSlots,
  PasswordVerdict,
} from './passwordRotation';
import { ReloaderMark, ReloaderRule } from './reloader';
import { SurroundingObservation } from './surroundings';

/**
 * How a pod template reads a secret: the whole of it (`keys` absent) or some
 * keys.
 *
 * @public
 */
export interface SecretReference {
  secret: string;
  keys?: string[];
}

/**
 * What is kept of a workload (Deployment, StatefulSet, DaemonSet, CronJob, Job):
 * no environment values, no command lines.
 *
 * @public
 */
export interface WorkloadObservation {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Job';
  namespace: string;
  name: string;
  generation: number;
  observedGeneration?: number;
  desired: number;
  ready: number;
  /** Pods that already run the newest pod template. */
  updated: number;
  /** All pods of the workload, of earlier templates too. */
  total: number;
  images: string[];
  /** Claims that the pods mount, those from claim templates included (`data-postgres-0`). */
  claims: string[];
  secretReferences: SecretReference[];
  /** Secret name to checksum, from the pod template's annotations. */
  checksums: Record<string, string>;
  /** For which of these secrets Reloader restarts it; absent where it does not. */
  reloader?: ReloaderRule;
  /** Of a Job that changes a password in a database. */
  passwordRotation?: PasswordRotationJob;
  /** Of a Deployment and a StatefulSet between which a database moves. */
  migration?: DatabaseMigration;
  /** As {@link ANNOTATION_REPLICAS_BEFORE} has it: what a migration has scaled to zero. */
  replicasBefore?: string;
  /** Of a Job that writes down what a database holds. */
  snapshotJob?: DatabaseSnapshotJob;
  /** Only of a Deployment that runs the image of the sealed-secrets controller. */
  sealedSecretsController?: ControllerArguments;
  /** Labels of its pods. */
  podLabels?: Record<string, string>;
  /** What applies it from Git, as its own metadata tells. */
  appliedBy?: AppliedBy;
  /** Of the first container that runs a database server. */
  server?: ServerContainer;
  /** True where containers have a database's image and their commands run clients of one: it is no database. */
  clientsOnly?: boolean;
  /** `Recreate`, `RollingUpdate`, `OnDelete`; absent where it is not set. */
  strategy?: string;
  /** Of a StatefulSet; what is not set is `Retain`. */
  retention?: ClaimRetention;
  /** Of a CronJob. */
  timetable?: Timetable;
  /** Of a Job: the CronJob that made it, and how it ended. */
  ended?: JobEnd;
  /** Which of the tools that copy a PostgreSQL database its command runs: `pg_dump`, … */
  backupTool?: string;
}

/**
 * What applies an object from Git: the name is that of the Application or of
 * the Kustomization. `certain` is absent where only a label says so that others
 * write, too.
 *
 * @public
 */
export interface AppliedBy {
  tool: 'argo-cd' | 'flux';
  name: string;
  /** Of the Kustomization. */
  namespace?: string;
  certain?: true;
}

/**
 * The container of a database server: where its data is, and how it runs. Names
 * and paths; of the environment nothing but `PGDATA`.
 *
 * @public
 */
export interface ServerContainer {
  name: string;
  image: string;
  /** Where the data directory is: as `PGDATA` has it, or the image. */
  pgdata?: string;
  /** Where it mounts claims, those of claim templates by the template's name. */
  mounts: {
    claim?: string;
    template?: string;
    path: string;
    subPath?: string;
  }[];
  /** `startup`, `readiness`, `liveness`. */
  probes: string[];
  runAsUser?: number;
  fsGroup?: number;
  /** Of an image of PostgreSQL that is known. */
  variant?: 'alpine' | 'debian' | 'bitnami';
  /** The user that the server of such an image runs as. */
  imageUser?: number;
}

/** @public */
export interface Timetable {
  /** In cron's notation. */
  schedule: string;
  suspended?: true;
  /** ISO 8601. */
  lastScheduledAt?: string;
  lastSuccessAt?: string;
}

/** @public */
export interface JobEnd {
  /** Name of the CronJob that made it. */
  cronJob?: string;
  outcome?: 'complete' | 'failed';
  /** ISO 8601. */
  at?: string;
}

/**
 * How far a Job is.
 *
 * @public
 */
export interface JobProgress {
  /** Pods that run, that ended well, and that failed. */
  active: number;
  succeeded: number;
  failed: number;
  /** By the Job's conditions; absent while it goes on. */
  outcome?: 'complete' | 'failed' | 'suspended';
}

/**
 * A Job that changes a password in a database: what it does, and how far the
 * Job is. Whether the password was changed its pods say.
 *
 * @public
 */
export interface PasswordRotationJob extends PasswordRotation, JobProgress {}

/**
 * A Job that writes down what a database holds. What it counted its pods say.
 *
 * @public
 */
export interface DatabaseSnapshotJob
  extends DatabaseSnapshotRequest,
    JobProgress {
  /** As {@link ANNOTATION_SNAPSHOT_BEFORE} has it. */
  before?: DatabaseSnapshot;
}

/**
 * What the pod of a {@link DatabaseSnapshotJob} said when it ended.
 *
 * @public
 */
export type SaidSnapshotVerdict = SnapshotVerdict & {
  /** When the container ended, ISO 8601. */
  finishedAt?: string;
};

/**
 * What the pod of a {@link PasswordRotationJob} said when it ended.
 *
 * @public
 */
export interface SaidPasswordVerdict extends PasswordVerdict {
  /** When the container ended, ISO 8601. */
  finishedAt?: string;
}

/**
 * What is kept of the arguments and of the variables `SEALED_SECRETS_…` of a
 * sealed-secrets controller: the few that decide what its SealedSecrets come
 * to. What is not set is as the controller has it by default.
 *
 * @public
 */
export interface ControllerArguments {
  /** `--key-renew-period`, in seconds; 0: it makes no new key by itself. */
  renewalSeconds?: number;
  /** `--update-status=false`: it says of no SealedSecret what became of it. */
  updatesNoStatus?: true;
  /** `--all-namespaces=false` or `--additional-namespaces`: it opens those and its own. */
  onlyNamespaces?: string[];
}

/** @public */
export interface PodObservation {
  kind: 'Pod';
  namespace: string;
  name: string;
  /** Kind and name of the controlling owner (`ReplicaSet/…`, `StatefulSet/…`). */
  owner?: string;
  phase: string;
  ready: boolean;
  /** Why it waits or cannot be scheduled: `CrashLoopBackOff`, `Unschedulable`, … */
  waiting?: string;
  /** The cluster's own words for that, where they hold no more than names. */
  detail?: string;
  /** The earliest start of the containers that run: they read their environment then. */
  startedAt?: string;
  restarts: number;
  node?: string;
  /** Claims that it mounts. */
  claims?: string[];
  /** Its init containers are not through: no other container has started. */
  initializing?: true;
  /** How a container of it ended the last time. */
  lastExit?: ContainerExit;
  /** Of a pod of a {@link PasswordRotationJob}, once it has said so. */
  passwordVerdict?: SaidPasswordVerdict;
  /** Of a pod of a {@link DatabaseSnapshotJob}, once it has said so. */
  snapshotVerdict?: SaidSnapshotVerdict;
  /**
   * Of a pod with a {@link GUARD_CONTAINER}: what that said last; `waiting`
   * while it runs for the first time.
   */
  guardVerdict?: GuardVerdict;
}

/**
 * How a container ended. Of its termination message no more than what a server
 * is known to say.
 *
 * @public
 */
export interface ContainerExit {
  exitCode: number;
  /** `Error`, `OOMKilled`, `Completed`, … */
  reason?: string;
  /** ISO 8601. */
  at?: string;
  said?: ServerComplaint;
}

/**
 * What a PostgreSQL server, or the script that starts it, complains of when it
 * does not start.
 *
 * @public
 */
export type ServerComplaint =
  | 'permission-denied'
  | 'wrong-owner'
  | 'wrong-version'
  | 'no-space'
  | 'lock-file'
  | 'not-empty'
  | 'no-password';

/** @public */
export interface ClaimObservation {
  kind: 'PersistentVolumeClaim';
  namespace: string;
  name: string;
  phase: string;
  /** Absent where none was named and the cluster has no default; empty: none is wanted. */
  storageClass?: string;
  capacity?: string;
  requested?: string;
  accessModes?: string[];
  /** Name of the volume that it is bound to, or asks for. */
  volume?: string;
  /** ISO 8601. */
  createdAt?: string;
  deleting?: true;
  labels?: Record<string, string>;
}

/** @public */
export interface SealedSecretObservation {
  kind: 'SealedSecret';
  namespace: string;
  name: string;
  /** What the owner reference of its Secret says. */
  uid?: string;
  generation: number;
  observedGeneration?: number;
  /** The `Synced` condition; absent when the controller has said nothing. */
  synced?: boolean;
  /**
   * When the controller came to the observed generation, or its word flipped,
   * ISO 8601: what starts from then on reads what this SealedSecret says.
   */
  processedAt?: string;
  message?: string;
  scope: 'strict' | 'namespace-wide' | 'cluster-wide';
  keys: string[];
  /** Further keys of its Secret, which `spec.template.data` makes. */
  templateKeys?: string[];
  /** Keys that `spec.template.data` has as null: its Secret may be without them. */
  droppedKeys?: string[];
  /** The template wants no owner reference on its Secret. */
  skipsOwner?: boolean;
  /** SHA-256 of the encrypted data, as written in checksum annotations. */
  checksum: string;
  /** Checksums of earlier ciphertexts of the very same values. */
  earlierChecksums?: string[];
  /**
   * Since when the Secret has had these values, where an earlier ciphertext
   * brought them and that was seen; ISO 8601.
   */
  valuesSince?: string;
  sealedKeys: Record<string, SealedKeyRecord>;
  linkedKeys: string[][];
  /** How far the rotation of a database's password between two roles is. */
  passwordSlots?: PasswordSlots;
  /** As {@link ANNOTATION_COMPOSED_KEYS} has it; absent where there is none. */
  composedKeys?: Record<string, string[]>;
  /** What its template tells Reloader of the Secret. */
  reloaderMark?: ReloaderMark;
  /** Whether its template lets the Secret stay when it goes. */
  detached?: boolean;
  /**
   * Where its template's metadata says something else than its own. kubeseal
   * writes both alike, and what moves or renames manifests changes the one.
   */
  template?: {
    namespace?: string;
    name?: string;
    scope?: SealedSecretObservation['scope'];
  };
  /** Keys whose value nobody can open, whatever the key; absent when there are none. */
  damagedKeys?: Record<string, CiphertextDamage>;
}

/**
 * An entry of a Secret's managed fields: what one writer wrote, of which the
 * object still has something. Names only.
 *
 * @public
 */
export interface SecretWriter {
  /** The field manager: what the client that wrote calls itself. */
  manager: string;
  /** When it last changed something of what it wrote, ISO 8601. */
  time?: string;
  /** Keys of the data that it wrote, and nobody has changed since. */
  keys: string[];
  /** UIDs in the owner references that it wrote. */
  owners: string[];
}

/**
 * What is kept of a Secret of a namespace whose Secret metadata is watched. The
 * cluster is asked for metadata alone: no value is ever received.
 *
 * @public
 */
export interface SecretMetadataObservation {
  kind: 'Secret';
  namespace: string;
  name: string;
  /** Its owner references. */
  owners: { kind: string; name: string; uid: string; controller: boolean }[];
  /** `sealedsecrets.bitnami.com/managed`: the controller may write it without owning it. */
  managed: boolean;
  /** `sealedsecrets.bitnami.com/patch`: the controller adds to it, and removes nothing. */
  patched: boolean;
  /** Absent when the cluster keeps no record of who wrote it: then its keys are not known. */
  writers?: SecretWriter[];
}

/**
 * Why a value can be no sealed one: it is no base64; or base64 of something
 * else; or the beginning of one.
 *
 * @public
 */
export type CiphertextDamage = 'not-base64' | 'not-sealed' | 'cut-off';

/** @public */
export interface NamespaceObservation {
  kind: 'Namespace';
  /** Same as the name: the namespace that it is. */
  namespace: string;
  name: string;
  /** Entity refs of {@link ANNOTATION_NAMESPACE_ENTITIES}. */
  entities: string[];
}

/**
 * One object of a cluster, reduced to what the rules need.
 *
 * @public
 */
export type Observation =
  | WorkloadObservation
  | PodObservation
  | ClaimObservation
  | SealedSecretObservation
  | SecretMetadataObservation
  | NamespaceObservation
  | SurroundingObservation;

/**
 * A Secret or a SealedSecret as a file of the GitOps repository has it. Values
 * are never kept.
 *
 * @public
 */
export interface RepositorySecret {
  kind: 'Secret' | 'SealedSecret';
  /** From the object, else from the kustomization that lists it. */
  namespace?: string;
  name: string;
  /** Path below the folder of {@link ANNOTATION_GITOPS_URL}. */
  path: string;
  line: number;
  keys: string[];
  /** Whether the kustomization (or a parent of it) lists the file; true where there is none. */
  referenced: boolean;
  /** The Secret's `type`, where the file has it. */
  type?: string;
  /** For a SealedSecret. */
  scope?: 'strict' | 'namespace-wide' | 'cluster-wide';
  /** For a SealedSecret, as in {@link SealedSecretObservation}. */
  checksum?: string;
  sealedKeys: Record<string, SealedKeyRecord>;
  linkedKeys: string[][];
  /** As {@link ANNOTATION_COMPOSED_KEYS} has it; absent where there is none. */
  composedKeys?: Record<string, string[]>;
}
