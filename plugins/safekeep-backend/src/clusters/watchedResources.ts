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
import { projectClaim } from './projection/projectClaim';
import { projectNamespace } from './projection/projectNamespace';
import { projectPod } from './projection/projectPod';
import { projectSealedSecret } from './projection/projectSealedSecret';
import { projectSecretMetadata } from './projection/projectSecretMetadata';
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
}

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
