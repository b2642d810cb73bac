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

import { ResourceDefinition } from './ResourceDefinition';
import { SEALED_SECRET_SCHEMA } from './sealedSecretSchema';
import { StructuralSchema } from './StructuralSchema';

const ALL_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

interface Row {
  kind: string;
  plural?: string;
  cluster?: boolean;
  short?: string[];
  categories?: string[];
  subresources?: string[];
  generation?: boolean;
  verbs?: string[];
  /** Of a custom resource. */
  schema?: StructuralSchema;
}

function define(
  group: string,
  version: string,
  rows: Row[],
): ResourceDefinition[] {
  return rows.map(row => ({
    group,
    version,
    kind: row.kind,
    plural: row.plural ?? `${row.kind.toLowerCase()}s`,
    singular: row.kind.toLowerCase(),
    namespaced: !row.cluster,
    shortNames: row.short ?? [],
    categories: row.categories ?? [],
    subresources: row.subresources ?? [],
    hasGeneration: row.generation ?? false,
    verbs: row.verbs ?? ALL_VERBS,
    custom: row.schema !== undefined,
    schema: row.schema,
  }));
}

const workload = {
  categories: ['all'],
  subresources: ['status'],
  generation: true,
};
const scalable = { ...workload, subresources: ['status', 'scale'] };

/** Every resource that this API server keeps, in the order of its discovery. */
export const BUILTIN_RESOURCES: ResourceDefinition[] = [
  ...define('', 'v1', [
    { kind: 'ConfigMap', short: ['cm'] },
    { kind: 'Endpoints', plural: 'endpoints', short: ['ep'] },
    { kind: 'Event', short: ['ev'] },
    { kind: 'LimitRange', short: ['limits'] },
    {
      kind: 'Namespace',
      cluster: true,
      short: ['ns'],
      subresources: ['status', 'finalize'],
    },
    { kind: 'Node', cluster: true, short: ['no'], subresources: ['status'] },
    {
      kind: 'PersistentVolume',
      cluster: true,
      short: ['pv'],
      subresources: ['status'],
    },
    {
      kind: 'PersistentVolumeClaim',
      short: ['pvc'],
      subresources: ['status'],
    },
    {
      kind: 'Pod',
      short: ['po'],
      categories: ['all'],
      subresources: ['status', 'log'],
    },
    {
      kind: 'ResourceQuota',
      short: ['quota'],
      subresources: ['status'],
    },
    { kind: 'Secret' },
    {
      kind: 'Service',
      short: ['svc'],
      categories: ['all'],
      subresources: ['status', 'proxy'],
    },
    { kind: 'ServiceAccount', short: ['sa'] },
  ]),
  ...define('apps', 'v1', [
    { kind: 'ControllerRevision' },
    { kind: 'DaemonSet', short: ['ds'], ...workload },
    { kind: 'Deployment', short: ['deploy'], ...scalable },
    { kind: 'ReplicaSet', short: ['rs'], ...scalable },
    { kind: 'StatefulSet', short: ['sts'], ...scalable },
  ]),
  ...define('batch', 'v1', [
    { kind: 'CronJob', short: ['cj'], ...workload },
    { kind: 'Job', ...workload },
  ]),
  ...define('autoscaling', 'v2', [
    {
      kind: 'HorizontalPodAutoscaler',
      short: ['hpa'],
      categories: ['all'],
      subresources: ['status'],
    },
  ]),
  ...define('networking.k8s.io', 'v1', [
    {
      kind: 'Ingress',
      plural: 'ingresses',
      short: ['ing'],
      subresources: ['status'],
      generation: true,
    },
    {
      kind: 'NetworkPolicy',
      plural: 'networkpolicies',
      short: ['netpol'],
      generation: true,
    },
  ]),
  ...define('policy', 'v1', [
    {
      kind: 'PodDisruptionBudget',
      short: ['pdb'],
      subresources: ['status'],
      generation: true,
    },
  ]),
  ...define('storage.k8s.io', 'v1', [
    {
      kind: 'StorageClass',
      plural: 'storageclasses',
      cluster: true,
      short: ['sc'],
    },
  ]),
  ...define('rbac.authorization.k8s.io', 'v1', [
    { kind: 'ClusterRole', cluster: true },
    { kind: 'ClusterRoleBinding', cluster: true },
    { kind: 'Role' },
    { kind: 'RoleBinding' },
  ]),
  ...define('coordination.k8s.io', 'v1', [{ kind: 'Lease' }]),
  ...define('discovery.k8s.io', 'v1', [{ kind: 'EndpointSlice' }]),
  ...define('apiextensions.k8s.io', 'v1', [
    {
      kind: 'CustomResourceDefinition',
      cluster: true,
      short: ['crd', 'crds'],
      categories: ['api-extensions'],
      subresources: ['status'],
      generation: true,
    },
  ]),
  ...define('authorization.k8s.io', 'v1', [
    { kind: 'SelfSubjectAccessReview', cluster: true, verbs: ['create'] },
  ]),
  ...define('authentication.k8s.io', 'v1', [
    { kind: 'SelfSubjectReview', cluster: true, verbs: ['create'] },
  ]),
  ...define('bitnami.com', 'v1alpha1', [
    {
      kind: 'SealedSecret',
      subresources: ['status'],
      generation: true,
      schema: SEALED_SECRET_SCHEMA,
    },
  ]),
];
