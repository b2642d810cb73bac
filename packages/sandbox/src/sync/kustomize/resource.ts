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

import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, parseYaml } from './yaml';

/** An object of a manifest, checked for what every object must have. */
export type Resource = JsonObject & {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string };
};

const CLUSTER_SCOPED = new Set([
  'APIService',
  'CSIDriver',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

/** Whether objects of this kind live outside of namespaces. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** The group of an object's apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** What tells an object from every other: group, kind, namespace and name. */
export function resourceId(resource: Resource): string {
  const { namespace } = resource.metadata;
  const place = isClusterScoped(resource.kind) ? '' : String(namespace ?? '');
  return `${groupOf(resource.apiVersion)}/${resource.kind}:${place}/${
    resource.metadata.name
  }`;
}

/** Checks that a value is an object of Kubernetes; the error names the file. */
export function toResource(value: JsonValue, path: string): Resource {
  if (
    !isObject(value) ||
    typeof value.apiVersion !== 'string' ||
    typeof value.kind !== 'string'
  ) {
    throw new InputError(
      `${path}: a document has no apiVersion or kind, so that it isn't an object of Kubernetes`,
    );
  }
  if (!isObject(value.metadata) || typeof value.metadata.name !== 'string') {
    throw new InputError(`${path}: a ${value.kind} has no metadata.name`);
  }
  return value as Resource;
}

/** All objects of a manifest; a `List` is taken apart. */
export function parseResources(text: string, path: string): Resource[] {
  return parseYaml(text, path).flatMap(value => {
    const isList =
      isObject(value) &&
      typeof value.kind === 'string' &&
      value.kind.endsWith('List') &&
      Array.isArray(value.items);
    const items = isList ? (value.items as JsonValue[]) : [value];
    return items.map(item => toResource(item, path));
  });
}
