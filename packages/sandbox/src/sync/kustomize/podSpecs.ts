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

import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from './yaml';
import type { Resource } from './resource';

/** Follows field names into an object. */
export function at(
  value: JsonValue | undefined,
  ...path: string[]
): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (found, field) => (isObject(found) ? found[field] : undefined),
    value,
  );
}

/** The objects of a list field. */
export function objectsAt(
  value: JsonValue | undefined,
  ...path: string[]
): JsonObject[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** The pod template of a workload: an object with `metadata` and `spec`. */
export function podTemplateOf(resource: Resource): JsonObject | undefined {
  const template =
    resource.kind === 'CronJob'
      ? at(resource, 'spec', 'jobTemplate', 'spec', 'template')
      : at(resource, 'spec', 'template');
  return isObject(template) && isObject(template.spec) ? template : undefined;
}

/** The pod's spec of a Pod or of a workload's template. */
export function podSpecOf(resource: Resource): JsonObject | undefined {
  const spec =
    resource.kind === 'Pod' ? resource.spec : podTemplateOf(resource)?.spec;
  return isObject(spec) ? spec : undefined;
}

/** All containers of a pod's spec. */
export function containersOf(podSpec: JsonObject | undefined): JsonObject[] {
  return [
    ...objectsAt(podSpec, 'initContainers'),
    ...objectsAt(podSpec, 'containers'),
    ...objectsAt(podSpec, 'ephemeralContainers'),
  ];
}
