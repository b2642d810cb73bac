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
  digestSealedSecret,
  NamespaceFacts,
  NamespaceObservation,
  Observation,
  reason,
  SourceStatus,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ResourceStatus } from '../clusters/ResourceStatus';
import { ObservedKind } from '../clusters/watchedResources';
import { SafekeepOptions } from '../config';
import { ObservationStore } from '../database/ObservationStore';
import { SealingSurvey } from '../sealing/SealingSurvey';
import { clusterSource } from './clusterSource';
import { secretMetadataSource } from './secretMetadataSource';
import {
  doesNamespaceName,
  isNamespaceGranted,
  isNamespaceName,
} from './isNamespaceAllowed';
import { EntityRequest } from './readEntityRequest';
import { isSurrounding, readOutside, visibilityOf } from './surroundings';

/** What is known of the configured clusters; `ClusterObserver` is one. */
export interface ObservedClusters {
  readonly names: string[];
  statusesOf(cluster: string): ResourceStatus[] | undefined;
  /** Undefined where the metadata of a namespace's Secrets is not watched. */
  secretMetadataStatusOf(
    cluster: string,
    namespace: string,
  ): ResourceStatus | undefined;
}

export interface NamespaceFactsOptions {
  clusters: ObservedClusters;
  store: ObservationStore;
  options: SafekeepOptions;
  sealing: Pick<SealingSurvey, 'read'>;
}

/** Facts of a namespace, and whether the entity may show it as far as can be told. */
export interface DecidedNamespace {
  facts: NamespaceFacts;
  access: 'allowed' | 'denied' | 'undecided';
}

function isKnown(statuses: ResourceStatus[], kind: ObservedKind): boolean {
  return statuses.some(
    status =>
      status.kind === kind &&
      (status.state === 'live' || status.state === 'stale'),
  );
}

/** Whether only the whole cluster tells why one of these is as it is. */
function needsSurvey(observations: Observation[]): boolean {
  return observations.some(
    observation =>
      observation.kind === 'SealedSecret' &&
      digestSealedSecret(observation).state !== 'synced',
  );
}

/**
 * The facts of one namespace of one cluster for an entity that asks for it.
 *
 * A namespace that the entity may not show, one that does not exist and one
 * whose name is none are answered alike.
 */
export async function namespaceFacts(
  request: EntityRequest,
  cluster: string,
  namespace: string,
  context: NamespaceFactsOptions,
): Promise<DecidedNamespace> {
  const { store, options } = context;
  const { controllerName, controllerNamespace } = options.controllerOf(cluster);
  const withheld = (source: SourceStatus): NamespaceFacts => ({
    source,
    observations: [],
    controller: 'not-visible',
    controllerName,
    controllerNamespace,
  });
  const denied: DecidedNamespace = {
    access: 'denied',
    facts: withheld({
      kind: 'cluster',
      name: cluster,
      namespace,
      state: 'forbidden',
      reason: reason('namespace-not-allowed', {
        cluster,
        namespace,
        entityRef: request.entityRef,
      }),
    }),
  };

  const statuses = context.clusters.statusesOf(cluster);
  if (!statuses) {
    return {
      access: 'denied',
      facts: withheld({
        kind: 'cluster',
        name: cluster,
        namespace,
        state: 'unreachable',
        reason: reason('cluster-unknown', { cluster }),
      }),
    };
  }
  if (!isNamespaceName(namespace)) {
    return denied;
  }

  const granted = isNamespaceGranted({
    access: options.access,
    claims: request.claims,
    cluster,
    namespace,
  });
  const namespaces = statuses.filter(({ kind }) => kind === 'Namespace');
  const decision = clusterSource(cluster, namespace, namespaces);
  if (!granted && !isKnown(statuses, 'Namespace')) {
    // Without a grant the Namespace decides; not having seen it is no refusal.
    return decision.state === 'forbidden'
      ? denied
      : { access: 'undecided', facts: withheld(decision) };
  }

  const observations = await store.readNamespace(cluster, namespace);
  const observed = observations.find(
    (observation): observation is NamespaceObservation =>
      observation.kind === 'Namespace',
  );
  if (!granted && !doesNamespaceName(observed, request.claims)) {
    return denied;
  }

  // With a grant, the Namespace itself need not be readable.
  const needed = statuses.filter(
    ({ kind, state }) =>
      !isSurrounding(kind) && (kind !== 'Namespace' || state !== 'forbidden'),
  );
  const source = clusterSource(cluster, namespace, needed);
  if (source.state !== 'live' && source.state !== 'stale') {
    return { access: 'allowed', facts: withheld(source) };
  }
  const controller: WorkloadObservation | undefined =
    await store.readDeployment(cluster, controllerNamespace, controllerName);
  const secrets = context.clusters.secretMetadataStatusOf(cluster, namespace);
  const looked = [...statuses, ...(secrets ? [secrets] : [])];
  const sealedSecretsInstalled = isKnown(statuses, 'SealedSecret');
  const surroundings = visibilityOf(statuses, source.state);
  // Rows of a kind that the cluster has no more are from before.
  const isCurrent = ({ kind }: Observation) =>
    isKnown(looked, kind) &&
    (!isSurrounding(kind) || surroundings[kind] === 'seen');
  const inside = observations.filter(
    // What applies a workload is found by its name, wherever it is.
    one =>
      isCurrent(one) &&
      one.kind !== 'Application' &&
      one.kind !== 'Kustomization',
  );
  const outside = await readOutside(store, cluster, namespace, inside);
  const known = [...inside, ...outside.filter(isCurrent)];
  const sealing = await context.sealing.read(cluster, {
    isSurveyed: !controller || needsSurvey(known),
    controller: { namespace: controllerNamespace, name: controllerName },
  });
  return {
    access: 'allowed',
    facts: {
      source,
      observations: known,
      surroundings,
      ...(secrets && {
        secretMetadata: secretMetadataSource(cluster, namespace, secrets),
      }),
      sealedSecretsInstalled,
      controller,
      controllerName,
      controllerNamespace,
      ...(sealing && { sealing }),
    },
  };
}
