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
import { NotAllowedError } from '@backstage/errors';
import { ClusterStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CLUSTER_EXAMPLES,
  clusterWithoutController,
  failingCluster,
  healthyCluster,
  silentCluster,
} from '../../../dev/clusterExamples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import { safekeepApiRef } from '../../api/safekeepApiRef';
import { safekeepPlugin } from '../../plugin';

function show(answer: () => Promise<ClusterStatus[]>) {
  return renderTestApp({
    features: [],
    extensions: [safekeepPlugin.getExtension('page:safekeep/clusters')],
    initialRouteEntries: ['/sealing-keys'],
    apis: [[safekeepApiRef, { listClusters: answer }]],
  });
}

async function panelOf(cluster: ClusterStatus) {
  show(async () => [cluster]);
  return within(await screen.findByRole('region', { name: cluster.name }));
}

function factsOf(panel: ReturnType<typeof within>, label: string) {
  return panel.getByText(label).parentElement!;
}

describe('ClustersPage', () => {
  it('shows the controller, the keys with their age, and what became of the SealedSecrets', async () => {
    const panel = await panelOf(healthyCluster());
    expect(panel.getAllByText('OK').length).toBeGreaterThan(0);
    const controller = within(panel.getByRole('group', { name: 'Controller' }));
    for (const text of [
      'kube-system/sealed-secrets-controller',
      '1 of 1 pods ready',
      'every 30 days, the default',
    ]) {
      expect(controller.getByText(text)).toBeInTheDocument();
    }
    expect(controller.getByText('Version').nextSibling).toHaveTextContent(
      /^0\.40\.0 docker/,
    );
    const table = panel.getByRole('table', { name: 'Sealing keys of prod-eu' });
    const [, newest, older] = within(table).getAllByRole('row');
    expect(newest).toHaveTextContent(
      /SHA256:mVhqJ3uN….*newest.*made 12 days ago, the next one is due in 18 days.*41 keys, SealedSecrets: 9/,
    );
    expect(older).toHaveTextContent(
      /SHA256:4Hq2kXbZ….*was the newest for 30 days.*7 keys, SealedSecrets: 3/,
    );
    expect(older).not.toHaveTextContent('overdue');
    expect(factsOf(panel, 'with an older key')).toHaveTextContent(/3$/);
    expect(factsOf(panel, 'with a key not recorded')).toHaveTextContent(/2$/);
    expect(
      panel.getByRole('link', { name: 'Re-encrypt secrets of prod-eu' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/re-encrypt-secrets\?formData=.*prod-eu/),
    );
    expect(panel.queryByRole('link', { name: /^Install/ })).toBeNull();
    expect(panel.queryByText('Nobody could look at them.')).toBeNull();
  });

  it('copies a whole fingerprint', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    const panel = await panelOf(healthyCluster());
    await user.click(
      panel.getByRole('button', {
        name: 'Copy the fingerprint SHA256:mVhqJ3uN…',
      }),
    );
    expect(write.mock.calls).toEqual([[healthyCluster().keys[0].fingerprint]]);
    expect(panel.getByRole('button', { name: 'Copied' })).toBeInTheDocument();
  });

  it('says why a controller does not work, that its key is overdue, and which certificates are foreign', async () => {
    const panel = await panelOf(failingCluster());
    expect(
      panel.getByText(/has 0 of 1 pods ready/, { exact: false }),
    ).toBeInTheDocument();
    expect(
      panel.getByText(/made 1 month ago, the next one is overdue for 12 days/),
    ).toBeInTheDocument();
    const strays = within(
      panel.getByRole('group', { name: 'Other certificates' }),
    ).getAllByRole('listitem');
    expect(strays[0]).toHaveTextContent(/2 keys.*of cluster prod-eu/);
    expect(strays[1]).toHaveTextContent(/1 key, SealedSecrets: 1$/);
    expect(panel.queryByRole('link', { name: /^Re-encrypt/ })).toBeNull();
  });

  it('offers to install a controller where there is none', async () => {
    const panel = await panelOf(clusterWithoutController());
    expect(
      panel.getByRole('link', { name: 'Install sealed-secrets in staging' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining('/install-sealed-secrets?formData='),
    );
    expect(
      panel.getByText(/No certificate of this cluster’s was seen yet/),
    ).toBeInTheDocument();
    // The newest is not known, so that nobody knows what is older.
    expect(factsOf(panel, 'with an older key')).toHaveTextContent(/not known$/);
  });

  it('shows nothing green, and says "not known", where nobody can look', async () => {
    const panel = await panelOf(silentCluster());
    expect(panel.getByText('Nobody could look at them.')).toBeInTheDocument();
    expect(
      panel.getAllByText(/the connection is refused/).length,
    ).toBeGreaterThan(0);
    expect(panel.queryByText('OK')).toBeNull();
    expect(panel.queryByText('0')).toBeNull();
    expect(panel.queryByRole('link', { name: /^Install/ })).toBeNull();
    expect(
      within(panel.getByRole('table')).getAllByText('not known'),
    ).toHaveLength(2);
  });

  it('says that a certificate of a file shows no renewal', async () => {
    const panel = await panelOf(healthyCluster({ certificateFrom: 'file' }));
    expect(panel.getByText(/read from a configured file/)).toBeInTheDocument();
  });

  it.each([
    ['0, so never', 0, 'never: renewal is switched off'],
    ['3600', 3_600, 'every 1 hour'],
  ])('tells a renewal period of %s', async (_, seconds, text) => {
    const healthy = healthyCluster();
    const panel = await panelOf({
      ...healthy,
      controller: {
        ...healthy.controller,
        renewalPeriod: { seconds, from: 'arguments' },
      },
    });
    expect(panel.getByText(text)).toBeInTheDocument();
  });

  it('gives the lines to paste where no cluster is configured', async () => {
    show(async () => []);
    expect(
      await screen.findByText('No cluster is configured'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('The lines to add')).toHaveTextContent(
      'clusterLocatorMethods',
    );
  });

  it('names the permission that is missing', async () => {
    show(async () => {
      throw new NotAllowedError('no');
    });
    expect(
      await screen.findByText('safekeep.clusters.read'),
    ).toBeInTheDocument();
  });

  it('asks again when told to, while the backend is away', async () => {
    const user = userEvent.setup();
    let up = false;
    show(async () => {
      if (!up) {
        throw new TypeError('Failed to fetch');
      }
      return [healthyCluster()];
    });
    expect(await screen.findByText(/Failed to fetch/)).toBeInTheDocument();
    up = true;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'prod-eu' }),
    ).toBeInTheDocument();
  });

  it('takes the colour from an answer that is too old', async () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    try {
      let times = 0;
      show(async () => {
        times += 1;
        if (times > 1) {
          throw new TypeError('Failed to fetch');
        }
        return [healthyCluster()];
      });
      const region = await screen.findByRole('region', { name: 'prod-eu' });
      expect(within(region).getAllByText('OK')).not.toHaveLength(0);
      await act(async () => {
        await jest.advanceTimersByTimeAsync(40_000);
      });
      expect(within(region).queryByText('OK')).toBeNull();
      expect(within(region).getAllByText('Last seen: OK')).toHaveLength(2);
      expect(region.querySelector('[data-state="ok"]')).toBeNull();
      expect(screen.getByText(/Could not ask again/)).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });

  it('shows that it is reading', async () => {
    show(() => new Promise(() => {}));
    expect(
      await screen.findByText('Reading the state of the clusters'),
    ).toBeInTheDocument();
  });

  it.each(Object.entries(CLUSTER_EXAMPLES))(
    'is accessible: %s',
    async (_, clusters) => {
      show(async () => clusters());
      await screen.findByText(
        /Sealing keys of|No cluster is configured|of each cluster/i,
      );
      await screen.findAllByRole(clusters().length > 0 ? 'table' : 'button');
      expect(await accessibilityProblems(document.body)).toEqual([]);
    },
  );
});
