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

import { ResourceDefinition } from '../resources/ResourceDefinition';

interface SubresourceShape {
  kind: string;
  verbs: string[];
  group?: string;
  version?: string;
}

/** What a subresource is made of: mostly the resource itself. */
export function subresourceShape(
  definition: ResourceDefinition,
  subresource: string,
): SubresourceShape {
  switch (subresource) {
    case 'scale':
      return {
        kind: 'Scale',
        group: 'autoscaling',
        version: 'v1',
        verbs: ['get', 'patch', 'update'],
      };
    case 'log':
      return { kind: definition.kind, verbs: ['get'] };
    case 'proxy':
      return { kind: 'ServiceProxyOptions', verbs: ['create', 'get'] };
    case 'finalize':
      return { kind: definition.kind, verbs: ['update'] };
    default:
      return { kind: definition.kind, verbs: ['get', 'patch', 'update'] };
  }
}

/** The resources of one group and version, each followed by its subresources. */
export function resourceList(definitions: ResourceDefinition[]): unknown[] {
  const list: unknown[] = [];
  for (const definition of definitions) {
    const { shortNames, categories } = definition;
    list.push({
      name: definition.plural,
      singularName: definition.singular,
      namespaced: definition.namespaced,
      kind: definition.kind,
      verbs: definition.verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    });
    for (const subresource of definition.subresources) {
      list.push({
        name: `${definition.plural}/${subresource}`,
        singularName: '',
        namespaced: definition.namespaced,
        ...subresourceShape(definition, subresource),
      });
    }
  }
  return list;
}
