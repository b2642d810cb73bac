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

import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { RiSafe2Line, RiShieldKeyholeLine } from '@remixicon/react';
import { SafekeepClient } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepApiRef } from './api/safekeepApiRef';
import { safekeepEntityFilter } from './filters';
import {
  clustersRouteRef,
  detailsRouteRef,
  entityContentRouteRef,
  templateRouteRef,
} from './routes';

const safekeepApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: safekeepApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SafekeepClient(deps),
    }),
});

const statusCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'info',
    filter: safekeepEntityFilter,
    loader: async () =>
      import('./components/StatusCard').then(m => <m.StatusCard />),
  },
});

const statusContent = EntityContentBlueprint.make({
  name: 'status',
  params: {
    path: '/data-secrets',
    title: 'Data & secrets',
    group: 'deployment',
    icon: <RiSafe2Line />,
    routeRef: entityContentRouteRef,
    filter: safekeepEntityFilter,
    loader: async () =>
      import('./components/StatusTab').then(m => <m.StatusTab />),
  },
});

const clustersPage = PageBlueprint.make({
  name: 'clusters',
  params: {
    path: '/sealing-keys',
    title: 'Sealing keys',
    icon: <RiShieldKeyholeLine />,
    routeRef: clustersRouteRef,
    loader: async () =>
      import('./components/ClustersPage').then(m => <m.ClustersPage />),
  },
});

// Form fields attach to the scaffolder by its extension's id, so they can live
// in this plugin; where there is no scaffolder they are left out.
const secretKeysField = FormFieldBlueprint.make({
  name: 'secret-keys',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.secretKeysFormField),
  },
});

const keyEditsField = FormFieldBlueprint.make({
  name: 'key-edits',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.keyEditsFormField),
  },
});

const valueMakingField = FormFieldBlueprint.make({
  name: 'value-making',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.valueMakingFormField),
  },
});

const secretValuesField = FormFieldBlueprint.make({
  name: 'secret-values',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.secretValuesFormField),
  },
});

const migrationOptionField = FormFieldBlueprint.make({
  name: 'migration-option',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.migrationOptionFormField),
  },
});

const migrationWayField = FormFieldBlueprint.make({
  name: 'migration-way',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.migrationWayFormField),
  },
});

const migrationPlanField = FormFieldBlueprint.make({
  name: 'migration-plan',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.migrationPlanFormField),
  },
});

const lostWritesField = FormFieldBlueprint.make({
  name: 'lost-writes',
  params: {
    field: async () =>
      import('./fields/formFields').then(m => m.lostWritesFormField),
  },
});

/**
 * Safekeep for the new frontend system.
 *
 * @public
 */
export const safekeepPlugin = createFrontendPlugin({
  pluginId: 'safekeep',
  title: 'Safekeep',
  icon: <RiSafe2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { entityContent: entityContentRouteRef, clusters: clustersRouteRef },
  externalRoutes: { details: detailsRouteRef, template: templateRouteRef },
  extensions: [
    safekeepApi,
    statusCard,
    statusContent,
    clustersPage,
    secretKeysField,
    secretValuesField,
    keyEditsField,
    valueMakingField,
    migrationOptionField,
    migrationWayField,
    migrationPlanField,
    lostWritesField,
  ],
});
