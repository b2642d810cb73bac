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

/**
 * Safekeep for apps in the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { SafekeepClient } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepApiRef } from './api/safekeepApiRef';
import { KeyEditsField } from './fields/KeyEdits';
import {
  LostWritesField,
  MigrationOptionField,
  MigrationPlanField,
  MigrationWayField,
} from './fields/Migration';
import {
  keyEditsSchema,
  keyNamesSchema,
  lostWritesSchema,
  migrationOptionSchema,
  migrationStageSchema,
  migrationWaySchema,
  valueMakingSchema,
} from './fields/schemas';
import { SecretKeysField } from './fields/SecretKeys';
import { SecretValuesField } from './fields/SecretValues';
import {
  validateGiven,
  validateKeyEdits,
  validateKeys,
  validateValueMaking,
} from './fields/validation';
import { ValueMakingField } from './fields/ValueMaking';
import {
  clustersRouteRef,
  detailsRouteRef,
  entityContentRouteRef,
  templateRouteRef,
} from './routes';

export { safekeepApiRef } from './api/safekeepApiRef';
export { isSafekeepAvailable } from './filters';
export { safekeepTranslationRef } from './translation';

/**
 * Safekeep for the old frontend system.
 *
 * @public
 */
export const safekeepPlugin = createPlugin({
  id: 'safekeep',
  apis: [
    createApiFactory({
      api: safekeepApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SafekeepClient(deps),
    }),
  ],
  routes: { entityContent: entityContentRouteRef, clusters: clustersRouteRef },
  externalRoutes: { details: detailsRouteRef, template: templateRouteRef },
});

/**
 * The card for an entity's overview; show it where {@link isSafekeepAvailable}.
 *
 * @public
 */
export const EntitySafekeepCard = safekeepPlugin.provide(
  createComponentExtension({
    name: 'EntitySafekeepCard',
    component: {
      lazy: () => import('./components/StatusCard').then(m => m.StatusCard),
    },
  }),
);

/**
 * The content of an entity page's tab, for the path `/data-secrets`.
 *
 * @public
 */
export const EntitySafekeepContent = safekeepPlugin.provide(
  createRoutableExtension({
    name: 'EntitySafekeepContent',
    component: () => import('./components/StatusTab').then(m => m.StatusTab),
    mountPoint: entityContentRouteRef,
  }),
);

/**
 * The page of all clusters, for the path `/sealing-keys`.
 *
 * @public
 */
export const SafekeepClustersPage = safekeepPlugin.provide(
  createRoutableExtension({
    name: 'SafekeepClustersPage',
    component: () =>
      import('./components/ClustersPage').then(m => m.ClustersPageWithHeader),
    mountPoint: clustersRouteRef,
  }),
);

/**
 * The form field `SafekeepSecretKeys`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepSecretKeysFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepSecretKeys',
    component: SecretKeysField,
    validation: validateKeys,
    schema: keyNamesSchema.schema,
  }),
);

/**
 * The form field `SafekeepSecretValues`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepSecretValuesFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepSecretValues',
    component: SecretValuesField,
    validation: validateGiven,
    schema: keyNamesSchema.schema,
  }),
);

/**
 * The form field `SafekeepKeyEdits`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepKeyEditsFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepKeyEdits',
    component: KeyEditsField,
    validation: validateKeyEdits,
    schema: keyEditsSchema.schema,
  }),
);

/**
 * The form field `SafekeepValueMaking`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepValueMakingFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepValueMaking',
    component: ValueMakingField,
    validation: validateValueMaking,
    schema: valueMakingSchema.schema,
  }),
);

/**
 * The form field `SafekeepMigrationOption`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepMigrationOptionFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepMigrationOption',
    component: MigrationOptionField,
    schema: migrationOptionSchema.schema,
  }),
);

/**
 * The form field `SafekeepMigrationWay`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepMigrationWayFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepMigrationWay',
    component: MigrationWayField,
    schema: migrationWaySchema.schema,
  }),
);

/**
 * The form field `SafekeepMigrationPlan`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepMigrationPlanFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepMigrationPlan',
    component: MigrationPlanField,
    schema: migrationStageSchema.schema,
  }),
);

/**
 * The form field `SafekeepLostWrites`, for `<ScaffolderFieldExtensions>`.
 *
 * @public
 */
export const SafekeepLostWritesFieldExtension = safekeepPlugin.provide(
  createScaffolderFieldExtension({
    name: 'SafekeepLostWrites',
    component: LostWritesField,
    schema: lostWritesSchema.schema,
  }),
);
