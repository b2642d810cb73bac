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

import { groupOf, isClusterScoped } from './kustomize/resource';
import type { ClusterObject } from './SyncTarget';

/** Argo CD's annotation for which application an object belongs to. */
export const ANNOTATION_TRACKING = 'argocd.argoproj.io/tracking-id';

const ANNOTATION_OPTIONS = 'argocd.argoproj.io/sync-options';
const ANNOTATION_FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** Group, kind, namespace and name, as Argo CD writes them. */
export function objectKey(object: ClusterObject): string {
  const { name, namespace } = object.metadata;
  const group = groupOf(object.apiVersion);
  const place = isClusterScoped(object.kind) ? '' : namespace ?? '';
  return `${group}/${object.kind}:${place}/${name}`;
}

/** A copy of the object that says which application it belongs to. */
export function withTracking(
  object: ClusterObject,
  application: string,
): ClusterObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...object.metadata.annotations,
        [ANNOTATION_TRACKING]: `${application}:${objectKey(object)}`,
      },
    },
  };
}

/** Whether this object was applied for this application and is still its own. */
export function isTrackedBy(
  object: ClusterObject,
  application: string,
): boolean {
  return (
    object.metadata.annotations?.[ANNOTATION_TRACKING] ===
    `${application}:${objectKey(object)}`
  );
}

/** Whether the object itself asks not to be deleted when it leaves Git. */
export function isKeptFromPrune(object: ClusterObject): boolean {
  const annotations = object.metadata.annotations ?? {};
  const options = (annotations[ANNOTATION_OPTIONS] ?? '')
    .split(',')
    .map(option => option.trim());
  return (
    options.includes('Prune=false') ||
    options.includes('Prune=confirm') ||
    annotations[ANNOTATION_FLUX_PRUNE] === 'disabled'
  );
}
