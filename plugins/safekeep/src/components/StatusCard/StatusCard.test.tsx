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

import { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  asFound,
  databaseWithPreparedRole,
  databaseInDeployment,
  empty,
  forbiddenNamespace,
  healthy,
  many,
  plainSecret,
  stale,
  starting,
  underWay,
  unseen,
} from '../../../dev/examples';
import { MIGRATION_EXAMPLES } from '../../../dev/migrationExamples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import {
  observer,
  observerWithoutAnnotations,
} from '../../__testUtils__/observer';
import { safekeepApiRef } from '../../api/safekeepApiRef';
import { safekeepPlugin } from '../../plugin';

type Answer = () => Promise<EntityStatus>;

function show(answer: Answer | EntityStatus, entity: Entity = observer()) {
  const getEntityStatus = jest.fn(
    typeof answer === 'function' ? answer : async () => answer,
  );
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity }),
      safekeepPlugin.getExtension('entity-card:safekeep/status'),
    ],
    apis: [[safekeepApiRef, { getEntityStatus }]],
  });
  return { getEntityStatus };
}

async function rows() {
  const list = await screen.findByRole('list', { name: /worst first/ });
  return [...list.children] as HTMLElement[];
}

function text(element: HTMLElement): string {
  return element.textContent ?? '';
}

describe('StatusCard', () => {
  it('says what is wrong, why, and what can be done about it', async () => {
    show(asFound());
    const card = await screen.findByRole('region', { name: 'Data & secrets' });
    const [database, secret, token] = await rows();

    expect(text(database)).toContain('Failing');
    expect(text(database)).toContain(
      'PostgreSQL 15 in a Deployment on claim observer-db-pvc',
    );
    expect(text(database)).toContain(databaseInDeployment().reasons[0].why);
    expect(within(database).queryByRole('link')).toBeNull();

    expect(text(secret)).toContain('Needs attention');
    expect(text(secret)).toContain('7 keys, plain in Git');
    expect(text(secret)).toContain('Anyone who can read the repository');

    expect(text(token)).toContain('OK');
    expect(text(token)).toContain('1 key, newest sealed 1 month ago');
    expect(within(token).getByText('1 month ago')).toHaveAttribute(
      'title',
      expect.stringMatching(/\d{4}/),
    );
    expect(
      within(card).getByText(/^live, (now|\d+s ago)$/),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(card)).toEqual([]);
  });

  it.each([
    [
      'quiescing',
      /Moving to a StatefulSet, 0 of 7 steps done\. Under way: clients off\./,
      undefined,
    ],
    ['ready-to-switch', /2 of 6 steps done/, 'Switch to the StatefulSet…'],
    ['guard-holds', /Under way: guard passed\./, 'Give up the lock…'],
    ['verified', /Next: tidied up\./, 'Finish migration…'],
    ['tables-lost', /Failed: data verified\./, 'Go back…'],
    [
      'going-back',
      /Going back to the Deployment, 2 of 3 steps done\. Under way: Deployment ready\./,
      undefined,
    ],
  ])('says where a move stands: %s', async (example, standing, action) => {
    show(MIGRATION_EXAMPLES[example]());
    const [database] = (await rows()).filter(row =>
      text(row).includes('PostgreSQL'),
    );
    expect(database).toHaveTextContent(standing);
    const actions = within(database)
      .queryAllByRole('link')
      .map(link => link.getAttribute('aria-label'));
    expect(actions).toEqual(action ? [`${action} postgres`] : []);
  });

  it('gives one advice for a database only where nothing is wrong', async () => {
    const status = healthy();
    const [database] = status.databases;
    const advice = [
      {
        reason: {
          code: 'not-of-this-version' as 'restart-pending',
          parameters: {},
          why: 'Nothing makes a backup of it.',
        },
      },
    ];
    show({
      ...status,
      databases: [
        { ...database, advice },
        {
          ...databaseInDeployment(),
          name: 'other',
          advice: [{ reason: { ...advice[0].reason, why: 'Its tag moves.' } }],
        },
      ],
    });
    const said = (await rows()).map(text).join('\n');
    expect(said).toContain('Nothing makes a backup of it.');
    expect(said).not.toContain('Its tag moves.');
  });

  it('says nothing of a move that is over', async () => {
    show(MIGRATION_EXAMPLES.finalized());
    const list = await rows();
    expect(list.map(text).join()).not.toContain('Moving to a StatefulSet');
  });

  it('opens the template with the form filled in, and no value in the URL', async () => {
    show(asFound());
    const seal = await screen.findByRole('link', {
      name: 'Seal… observer-secrets',
    });
    const url = new URL(seal.getAttribute('href')!, 'http://localhost');
    expect(url.pathname).toBe('/create/templates/default/seal-secret');
    expect(JSON.parse(url.searchParams.get('formData')!)).toEqual(
      plainSecret().action!.formData,
    );
  });

  it('offers nothing that the status does not', async () => {
    const status = asFound();
    for (const secret of status.secrets) {
      delete secret.action;
    }
    show(status);
    expect(await rows()).toHaveLength(3);
    expect(screen.queryByRole('link', { name: /Seal|Rotate/ })).toBeNull();
  });

  it('offers a new password where that helps, and not beside another fault', async () => {
    const { action } = databaseWithPreparedRole();
    show({
      ...asFound(),
      databases: [
        { ...databaseInDeployment(), name: 'faulty', action },
        databaseWithPreparedRole(),
      ],
    });
    await rows();
    expect(
      screen
        .getAllByRole('link', { name: /^Switch role…/ })
        .map(link => link.getAttribute('aria-label')),
    ).toEqual(['Switch role… postgres']);
  });

  it('shows at most five items and counts the rest', async () => {
    show(many());
    const [first, second, ...rest] = await rows();
    expect(text(first)).toContain('postgres');
    expect(text(second)).toContain('observer-tls');
    expect(text(second)).toContain('tls.crt, tls.key');
    expect(rest).toHaveLength(4);
    expect(text(rest[3])).toBe('and 5 more');
  });

  it('follows pull requests until the pods have restarted', async () => {
    show(underWay());
    const all = await rows();
    const pullRequests = all.slice(3);
    expect(pullRequests).toHaveLength(2);
    const [opened, unsealed] = pullRequests;
    expect(
      within(opened).getByRole('link', { name: /\(#42\)/ }),
    ).toHaveAttribute('href', 'https://github.com/tawbury/deployment/pull/42');
    expect(text(opened)).toContain('It waits for a review and the merge');
    expect(
      within(unsealed)
        .getAllByRole('listitem')
        .map(step => text(step)),
    ).toEqual([
      'opened, done',
      'merged, done',
      'synced, done',
      'unsealed, reached',
      'restarted, still to come',
    ]);
  });

  it('greys stale rows, keeps their last state and never shows them green', async () => {
    show(stale());
    expect(
      await screen.findByText(
        /^stale since .*\(cluster prod-eu does not answer\)$/,
      ),
    ).toBeInTheDocument();
    const all = await rows();
    expect(all).toHaveLength(3);
    for (const row of all) {
      expect(row).toHaveAttribute('data-stale', 'true');
      expect(text(row)).toMatch(/Last seen: (OK|Needs attention)/);
      expect(row.querySelector('[data-state="ok"]')).toBeNull();
    }
    expect(screen.queryByText(/^live/)).toBeNull();
    // The reason is said once, above the rows.
    expect(screen.getAllByText(/ECONNREFUSED/)).toHaveLength(1);
  });

  it('tells what may not be looked at from what was looked at', async () => {
    show(forbiddenNamespace());
    expect(
      await screen.findByText('not allowed to look at namespace observer-prod'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Annotate the Namespace/)).toBeInTheDocument();
    expect(await rows()).toHaveLength(1);
  });

  it('does not call unseen what was not found', async () => {
    show(unseen());
    expect(await screen.findByText('Nobody could look')).toBeInTheDocument();
    expect(screen.queryByText(/No database and no secret/)).toBeNull();
  });

  it('says where it looked when there is nothing', async () => {
    show(empty());
    expect(
      await screen.findByText('No database and no secret found'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        /namespace observer-prod and repository tawbury\/deployment/,
      ),
    ).toBeInTheDocument();
  });

  it('says that the first reading is under way', async () => {
    show(starting());
    expect(
      await screen.findByText('First reading under way'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/No database and no secret/)).toBeNull();
  });

  it('announces that it is loading', async () => {
    show(() => new Promise(() => {}));
    expect(
      await screen.findByText('Reading the state of databases and secrets'),
    ).toBeInTheDocument();
  });

  it('tells a refusal from a failure', async () => {
    show(async () => {
      throw Object.assign(new Error('no'), { statusCode: 403 });
    });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
    expect(screen.getByText('safekeep.status.read')).toBeInTheDocument();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says that the backend does not answer, and asks again when told to', async () => {
    const answers: Answer[] = [
      async () => {
        throw new TypeError('Failed to fetch');
      },
      async () => healthy(),
    ];
    const { getEntityStatus } = show(() => answers.shift()!());
    expect(
      await screen.findByText('Safekeep’s backend does not answer'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Failed to fetch/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rows()).toHaveLength(3);
    expect(getEntityStatus).toHaveBeenCalledTimes(2);
  });

  it('keeps the last answer with a note when asking again fails', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      const answers: Answer[] = [async () => healthy()];
      show(async () => {
        const answer = answers.shift();
        if (!answer) {
          throw new Error('ECONNRESET');
        }
        return answer();
      });
      expect(await rows()).toHaveLength(3);
      await jest.advanceTimersByTimeAsync(6_000);
      expect(
        await screen.findByText(/ECONNRESET\. What you see/),
      ).toBeInTheDocument();
      expect(await rows()).toHaveLength(3);

      // Too old to be called live: no row stays green.
      await jest.advanceTimersByTimeAsync(20_000);
      expect(await screen.findByText(/^last answer/)).toBeInTheDocument();
      await waitFor(async () => {
        for (const row of await rows()) {
          expect(row.querySelector('[data-state="ok"]')).toBeNull();
        }
      });
    } finally {
      jest.useRealTimers();
    }
  });

  it('speaks English for a reason that it does not know', async () => {
    const status = asFound();
    status.databases[0].reasons = [
      {
        code: 'reason-of-a-newer-backend' as 'restart-pending',
        parameters: {},
        why: 'The moon is in the wrong house.',
      },
    ];
    status.secrets[0].reasons = [
      // A parameter that this version’s sentence needs is not there.
      { ...status.secrets[0].reasons[0], parameters: {}, why: 'It is plain.' },
    ];
    show(status);
    const [database, secret] = await rows();
    expect(text(database)).toContain('The moon is in the wrong house.');
    expect(text(secret)).toContain('It is plain.');
  });

  it('shows the lines to add where the entity does not say where it runs', async () => {
    const getEntityStatus = jest.fn();
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: observerWithoutAnnotations() }),
        safekeepPlugin
          .getExtension('entity-card:safekeep/status')
          .override({ params: { filter: { kind: 'component' } } }),
      ],
      apis: [[safekeepApiRef, { getEntityStatus }]],
    });
    expect(
      await screen.findByText('This entity does not say where it runs'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/backstage\.io\/kubernetes-namespace: observer-prod/),
    ).toBeInTheDocument();
    expect(getEntityStatus).not.toHaveBeenCalled();
  });

  it('stays away from entities without the annotations', async () => {
    const { getEntityStatus } = show(healthy(), observerWithoutAnnotations());
    await waitFor(() => expect(document.body.textContent).toBe(''));
    expect(getEntityStatus).not.toHaveBeenCalled();
  });
});
