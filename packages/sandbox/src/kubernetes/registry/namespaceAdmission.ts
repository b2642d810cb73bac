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

import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceCatalog } from '../resources/ResourceCatalog';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { ApiStatusError } from '../status/ApiStatusError';
import { badRequest, notFound } from '../status/refusals';
import { ObjectStore } from '../store/ObjectStore';

/** Refuses an object whose namespace is not there, or is on its way out. */
export function assertNamespace(
  definition: ResourceDefinition,
  object: KubernetesObject,
  options: { store: ObjectStore; resources: ResourceCatalog },
): void {
  const { store, resources } = options;
  if (!definition.namespaced) {
    return;
  }
  const { namespace, name } = object.metadata;
  if (!namespace) {
    throw badRequest('an empty namespace may not be set during creation');
  }
  const namespaces = resources.ofKind('v1', 'Namespace');
  const found = store.get(namespaces, undefined, namespace);
  if (!found) {
    throw notFound(namespaces, namespace);
  }
  if (found.metadata.deletionTimestamp && definition.kind !== 'Event') {
    throw new ApiStatusError({
      code: 403,
      reason: 'Forbidden',
      message: `${definition.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      details: {
        name,
        kind: definition.plural,
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
  }
}
