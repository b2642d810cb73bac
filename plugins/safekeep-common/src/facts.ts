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
  /** False when the cluster has no SealedSecret API, so that there can be none. */
  sealedSecretsInstalled?: boolean;
  /**
   * The Deployment of the sealed-secrets controller: `undefined` when it was
   * looked for and not found, `'not-visible'` when nobody could look.
   */
  controller: WorkloadObservation | undefined | 'not-visible';
  controllerName: string;
  controllerNamespace: string;
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
}
