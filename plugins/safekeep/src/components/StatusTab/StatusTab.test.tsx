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

import { reason } from '@safekeep/backstage-plugin-safekeep-common';
import { cleanup, screen, within } from '@testing-library/react';
import {
  apiToken,
  asFound,
  databaseWithFailedRotation,
  databaseInStatefulSet,
  databaseWithPreparedRole,
  empty,
  formData,
  forbiddenNamespace,
  many,
  stale,
  underWay,
} from '../../../dev/examples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import { panel, showTab } from '../../__testUtils__/showTab';

describe('StatusTab', () => {
  it('shows each check with its evidence and why it does not hold', async () => {
    showTab(asFound());
    const checklist = await panel('Checklist');
    const lines = within(checklist).getAllByRole('listitem');
    expect(lines).toHaveLength(6);
    expect(lines[3]).toHaveTextContent(
      /Databases in a StatefulSet\s*Failing\s*Seen: Deployment postgres, READY 1\/1/,
    );
    expect(lines[3]).toHaveTextContent(/guarded pull request/);
    expect(lines[4]).toHaveTextContent(
      /observer-db-pvc Bound, 10Gi, local-path/,
    );
  });

  it('shows a database with its claim, image and file', async () => {
    showTab(asFound());
    const postgres = within(await panel('postgres'));
    expect(postgres.getByText('postgres:15-alpine')).toBeInTheDocument();
    expect(postgres.getByText('Deployment, READY 1/1')).toBeInTheDocument();
    expect(
      within(
        postgres.getByRole('table', { name: 'Volumes of postgres' }),
      ).getByRole('row', { name: /^observer-db-pvc/ }),
    ).toHaveTextContent(
      /^observer-db-pvcBound10GiReadWriteOncelocal-pathpvc-0b6f.*deleted with its claimon the disk of one node$/,
    );
    expect(
      postgres.getByRole('link', { name: 'deployments/postgres.yaml, line 1' }),
    ).toHaveAttribute(
      'href',
      'https://github.com/tawbury/deployment/blob/main/infra/k8s/base/deployments/postgres.yaml#L1',
    );
  });

  it('shows a secret’s keys, who reads it and what must restart', async () => {
    showTab(underWay());
    const secret = within(await panel('observer-secrets'));
    const table = secret.getByRole('table', {
      name: 'Keys of observer-secrets',
    });
    const password = within(table).getByRole('row', { name: /^DB_PASSWORD/ });
    expect(password).toHaveTextContent(
      /changes with POSTGRES_PASSWORD.*4 minutes ago.*4 minutes ago.*SHA256:mVhqJ3uN…newest key/,
    );
    expect(
      within(table).getByRole('row', { name: /^KIS_APP_KEY/ }),
    ).toHaveTextContent(/12 days ago.*not recorded/);
    expect(secret.getByText(/strict: this name/)).toBeInTheDocument();
    const [observerPods, database] = secret
      .getAllByRole('listitem')
      .filter(item => /Deployment|StatefulSet/.test(item.textContent ?? ''))
      .slice(-2);
    expect(observerPods).toHaveTextContent('restart pending');
    expect(database).toHaveTextContent('no restart pending');
    expect(
      secret.getByRole('link', { name: 'Rotate… observer-secrets' }),
    ).toBeInTheDocument();
    expect(
      secret.getByRole('link', { name: 'Edit keys… observer-secrets' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/edit-secret-keys\?formData=.*observer-secrets/),
    );
    expect(
      secret.getByRole('link', { name: 'Roll back… observer-secrets' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/roll-back-secret\?formData=.*observer-secrets/),
    );
  });

  it('shows which password of a database works, and what the Job said', async () => {
    showTab({ ...underWay(), databases: [databaseWithFailedRotation()] });
    const postgres = within(await panel('postgres'));
    expect(
      postgres.getByText(/could not change the password of/),
    ).toHaveTextContent(
      /The earlier password still works\. Point the Service at the primary/,
    );
    const steps = postgres.getByRole('list', {
      name: 'Steps of the rotation of observer-secrets',
    });
    expect(
      within(steps)
        .getAllByRole('listitem')
        .map(step => step.textContent),
    ).toEqual(['new value sealed, done', 'changed in the database, failed']);
    expect(steps.parentElement).toHaveTextContent(
      /Changed in place, DB_PASSWORD, POSTGRES_PASSWORD of observer-secrets, 9 minutes ago.*Role observer.*failed\. It did not do what it was for\. The earlier password still works\./,
    );
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });

  it('shows how far two roles are, and offers the next step', async () => {
    showTab({ ...underWay(), databases: [databaseWithPreparedRole()] });
    const postgres = within(await panel('postgres'));
    const steps = postgres.getByRole('list', {
      name: /^Steps of the rotation/,
    });
    expect(
      within(steps)
        .getAllByRole('listitem')
        .map(step => step.textContent),
    ).toEqual([
      'role prepared, done',
      'consumers switched, still to come',
      'earlier role retired, still to come',
    ]);
    expect(
      postgres.getByRole('link', { name: 'Switch role… postgres' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(
        /\/rotate-database-password\?formData=.*two-slot.*switch/,
      ),
    );
  });

  it('tells keys that only a Job reads from the others', async () => {
    const status = underWay();
    const secrets = status.secrets.map(secret => ({
      ...secret,
      databaseAction: databaseWithPreparedRole().action,
      keys: [
        ...secret.keys,
        { name: 'A_VERIFIER', linkedTo: [], helper: 'verifier' as const },
      ],
    }));
    showTab({ ...status, secrets });
    const secret = within(await panel('observer-secrets'));
    expect(
      secret.getByRole('row', { name: /^A_VERIFIER.*no program reads it/ }),
    ).toBeInTheDocument();
    expect(
      secret.getByRole('link', { name: 'Switch role… observer-secrets' }),
    ).toBeInTheDocument();
  });

  it('tells the newest key from an older one, and leads to re-encrypting', async () => {
    showTab(asFound());
    const token = within(await panel('observer-api-token'));
    expect(token.getByRole('row', { name: /^token/ })).toHaveTextContent(
      /SHA256:Zk1rT0pN…older key/,
    );
    expect(token.getByText(/Sealed with an older key/)).toHaveTextContent(
      /Re-encrypt it\. Values stay as they are/,
    );
    expect(
      token.getByRole('link', { name: 'Re-encrypt… observer-api-token' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(
        /\/re-encrypt-secrets\?formData=.*observer-api-token/,
      ),
    );
    expect(token.getByText('The controller’s last word')).toBeInTheDocument();
  });

  it('keeps finished pull requests, with every stage done', async () => {
    showTab(underWay());
    const pullRequests = within(await panel('Pull requests'));
    const steps = within(
      pullRequests.getByRole('list', { name: 'Stages of pull request #38' }),
    ).getAllByRole('listitem');
    expect(steps).toHaveLength(5);
    for (const step of steps) {
      expect(step).toHaveTextContent(/, done$/);
    }
    expect(
      within(
        pullRequests.getByRole('list', { name: 'Stages of pull request #41' }),
      ).getByText('unsealed').parentElement,
    ).toHaveAttribute('aria-current', 'step');
  });

  it('tells how far a database’s change is by the database alone', async () => {
    const status = underWay();
    const [open, merged] = status.pullRequests;
    showTab({
      ...status,
      pullRequests: [
        { ...open, database: 'postgres' },
        { ...merged, stage: 'merged', secrets: [], database: 'postgres' },
      ],
    });
    const pullRequests = await panel('Pull requests');
    expect(pullRequests).toHaveTextContent(
      /#42\)Open\. It waits for a review and the merge\..*#41\)Merged\. How far the change has come, postgres itself tells\.$/,
    );
  });

  it('tells what happened, newest first', async () => {
    showTab(underWay());
    const history = within(
      within(await panel('History')).getByRole('table', { name: 'History' }),
    );
    const [, first, second, third] = history.getAllByRole('row');
    expect(first).toHaveTextContent(
      /^2 minutes agoOpened: Rotate token of observer-api-tokenjane-doePull request #42/,
    );
    // Of one minute: the merge, and the values that came with it.
    const both = `${second.textContent} ${third.textContent}`;
    expect(both).toMatch(
      /Merged: Rotate DB_PASSWORD.*Pull request #41.*Commit 5f0c1e9/,
    );
    expect(both).toMatch(
      /New values in observer-secrets: POSTGRES_PASSWORD, DB_PASSWORD/,
    );
    expect(
      history.getByRole('link', { name: /Commit 5f0c1e9/ }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/tawbury\/deployment\/commit\/5f0c1e9a7b3d/),
    );
  });

  it.each([
    ['nothing at all', [], 'Data & secrets'],
    ['secrets alone', [apiToken()], 'Databases'],
  ])('has a way to a first database: %s', async (_, secrets, place) => {
    showTab({ ...empty(), secrets });
    // The region is there before its status is.
    const link = await screen.findByRole('link', {
      name: 'Create PostgreSQL… empty',
    });
    expect(
      screen.getAllByRole('region', { name: place }).at(-1),
    ).toContainElement(link);
    expect(
      JSON.parse(
        new URL(link.getAttribute('href')!, 'http://a').searchParams.get(
          'formData',
        )!,
      ),
    ).toEqual(empty().createDatabase?.formData);
  });

  it('has no way to one for who may not propose it', async () => {
    const { createDatabase, ...status } = empty();
    showTab(status);
    await panel('Checklist');
    expect(screen.queryByRole('link', { name: /^Create/ })).toBeNull();
  });

  it('offers the template that cures beside the reason, once', async () => {
    const rotate = {
      template: 'rotate-database-password' as const,
      formData: formData('observer-secrets', 'sealed.yaml'),
    };
    const cured = {
      ...reason('password-rotation-failed', {
        job: 'j',
        secret: 'observer-secrets',
        login: 'none',
      }),
      action: rotate,
    };
    const database = { ...databaseInStatefulSet(), reasons: [cured] };
    const status = { ...asFound(), databases: [database] };
    const name = 'Rotate password… postgres';
    showTab(status);
    const postgres = await panel('postgres');
    expect(
      within(within(postgres).getAllByRole('listitem')[0]).getByRole('link', {
        name,
      }),
    ).toBeInTheDocument();
    cleanup();
    showTab({ ...status, databases: [{ ...database, action: rotate }] });
    expect(
      within(await panel('postgres')).getAllByRole('link', { name }),
    ).toHaveLength(1);
  });

  it('does not say "none" of what could not be looked at', async () => {
    showTab(forbiddenNamespace());
    const databases = await panel('Databases');
    expect(databases).toHaveTextContent('Nobody could look; see the sources.');
    expect(databases).not.toHaveTextContent('No database was found');
    const sources = await panel('Sources');
    expect(sources).toHaveTextContent(
      /cluster sandbox, namespace observer-prod/,
    );
    expect(sources).toHaveTextContent(/Not allowed/);
    expect(sources).toHaveTextContent(/grant it in safekeep\.access/);
  });

  it('says when the keys of a secret are not known', async () => {
    showTab(many());
    expect(await panel('grafana-admin')).toHaveTextContent(
      'Its keys are not known',
    );
  });

  it('shows nothing green while the cluster is silent', async () => {
    showTab(stale());
    const postgres = await panel('postgres');
    expect(postgres).toHaveTextContent('Last seen: OK');
    for (const name of ['postgres', 'observer-secrets', 'Checklist']) {
      const region = await panel(name);
      expect(region.querySelector('[data-state="ok"]')).toBeNull();
    }
  });

  it.each([
    ['under way', underWay],
    ['stale', stale],
  ])('is accessible: %s', async (_, status) => {
    showTab(status());
    await panel('Checklist');
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });

  it('says what stands in the way when there is no answer', async () => {
    showTab(async () => {
      throw Object.assign(new Error('gone'), { statusCode: 404 });
    });
    expect(
      await screen.findByText('Safekeep does not know this entity'),
    ).toBeInTheDocument();
  });
});
