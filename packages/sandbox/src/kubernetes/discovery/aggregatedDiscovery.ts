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

import { ResourceCatalog } from '../resources/ResourceCatalog';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { subresourceShape } from './resourceList';

export const AGGREGATED_TYPE =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** All groups and their resources in one answer, which spares a client a request for each group. */
export function aggregatedDiscovery(
  resources: ResourceCatalog,
  core: boolean,
): unknown {
  const groups = resources
    .groupVersions()
    .filter(({ group }) => (group === '') === core);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ group, version }) => ({
      metadata: group ? { name: group, creationTimestamp: null } : {},
      versions: [
        {
          version,
          freshness: 'Current',
          resources: resources
            .inGroupVersion(group, version)
            .map(aggregatedResource),
        },
      ],
    })),
  };
}

function aggregatedResource(definition: ResourceDefinition): unknown {
  const { group, version, kind, shortNames, categories } = definition;
  return {
    resource: definition.plural,
    responseKind: { group, version, kind },
    scope: definition.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: definition.singular,
    verbs: definition.verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(definition.subresources.length > 0
      ? {
          subresources: definition.subresources.map(subresource => {
            const shape = subresourceShape(definition, subresource);
            return {
              subresource,
              responseKind: {
                group: shape.group ?? group,
                version: shape.version ?? version,
                kind: shape.kind,
              },
              verbs: shape.verbs,
            };
          }),
        }
      : {}),
  };
}
