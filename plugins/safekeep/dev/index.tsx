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
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  RiLayoutGridLine,
  RiSafe2Line,
  RiShieldKeyholeLine,
  RiSurveyLine,
} from '@remixicon/react';
import safekeepPlugin, { safekeepApiRef } from '../src';
import { entityContentRouteRef } from '../src/routes';
import { ExampleSafekeepApi } from './ExampleSafekeepApi';

const examples = createFrontendModule({
  pluginId: 'safekeep',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: safekeepApiRef,
          deps: {},
          factory: () => new ExampleSafekeepApi(),
        }),
    }),
  ],
});

const gallery = createFrontendPlugin({
  pluginId: 'gallery',
  title: 'Card',
  icon: <RiLayoutGridLine />,
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        title: 'Card',
        icon: <RiLayoutGridLine />,
        loader: async () => import('./Gallery').then(m => <m.CardGallery />),
      },
    }),
    PageBlueprint.make({
      name: 'tab',
      params: {
        path: '/tab',
        title: 'Tab',
        icon: <RiSafe2Line />,
        routeRef: entityContentRouteRef,
        loader: async () => import('./Gallery').then(m => <m.TabGallery />),
      },
    }),
    PageBlueprint.make({
      name: 'clusters',
      params: {
        path: '/clusters',
        title: 'Clusters',
        icon: <RiShieldKeyholeLine />,
        loader: async () =>
          import('../src/components/ClustersPage').then(m => (
            <m.ClustersPage />
          )),
      },
    }),
    PageBlueprint.make({
      name: 'form',
      params: {
        path: '/form',
        title: 'Form',
        icon: <RiSurveyLine />,
        loader: async () =>
          import('./FormGallery').then(m => <m.FormGallery />),
      },
    }),
  ],
});

createDevApp({ features: [safekeepPlugin, examples, gallery] });
