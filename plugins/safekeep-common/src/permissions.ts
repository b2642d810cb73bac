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

import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Reading the state of an entity's databases and secrets. The viewer also
 * needs `catalog.entity.read` on the entity.
 *
 * @public
 */
export const safekeepStatusReadPermission = createPermission({
  name: 'safekeep.status.read',
  attributes: { action: 'read' },
});

/**
 * Proposing a change: fetching a cluster's sealing certificate for it, and
 * seeing the card's actions.
 *
 * @public
 */
export const safekeepChangeProposePermission = createPermission({
  name: 'safekeep.change.propose',
  attributes: { action: 'create' },
});

/**
 * Seeing all configured clusters: their sealed-secrets controllers and sealing
 * certificates, and how many SealedSecrets they have. It names no entity,
 * namespace or secret, and is meant for those who run the platform.
 *
 * @public
 */
export const safekeepClustersReadPermission = createPermission({
  name: 'safekeep.clusters.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of Safekeep.
 *
 * @public
 */
export const safekeepPermissions = [
  safekeepStatusReadPermission,
  safekeepChangeProposePermission,
  safekeepClustersReadPermission,
];
