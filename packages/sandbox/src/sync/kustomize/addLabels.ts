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

import type { JsonObject } from '@backstage/types';
import type { Kustomization } from './Kustomization';
import { at, objectsAt, podTemplateOf } from './podSpecs';
import type { Resource } from './resource';
import { isObject } from './yaml';

const WITH_MATCH_LABELS = new Set([
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
]);

function merge(
  parent: JsonObject,
  field: string,
  pairs: Record<string, string>,
): void {
  const existing = parent[field];
  parent[field] = { ...(isObject(existing) ? existing : {}), ...pairs };
}

function child(parent: JsonObject, field: string): JsonObject {
  const existing = parent[field];
  if (isObject(existing)) {
    return existing;
  }
  const created: JsonObject = {};
  parent[field] = created;
  return created;
}

/** The kustomization's `labels`, `commonLabels` and `commonAnnotations`. */
export function addLabels(
  resources: Resource[],
  kustomization: Kustomization,
): void {
  for (const resource of resources) {
    for (const {
      pairs,
      includeSelectors,
      includeTemplates,
    } of kustomization.labels) {
      if (Object.keys(pairs).length === 0) {
        continue;
      }
      merge(resource.metadata, 'labels', pairs);
      if (includeSelectors || includeTemplates) {
        for (const template of templatesOf(resource)) {
          merge(child(template, 'metadata'), 'labels', pairs);
        }
      }
      if (includeSelectors) {
        addToSelectors(resource, pairs);
      }
    }
    if (Object.keys(kustomization.commonAnnotations).length > 0) {
      const pairs = kustomization.commonAnnotations;
      merge(resource.metadata, 'annotations', pairs);
      for (const template of podTemplatesOf(resource)) {
        merge(child(template, 'metadata'), 'annotations', pairs);
      }
    }
  }
}

/** A workload's pod template, and the job template around it. */
function podTemplatesOf(resource: Resource): JsonObject[] {
  const pod = podTemplateOf(resource);
  const job =
    resource.kind === 'CronJob' && at(resource, 'spec', 'jobTemplate');
  return [...(pod ? [pod] : []), ...(job && isObject(job) ? [job] : [])];
}

/** Everything in an object from which other objects are made. */
function templatesOf(resource: Resource): JsonObject[] {
  const claims = objectsAt(resource, 'spec', 'volumeClaimTemplates');
  return [...podTemplatesOf(resource), ...claims];
}

function addToSelectors(
  resource: Resource,
  pairs: Record<string, string>,
): void {
  const { spec, kind } = resource;
  if (!isObject(spec)) {
    return;
  }
  if (kind === 'Service' && isObject(spec.selector)) {
    merge(spec, 'selector', pairs);
  }
  if (WITH_MATCH_LABELS.has(kind)) {
    merge(child(spec, 'selector'), 'matchLabels', pairs);
  }
  if (kind === 'PodDisruptionBudget' && isObject(spec.selector)) {
    merge(spec.selector, 'matchLabels', pairs);
  }
  if (kind === 'NetworkPolicy' && isObject(spec.podSelector)) {
    merge(spec.podSelector, 'matchLabels', pairs);
  }
}
