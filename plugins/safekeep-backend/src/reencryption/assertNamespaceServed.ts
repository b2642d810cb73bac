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

import { NotAllowedError } from '@backstage/errors';
import { ObservationStore } from '../database/ObservationStore';
import { AccessOptions } from '../status/accessOptions';

/**
 * Refuses a namespace that no entity may show: what Safekeep is not for, it does
 * not ask the controller about. One that does not exist is answered alike.
 *
 * @throws NotAllowedError
 */
export async function assertNamespaceServed(options: {
  access: AccessOptions;
  store: Pick<ObservationStore, 'readNamespace'>;
  cluster: string;
  namespace: string;
}): Promise<void> {
  const { access, store, cluster, namespace } = options;
  const isGranted = access.grants.some(
    grant => grant.clusters.has(cluster) && grant.namespaces.has(namespace),
  );
  if (isGranted) {
    return;
  }
  const observations = await store.readNamespace(cluster, namespace);
  const isNamed = observations.some(
    observation =>
      observation.kind === 'Namespace' && observation.entities.length > 0,
  );
  if (!isNamed) {
    throw new NotAllowedError(
      `Namespace ${namespace} of cluster ${cluster} belongs to no entity: annotate the Namespace with safekeep.io/entities, or grant it in safekeep.access`,
    );
  }
}
