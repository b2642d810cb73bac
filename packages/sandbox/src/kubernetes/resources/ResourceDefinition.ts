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

import { StructuralSchema } from './StructuralSchema';

export interface ResourceDefinition {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  /** `status`, `scale`, `log`, `proxy`, … */
  subresources: string[];
  /** Whether `metadata.generation` counts the changes of the spec. */
  hasGeneration: boolean;
  verbs: string[];
  /** Defined by a CustomResourceDefinition: no strategic merge, lists atomic. */
  custom: boolean;
  /** What a custom object is validated by, and pruned to. */
  schema?: StructuralSchema;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(definition: {
  group: string;
  version: string;
}): string {
  return definition.group
    ? `${definition.group}/${definition.version}`
    : definition.version;
}

/** As the API server names a resource in its messages: `deployments.apps`. */
export function qualifiedResource(definition: {
  group: string;
  plural: string;
}): string {
  return definition.group
    ? `${definition.plural}.${definition.group}`
    : definition.plural;
}

/** As the API server names a kind in its messages: `Deployment.apps`. */
export function qualifiedKind(definition: {
  group: string;
  kind: string;
}): string {
  return definition.group
    ? `${definition.kind}.${definition.group}`
    : definition.kind;
}
