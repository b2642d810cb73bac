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
  Observation,
  RepositorySecret,
  WorkloadObservation,
} from './observations';
import { SourceStatus } from './status';
import { SurroundingKind, SurroundingVisibility } from './surroundings';

/**
 * What was seen of one namespace of one cluster.
 *
 * @public
 */
export interface NamespaceFacts {
  /** Its `kind` is `cluster`; says whether and how freshly it could be seen. */
  source: SourceStatus;
  /** Empty when the source is forbidden, unreachable or starting: not the same as none. */
  observations: Observation[];
  /**
   * How well the metadata of the namespace's Secrets can be seen, where it is
   * watched at all; absent when nobody asked for that. Its `kind` is
   * `secret-metadata`.
   */
  secretMetadata?: SourceStatus;
  /**
   * How well the kinds around a database can be seen; one that is absent is
   * `not-visible`.
   */
  surroundings?: Partial<Record<SurroundingKind, SurroundingVisibility>>;
  /** False when the cluster has no SealedSecret API, so that there can be none. */
  sealedSecretsInstalled?: boolean;
  /**
   * The Deployment of the sealed-secrets controller: `undefined` when it was
   * looked for and not found, `'not-visible'` when nobody could look.
   */
  controller: WorkloadObservation | undefined | 'not-visible';
  controllerName: string;
  controllerNamespace: string;
  /** What the whole cluster tells of its sealing; absent when nobody has looked. */
  sealing?: SealingFacts;
}

/**
 * A certificate that a controller was seen to hand out.
 *
 * @public
 */
export interface SealingCertificateFacts {
  /** Of its public key, as OpenSSH prints it: `SHA256:…`. */
  fingerprint: string;
  /** ISO 8601, like all times here. */
  notBefore: string;
  notAfter: string;
  firstSeenAt: string;
  lastSeenAt: string;
}

/**
 * What tells the causes apart why a controller cannot open a SealedSecret, or
 * has not come to it.
 *
 * @public
 */
export interface SealingFacts {
  /** Every one that this cluster's controller was seen to hand out, the last one first. */
  certificates: SealingCertificateFacts[];
  /** Whether the first of them is what it hands out now. */
  isCurrent: boolean;
  /** Certificates of other configured clusters: fingerprint to cluster. */
  elsewhere: Record<string, string>;
  /**
   * What of the cluster's SealedSecrets is needed to tell; absent when they
   * cannot be seen, or nobody needs to know.
   */
  cluster?: {
    /**
     * Fingerprints of certificates that the controller has opened values of,
     * with the time, ISO 8601, when it last came to one.
     */
    opened: Record<string, string>;
    /** How many it has not come to yet. */
    waiting: number;
    /** How many it has said anything about. */
    told: number;
    /** Deployments other than the configured one that run a controller: `namespace/name`. */
    otherControllers: string[];
  };
}

/**
 * What was seen of the entity's GitOps repository.
 *
 * @public
 */
export interface RepositoryFacts {
  /** Its `kind` is `repository`. */
  source: SourceStatus;
  /** The gitops URL of the entity, folder included. */
  url: string;
  secrets: RepositorySecret[];
  /**
   * Files below the folder that `secrets` says nothing about: they could not be
   * read as manifests, or their secrets belong to no namespace. Absent when
   * there are none.
   */
  notVisible?: string[];
}

/**
 * A pull request of Safekeep's as the forge lists it.
 *
 * @public
 */
export interface PullRequestFacts {
  number: number;
  title: string;
  url: string;
  /** `safekeep/<verb>-<secret>-<change id>` */
  branch: string;
  /** The secrets that it changes, where its text tells them: `namespace/name`. */
  secrets?: string[];
  merged: boolean;
  createdAt: string;
  mergedAt?: string;
  /** The account that opened it, as its forge names it. */
  author?: string;
  /** The commit by which it was merged, in full. */
  commit?: string;
}

/**
 * Everything that an entity's status is computed from.
 *
 * @public
 */
export interface StatusFacts {
  entityRef: string;
  namespaces: NamespaceFacts[];
  /** Undefined when the entity names no repository. */
  repository?: RepositoryFacts;
  pullRequests: PullRequestFacts[];
  /** Whether the viewer may propose changes; without it no action is offered. */
  mayPropose: boolean;
  /** `2026-11-23`; without it nobody says whether a date has passed. */
  today?: string;
  /** The operator's rule of how old a value may be; undefined where there is none. */
  rotation?: {
    /** Values from before this time are due, ISO 8601. */
    dueBefore: string;
    /** The rule itself, in days. */
    days: number;
  };
}
