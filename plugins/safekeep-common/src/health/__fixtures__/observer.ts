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
  ClaimObservation,
  Observation,
  PodObservation,
  RepositorySecret,
  SealedSecretObservation,
  SecretMetadataObservation,
  WorkloadObservation,
} from '../../observations';
import { NamespaceFacts, RepositoryFacts, StatusFacts } from '../../facts';
import { SourceState } from '../../status';

/*
 * The observer service, as its cluster and its repository would show it.
 */

export const NAMESPACE = 'observer-prod';
export const REPOSITORY =
  'http://localhost:7301/tawbury/deployment/tree/main/infra/k8s/base';
export const CERTIFICATE = 'SHA256:4Hq2kXbZ0n3c9y1rT7uWvQe5sPdLgJmFhAoBiCxDzEw';

export const SEALED_UID = '0e7c2b57-6f0a-4c1c-9c1e-3a8d6a0f5b11';

export const KEYS = [
  'DB_PASSWORD',
  'DB_USER',
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIS_HTS_ID',
  'POSTGRES_PASSWORD',
  'POSTGRES_USER',
];

export function workload(
  options: Partial<WorkloadObservation> & { name: string },
): WorkloadObservation {
  const desired = options.desired ?? 1;
  return {
    kind: 'Deployment',
    namespace: NAMESPACE,
    generation: 1,
    observedGeneration: options.generation ?? 1,
    desired,
    ready: desired,
    updated: desired,
    total: desired,
    images: ['ghcr.io/tawbury/observer:1.4.2'],
    claims: [],
    secretReferences: [],
    checksums: {},
    ...options,
  };
}

export function pod(
  options: Partial<PodObservation> & { name: string },
): PodObservation {
  return {
    kind: 'Pod',
    namespace: NAMESPACE,
    phase: 'Running',
    ready: true,
    startedAt: '2026-02-01T00:00:00Z',
    restarts: 0,
    ...options,
  };
}

export function claim(
  options: Partial<ClaimObservation> = {},
): ClaimObservation {
  return {
    kind: 'PersistentVolumeClaim',
    namespace: NAMESPACE,
    name: 'observer-db-pvc',
    phase: 'Bound',
    storageClass: 'local-path',
    capacity: '10Gi',
    ...options,
  };
}

export function sealedSecret(
  options: Partial<SealedSecretObservation> = {},
): SealedSecretObservation {
  return {
    kind: 'SealedSecret',
    namespace: NAMESPACE,
    name: 'observer-secrets',
    uid: SEALED_UID,
    generation: 1,
    observedGeneration: options.generation ?? 1,
    synced: true,
    scope: 'strict',
    keys: KEYS,
    checksum: 'aaaa',
    sealedKeys: Object.fromEntries(
      KEYS.map(key => [
        key,
        { sealedAt: '2026-02-04T09:00:00Z', certificate: CERTIFICATE },
      ]),
    ),
    linkedKeys: [
      ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
      ['DB_USER', 'POSTGRES_USER'],
    ],
    ...options,
  };
}

export function plainFile(
  options: Partial<RepositorySecret> = {},
): RepositorySecret {
  return {
    kind: 'Secret',
    namespace: NAMESPACE,
    name: 'observer-secrets',
    path: 'secrets/observer-secrets.yaml',
    line: 1,
    keys: KEYS,
    referenced: true,
    sealedKeys: {},
    linkedKeys: [],
    ...options,
  };
}

/** The Secret as the controller made it, by its metadata. */
export function secretMetadata(
  options: Partial<SecretMetadataObservation> = {},
): SecretMetadataObservation {
  return {
    kind: 'Secret',
    namespace: NAMESPACE,
    name: 'observer-secrets',
    owners: [
      {
        kind: 'SealedSecret',
        name: 'observer-secrets',
        uid: SEALED_UID,
        controller: true,
      },
    ],
    managed: false,
    patched: false,
    writers: [
      {
        manager: 'controller',
        time: '2026-02-04T09:00:05Z',
        keys: KEYS,
        owners: [SEALED_UID],
      },
    ],
    ...options,
  };
}

/** The file that such a SealedSecret was applied from. */
export function sealedFile(
  sealed: SealedSecretObservation = sealedSecret(),
  options: Partial<RepositorySecret> = {},
): RepositorySecret {
  return {
    kind: 'SealedSecret',
    namespace: sealed.namespace,
    name: sealed.name,
    path: `sealed-secrets/${sealed.name}.yaml`,
    line: 1,
    keys: sealed.keys,
    referenced: true,
    checksum: sealed.checksum,
    sealedKeys: sealed.sealedKeys,
    linkedKeys: sealed.linkedKeys,
    ...options,
  };
}

export function observerDeployment(
  options: Partial<WorkloadObservation> = {},
): WorkloadObservation {
  return workload({
    name: 'observer',
    secretReferences: [{ secret: 'observer-secrets' }],
    ...options,
  });
}

export function observerPod(
  options: Partial<PodObservation> = {},
): PodObservation {
  return pod({
    name: 'observer-6d4b75cb6d-x2x7q',
    owner: 'ReplicaSet/observer-6d4b75cb6d',
    ...options,
  });
}

export function postgresDeployment(
  options: Partial<WorkloadObservation> = {},
): WorkloadObservation {
  return workload({
    name: 'postgres',
    images: ['postgres:15-alpine'],
    claims: ['observer-db-pvc'],
    secretReferences: [{ secret: 'observer-secrets' }],
    ...options,
  });
}

export function postgresStatefulSet(
  options: Partial<WorkloadObservation> = {},
): WorkloadObservation {
  return postgresDeployment({ kind: 'StatefulSet', ...options });
}

export function postgresPod(
  options: Partial<PodObservation> = {},
): PodObservation {
  return pod({
    name: 'postgres-0',
    owner: 'StatefulSet/postgres',
    ...options,
  });
}

export function controller(
  options: Partial<WorkloadObservation> = {},
): WorkloadObservation {
  return workload({
    namespace: 'kube-system',
    name: 'sealed-secrets-controller',
    images: ['docker.io/bitnami/sealed-secrets-controller:0.26.0'],
    ...options,
  });
}

export function namespaceFacts(
  observations: Observation[],
  options: Partial<NamespaceFacts> & { state?: SourceState } = {},
): NamespaceFacts {
  const { state = 'live', ...rest } = options;
  return {
    source: {
      kind: 'cluster',
      name: 'sandbox',
      namespace: NAMESPACE,
      state,
      observedAt: '2026-02-05T12:00:00Z',
    },
    observations,
    controller: controller(),
    controllerName: 'sealed-secrets-controller',
    controllerNamespace: 'kube-system',
    ...rest,
  };
}

export function repositoryFacts(
  secrets: RepositorySecret[],
  options: Partial<RepositoryFacts> & { state?: SourceState } = {},
): RepositoryFacts {
  const { state = 'live', ...rest } = options;
  return {
    source: {
      kind: 'repository',
      name: REPOSITORY,
      state,
      observedAt: '2026-02-05T12:00:00Z',
    },
    url: REPOSITORY,
    secrets,
    ...rest,
  };
}

/** Everything live, and Phase 2 done: nothing to complain about. */
export function healthyFacts(options: Partial<StatusFacts> = {}): StatusFacts {
  return {
    entityRef: 'component:default/observer',
    namespaces: [
      namespaceFacts([
        postgresStatefulSet(),
        postgresPod(),
        claim(),
        observerDeployment(),
        observerPod(),
        sealedSecret(),
      ]),
    ],
    repository: repositoryFacts([sealedFile()]),
    pullRequests: [],
    mayPropose: true,
    ...options,
  };
}
