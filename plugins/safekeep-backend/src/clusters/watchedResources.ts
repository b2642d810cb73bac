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

import { Observation } from '@safekeep/backstage-plugin-safekeep-common';
import { projectApplication } from './projection/projectApplication';
import { projectClaim } from './projection/projectClaim';
import { projectDisruptionBudget } from './projection/projectDisruptionBudget';
import { projectEndpointSlice } from './projection/projectEndpointSlice';
import { projectEvent } from './projection/projectEvent';
import { projectKustomization } from './projection/projectKustomization';
import { projectNamespace } from './projection/projectNamespace';
import { projectNetworkPolicy } from './projection/projectNetworkPolicy';
import {
  projectCnpgCluster,
  projectZalandoPostgresql,
} from './projection/projectOperatedDatabase';
import { projectPod } from './projection/projectPod';
import { projectSealedSecret } from './projection/projectSealedSecret';
import { projectSecretMetadata } from './projection/projectSecretMetadata';
import { projectService } from './projection/projectService';
import { projectStorageClass } from './projection/projectStorageClass';
import { projectVolume } from './projection/projectVolume';
import { projectWorkload } from './projection/projectWorkload';

export type ObservedKind = Observation['kind'];

/**
 * One kind of objects that is watched, over all namespaces of a cluster or in
 * one of them.
 */
export interface WatchedResource {
  kind: ObservedKind;
  path: string;
  /** The only namespace that it is watched in. */
  namespace?: string;
  /** Only its metadata may be asked for. */
  metadataOnly?: boolean;
  /** Undefined for what is not an object of this kind. */
  project(object: unknown): Observation | undefined;
  /** Whether a cluster may well not have it. */
  optional?: boolean;
  /** Only these objects are asked for. */
  fieldSelector?: string;
}

/**
 * What is around a database. A cluster may not have such a kind, or not let
 * Safekeep read it: what is seen of the rest does not depend on it.
 */
export const SURROUNDING_RESOURCES: readonly WatchedResource[] = [
  { kind: 'Service', path: '/api/v1/services', project: projectService },
  {
    kind: 'EndpointSlice',
    path: '/apis/discovery.k8s.io/v1/endpointslices',
    project: projectEndpointSlice,
  },
  {
    kind: 'PersistentVolume',
    path: '/api/v1/persistentvolumes',
    project: projectVolume,
  },
  {
    kind: 'StorageClass',
    path: '/apis/storage.k8s.io/v1/storageclasses',
    project: projectStorageClass,
  },
  {
    kind: 'Event',
    path: '/api/v1/events',
    fieldSelector: 'type=Warning',
    project: projectEvent,
  },
  {
    kind: 'PodDisruptionBudget',
    path: '/apis/policy/v1/poddisruptionbudgets',
    project: projectDisruptionBudget,
  },
  {
    kind: 'NetworkPolicy',
    path: '/apis/networking.k8s.io/v1/networkpolicies',
    project: projectNetworkPolicy,
  },
  {
    kind: 'Application',
    path: '/apis/argoproj.io/v1alpha1/applications',
    project: projectApplication,
  },
  {
    kind: 'Kustomization',
    path: '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
    project: projectKustomization,
  },
  {
    kind: 'Cluster',
    path: '/apis/postgresql.cnpg.io/v1/clusters',
    project: projectCnpgCluster,
  },
  {
    kind: 'postgresql',
    path: '/apis/acid.zalan.do/v1/postgresqls',
    project: projectZalandoPostgresql,
  },
].map(resource => ({ ...resource, optional: true } as WatchedResource));

/**
 * Everything that is watched everywhere. Secrets are not among it, and never
 * will be without an opt-in: `list secrets` shows the values to whoever may do
 * it.
 */
export const WATCHED_RESOURCES: readonly WatchedResource[] = [
  { kind: 'Namespace', path: '/api/v1/namespaces', project: projectNamespace },
  { kind: 'Pod', path: '/api/v1/pods', project: projectPod },
  {
    kind: 'PersistentVolumeClaim',
    path: '/api/v1/persistentvolumeclaims',
    project: projectClaim,
  },
  {
    kind: 'Deployment',
    path: '/apis/apps/v1/deployments',
    project: projectWorkload('Deployment'),
  },
  {
    kind: 'StatefulSet',
    path: '/apis/apps/v1/statefulsets',
    project: projectWorkload('StatefulSet'),
  },
  {
    kind: 'DaemonSet',
    path: '/apis/apps/v1/daemonsets',
    project: projectWorkload('DaemonSet'),
  },
  {
    kind: 'CronJob',
    path: '/apis/batch/v1/cronjobs',
    project: projectWorkload('CronJob'),
  },
  {
    kind: 'Job',
    path: '/apis/batch/v1/jobs',
    project: projectWorkload('Job'),
  },
  {
    kind: 'SealedSecret',
    path: '/apis/bitnami.com/v1alpha1/sealedsecrets',
    project: projectSealedSecret,
    optional: true,
  },
  ...SURROUNDING_RESOURCES,
];

/** The metadata of the Secrets of one namespace, for which somebody asked. */
export function secretMetadataIn(namespace: string): WatchedResource {
  return {
    kind: 'Secret',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`,
    namespace,
    metadataOnly: true,
    project: projectSecretMetadata,
  };
}
