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

import { NamespaceObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { AccessOptions } from './accessOptions';

/** A DNS label, as the API server requires it of a namespace. */
export function isNamespaceName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/**
 * Whether the configuration grants it, whatever the cluster says.
 */
export function isNamespaceGranted(options: {
  access: AccessOptions;
  claims: ReadonlySet<string>;
  cluster: string;
  namespace: string;
}): boolean {
  return options.access.grants.some(
    grant =>
      grant.clusters.has(options.cluster) &&
      grant.namespaces.has(options.namespace) &&
      [...options.claims].some(claim => grant.entities.has(claim)),
  );
}

/**
 * Whether the Namespace itself names the entity or one of its owners. A
 * Namespace that does not exist names nobody, and is answered alike.
 */
export function doesNamespaceName(
  observed: NamespaceObservation | undefined,
  claims: ReadonlySet<string>,
): boolean {
  return observed?.entities.some(ref => claims.has(ref)) ?? false;
}
