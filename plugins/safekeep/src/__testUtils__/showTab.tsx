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

import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { screen } from '@testing-library/react';
import { safekeepApiRef } from '../api/safekeepApiRef';
import { safekeepPlugin } from '../plugin';
import { observer } from './observer';

/** Renders the tab on an answer of the backend's. */
export function showTab(
  answer: EntityStatus | (() => Promise<EntityStatus>),
): void {
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity: observer() }),
      safekeepPlugin.getExtension('entity-content:safekeep/status'),
    ],
    apis: [
      [
        safekeepApiRef,
        {
          getEntityStatus:
            typeof answer === 'function' ? answer : async () => answer,
        },
      ],
    ],
  });
}

/** A panel of the tab, once it is there. */
export function panel(name: string): Promise<HTMLElement> {
  return screen.findByRole('region', { name });
}
