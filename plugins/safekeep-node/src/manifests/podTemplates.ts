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

import { JsonObject, JsonValue } from '@backstage/types';
import { SecretReference } from '@safekeep/backstage-plugin-safekeep-common';
import { mappings, valueAt } from './yaml/readYaml';

/** Path to the pod template, by the kind of a workload that can be restarted by it. */
const POD_TEMPLATES: Record<string, { group: RegExp; path: string[] }> = {
  Deployment: { group: /^apps\//, path: ['spec', 'template'] },
  StatefulSet: { group: /^apps\//, path: ['spec', 'template'] },
  DaemonSet: { group: /^apps\//, path: ['spec', 'template'] },
  CronJob: {
    group: /^batch\//,
    path: ['spec', 'jobTemplate', 'spec', 'template'],
  },
  // Of Argo Rollouts; one that refers to a Deployment has no template.
  Rollout: { group: /^argoproj\.io\//, path: ['spec', 'template'] },
};

/**
 * Where the pod template of a workload is. A Job has none here: its template
 * cannot be changed.
 */
export function podTemplatePath(object: JsonObject): string[] | undefined {
  const { kind, apiVersion } = object;
  if (typeof kind !== 'string' || !Object.hasOwn(POD_TEMPLATES, kind)) {
    return undefined;
  }
  const { group, path } = POD_TEMPLATES[kind];
  return typeof apiVersion === 'string' &&
    group.test(apiVersion) &&
    valueAt(object, ...path) !== undefined
    ? path
    : undefined;
}

/** Where the pod template of a Job is, which runs once and is never restarted. */
export function jobTemplatePath(object: JsonObject): string[] | undefined {
  const { kind, apiVersion } = object;
  return kind === 'Job' &&
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('batch/')
    ? ['spec', 'template']
    : undefined;
}

/**
 * The secrets that a pod's spec reads: as environment, in whole or by key, and
 * as mounted files. A secret that pulls images is not read by the pod.
 *
 * @public
 */
export function readSecretReferences(
  podSpec: JsonValue | undefined,
): SecretReference[] {
  const references = new Map<string, Set<string> | 'all'>();
  const add = (secret: JsonValue | undefined, keys?: string[]) => {
    if (typeof secret !== 'string' || secret === '') {
      return;
    }
    const known = references.get(secret);
    if (!keys) {
      references.set(secret, 'all');
    } else if (known !== 'all') {
      references.set(secret, new Set([...(known ?? []), ...keys]));
    }
  };
  const containers = [
    ...mappings(valueAt(podSpec, 'initContainers')),
    ...mappings(valueAt(podSpec, 'containers')),
  ];
  for (const container of containers) {
    for (const source of mappings(valueAt(container, 'envFrom'))) {
      add(valueAt(source, 'secretRef', 'name'));
    }
    for (const variable of mappings(valueAt(container, 'env'))) {
      const reference = valueAt(variable, 'valueFrom', 'secretKeyRef');
      const key = valueAt(reference, 'key');
      add(
        valueAt(reference, 'name'),
        typeof key === 'string' ? [key] : undefined,
      );
    }
  }
  for (const volume of mappings(valueAt(podSpec, 'volumes'))) {
    const mounted = valueAt(volume, 'secret');
    add(valueAt(mounted, 'secretName'), itemKeys(mounted));
    for (const source of mappings(valueAt(volume, 'projected', 'sources'))) {
      const projected = valueAt(source, 'secret');
      add(valueAt(projected, 'name'), itemKeys(projected));
    }
  }
  return [...references].map(([secret, keys]) => ({
    secret,
    ...(keys !== 'all' && { keys: [...keys] }),
  }));
}

function itemKeys(source: JsonValue | undefined): string[] | undefined {
  const items = mappings(valueAt(source, 'items'));
  const keys = items
    .map(item => valueAt(item, 'key'))
    .filter((key): key is string => typeof key === 'string');
  return keys.length > 0 ? keys : undefined;
}
