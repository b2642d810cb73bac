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
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/core-plugin-api';

/** The tab on the entity page. */
export const entityContentRouteRef = createRouteRef({ id: 'safekeep' });

/** The page of all clusters. */
export const clustersRouteRef = createRouteRef({ id: 'safekeep-clusters' });

/**
 * Where the card's "Details" leads: the tab, unless the app binds it elsewhere.
 * External and optional, so that the card still works where the tab is off.
 */
export const detailsRouteRef = createExternalRouteRef({
  id: 'safekeep-details',
  optional: true,
  defaultTarget: 'safekeep.entityContent',
});

/** The form of a software template. */
export const templateRouteRef = createExternalRouteRef({
  id: 'safekeep-template',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
