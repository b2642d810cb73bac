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
  SealedSecretObservation,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ObservedKind } from '../clusters/watchedResources';
import { ObservationChange } from '../clusters/ResourceWatch';

/**
 * Keeps what was observed of the clusters over a restart.
 */
export interface ObservationStore {
  /**
   * Makes these the only objects of that kind in the cluster, or in the
   * namespace where one is given, in one transaction.
   */
  replaceKind(
    cluster: string,
    kind: ObservedKind,
    observations: Observation[],
    namespace?: string,
  ): Promise<void>;

  /** Applies the changes in their order, in one transaction. */
  applyChanges(
    cluster: string,
    kind: ObservedKind,
    changes: ObservationChange[],
  ): Promise<void>;

  /** All objects of a namespace, the Namespace itself included. */
  readNamespace(cluster: string, namespace: string): Promise<Observation[]>;

  readDeployment(
    cluster: string,
    namespace: string,
    name: string,
  ): Promise<WorkloadObservation | undefined>;

  /** The SealedSecrets of all namespaces, in the order of their names. */
  readSealedSecrets(cluster: string): Promise<SealedSecretObservation[]>;

  /**
   * The objects of a kind that have one of these names, of all namespaces or of
   * none; without names all of them. In the order of their names.
   */
  readNamed(
    cluster: string,
    kind: ObservedKind,
    names?: string[],
  ): Promise<Observation[]>;

  /** The Deployments of all namespaces that run the image of the sealed-secrets controller. */
  readControllers(cluster: string): Promise<WorkloadObservation[]>;

  /**
   * Records that the rows of that kind, in all of the cluster or in one
   * namespace, were complete and current; undefined: that they are not.
   */
  setLastSeen(
    cluster: string,
    kind: ObservedKind,
    lastSeen: Date | undefined,
    namespace?: string,
  ): Promise<void>;

  /**
   * When each kind that is watched in all of a cluster, or in this namespace
   * only, was last complete and current.
   */
  readLastSeen(
    cluster: string,
    namespace?: string,
  ): Promise<Map<ObservedKind, Date>>;

  /** Forgets the Secrets of a cluster that are in none of these namespaces. */
  keepSecretNamespaces(cluster: string, namespaces: string[]): Promise<void>;

  /** Forgets the clusters that are no longer configured. */
  keepClusters(clusters: string[]): Promise<void>;
}
