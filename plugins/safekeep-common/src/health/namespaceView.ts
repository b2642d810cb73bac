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

import { NamespaceFacts } from '../facts';
import {
  ClaimObservation,
  Observation,
  PodObservation,
  SealedSecretObservation,
  SecretMetadataObservation,
  WorkloadObservation,
} from '../observations';
import { SourceStatus } from '../status';
import {
  DisruptionBudgetObservation,
  EndpointSliceObservation,
  EventObservation,
  NetworkPolicyObservation,
  OperatedDatabaseObservation,
  ServiceObservation,
  StorageClassObservation,
  SurroundingKind,
  SurroundingObservation,
  SyncObservation,
  VolumeObservation,
} from '../surroundings';
import { compareText } from './severity';
import { wasSeen } from './sources';

/** The observations of a namespace by what they are, each list by name. */
export interface NamespaceView {
  facts: NamespaceFacts;
  source: SourceStatus;
  cluster: string;
  namespace: string;
  /** Whether its lists mean anything: not seen is not the same as none. */
  seen: boolean;
  workloads: WorkloadObservation[];
  pods: PodObservation[];
  claims: ClaimObservation[];
  sealedSecrets: SealedSecretObservation[];
  /** Empty where it is not watched, too: `facts.secretMetadata` tells. */
  secretMetadata: SecretMetadataObservation[];
  surroundings: Surroundings;
}

/** Each list means nothing unless the kind is seen: see {@link isSeen}. */
export interface Surroundings {
  Service: ServiceObservation[];
  EndpointSlice: EndpointSliceObservation[];
  PersistentVolume: VolumeObservation[];
  StorageClass: StorageClassObservation[];
  Event: EventObservation[];
  PodDisruptionBudget: DisruptionBudgetObservation[];
  NetworkPolicy: NetworkPolicyObservation[];
  Application: SyncObservation[];
  Kustomization: SyncObservation[];
  Cluster: OperatedDatabaseObservation[];
  postgresql: OperatedDatabaseObservation[];
}

/** Whether what is known of these kinds is all that there is. */
export function isSeen(
  { seen, facts }: NamespaceView,
  ...kinds: SurroundingKind[]
): boolean {
  return seen && kinds.every(kind => facts.surroundings?.[kind] === 'seen');
}

function noSurroundings(): Surroundings {
  return {
    Service: [],
    EndpointSlice: [],
    PersistentVolume: [],
    StorageClass: [],
    Event: [],
    PodDisruptionBudget: [],
    NetworkPolicy: [],
    Application: [],
    Kustomization: [],
    Cluster: [],
    postgresql: [],
  };
}

/** By kind; the lists are made for just these. */
function keep(
  surroundings: Surroundings,
  observation: SurroundingObservation,
): void {
  const kept: SurroundingObservation[] = surroundings[observation.kind];
  kept.push(observation);
}

export function viewNamespace(facts: NamespaceFacts): NamespaceView {
  const seen = wasSeen(facts.source);
  // In one order, so that the same facts always give the same words.
  const observations: Observation[] = seen
    ? [...facts.observations].sort(
        (a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind),
      )
    : [];
  const view: NamespaceView = {
    facts,
    source: facts.source,
    cluster: facts.source.name,
    namespace: facts.source.namespace ?? '',
    seen,
    workloads: [],
    pods: [],
    claims: [],
    sealedSecrets: [],
    secretMetadata: [],
    surroundings: noSurroundings(),
  };
  for (const observation of observations) {
    switch (observation.kind) {
      case 'Pod':
        view.pods.push(observation);
        break;
      case 'PersistentVolumeClaim':
        view.claims.push(observation);
        break;
      case 'SealedSecret':
        view.sealedSecrets.push(observation);
        break;
      case 'Secret':
        view.secretMetadata.push(observation);
        break;
      case 'Namespace':
        break;
      case 'Deployment':
      case 'StatefulSet':
      case 'DaemonSet':
      case 'CronJob':
      case 'Job':
        view.workloads.push(observation);
        break;
      default:
        // What is not seen now may be from before.
        if (isSeen(view, observation.kind)) {
          keep(view.surroundings, observation);
        }
    }
  }
  return view;
}
