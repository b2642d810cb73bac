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

import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { SafekeepApi } from '@safekeep/backstage-plugin-safekeep-common';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { healthyCluster } from '../dev/clusterExamples';
import { asFound, stale, underWay } from '../dev/examples';
import { observer } from './__testUtils__/observer';
import {
  EntitySafekeepCard,
  EntitySafekeepContent,
  isSafekeepAvailable,
  safekeepApiRef,
  SafekeepClustersPage,
  safekeepPlugin,
} from './legacy';
import { clustersRouteRef, entityContentRouteRef } from './routes';

function provide(status = asFound(), children = <EntitySafekeepCard />) {
  const api: Partial<SafekeepApi> = { getEntityStatus: async () => status };
  return (
    <TestApiProvider apis={[[safekeepApiRef, api]]}>
      <EntityProvider entity={observer()}>{children}</EntityProvider>
    </TestApiProvider>
  );
}

describe('legacy', () => {
  it('shows the card in the old frontend system', async () => {
    await renderInTestApp(provide());
    expect(
      await screen.findByText('plain in Git', { exact: false }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Seal… observer-secrets' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(
        /^\/create\/templates\/default\/seal-secret\?formData=/,
      ),
    );
  });

  it('shows stale rows without green there too', async () => {
    const { container } = await renderInTestApp(provide(stale()));
    expect(await screen.findAllByText(/^Last seen:/)).toHaveLength(3);
    expect(container.querySelector('[data-state="ok"]')).toBeNull();
  });

  it('shows the tab in the old frontend system', async () => {
    await renderInTestApp(
      provide(
        underWay(),
        <Routes>
          <Route path="/" element={<EntitySafekeepContent />} />
        </Routes>,
      ),
      { mountedRoutes: { '/': entityContentRouteRef } },
    );
    expect(
      await screen.findByRole('region', { name: 'Checklist' }),
    ).toBeInTheDocument();
  });

  it('shows the page of all clusters in the old frontend system', async () => {
    const api: Partial<SafekeepApi> = {
      listClusters: async () => [healthyCluster()],
    };
    await renderInTestApp(
      <TestApiProvider apis={[[safekeepApiRef, api]]}>
        <Routes>
          <Route path="/" element={<SafekeepClustersPage />} />
        </Routes>
      </TestApiProvider>,
      { mountedRoutes: { '/': clustersRouteRef } },
    );
    expect(
      await screen.findByRole('region', { name: 'prod-eu' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 1, name: 'Sealing keys' }),
    ).toBeInTheDocument();
  });

  it('has a client of its own and knows which entities it is for', () => {
    expect([...safekeepPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      safekeepApiRef.id,
    ]);
    expect(isSafekeepAvailable(observer())).toBe(true);
    expect(
      isSafekeepAvailable({
        ...observer(),
        metadata: { name: 'bare' },
      }),
    ).toBe(false);
  });
});
