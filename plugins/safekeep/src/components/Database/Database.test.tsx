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

import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { within } from '@testing-library/react';
import { asFound, healthy, operatedDatabase } from '../../../dev/examples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import { panel, showTab } from '../../__testUtils__/showTab';

/** The fact of a panel under a label. */
async function fact(status: EntityStatus, name: string, label: string) {
  showTab(status);
  return within(await panel(name)).getByText(label, { selector: 'dt' })
    .nextElementSibling;
}

function changed(
  status: EntityStatus,
  values: Partial<EntityStatus['databases'][0]>,
): EntityStatus {
  return { ...status, databases: [{ ...status.databases[0], ...values }] };
}

describe('the panel of a database', () => {
  it('shows what serves it, and what is wrong with that', async () => {
    expect(await fact(asFound(), 'postgres', 'Workload')).toHaveTextContent(
      /^Deployment, READY 1\/1in a Deployment: a second pod.*postgres-6d5c7b9f4-x2k8preadyon worker-1, started 1 hour ago, 3 restarts\. Its container ended last with 137 OOMKilled \(1 hour ago\)$/,
    );
  });

  it('shows the version with the end of its support, and who applies it', async () => {
    const status = asFound();
    expect(await fact(status, 'postgres', 'Version')).toHaveTextContent(
      /^PostgreSQL 15supported until Nov 11, 2027who says so/,
    );
    const postgres = await panel('postgres');
    expect(postgres).toHaveTextContent(
      /Argo CD, Application argocd\/observer, Synceddeletes what leaves Git/,
    );
    expect(postgres).toHaveTextContent(
      /postgres:15-alpinebuilt on alpinethe tag moves/,
    );
  });

  it.each([
    ['on its last day', 0, 'support ends on'],
    ['the day after', -1, 'not supported since'],
    ['half a year before', 170, 'support ends on'],
    ['long before', 400, 'supported until'],
  ])('tells the end of support %s', async (_, days, word) => {
    const today = Date.parse(new Date().toISOString().slice(0, 10));
    const date = new Date(today + days * 86_400_000).toISOString().slice(0, 10);
    const endOfLife = { major: '15', date, source: 'https://example.com' };
    expect(
      await fact(changed(asFound(), { endOfLife }), 'postgres', 'Version'),
    ).toHaveTextContent(word);
  });

  it('shows how it is reached and protected', async () => {
    expect(await fact(healthy(), 'postgres', 'Services')).toHaveTextContent(
      'postgres: ClusterIP, 54321 endpoint readypostgres-headless: ClusterIP, headless, 54321 endpoint ready',
    );
    const postgres = await panel('postgres');
    expect(postgres).toHaveTextContent(/postgres: lets in whom it names/);
    expect(postgres).toHaveTextContent(
      /postgres: maxUnavailable 11 pod may be moved now/,
    );
    expect(postgres).toHaveTextContent(
      /CronJob postgres-backup, 0 3 \* \* \*last succeeded 9 hours ago/,
    );
    expect(postgres).toHaveTextContent(
      /When the StatefulSet is deleted: Retain; when it is scaled down: Retain\./,
    );
    expect(postgres).toHaveTextContent(
      /Warnings of the clusterNone that the cluster still remembers/,
    );
  });

  it('says "none" plainly of what was looked for', async () => {
    expect(await fact(asFound(), 'postgres', 'Backups')).toHaveTextContent(
      'none: nothing that was seen makes any',
    );
    const postgres = await panel('postgres');
    expect(postgres).toHaveTextContent(/anybody in the cluster/);
    expect(postgres).toHaveTextContent(/NodePort, 5432open to the outside/);
    expect(postgres).toHaveTextContent(
      /BackOffpod\/postgres-6d5c7b9f4-x2k8p6 times, 1 hour ago/,
    );
  });

  it('does not say "none" of what nobody could look at', async () => {
    const status = changed(operatedDatabase(), { backups: undefined });
    expect(await fact(status, 'pg', 'Services')).toHaveTextContent(
      'not known: Safekeep may not read this here (Service)',
    );
    const pg = await panel('pg');
    expect(
      within(pg).getByText('Backups', { selector: 'dt' }).nextElementSibling,
    ).toHaveTextContent(/^not known now$/);
    expect(pg).not.toHaveTextContent(/none: nothing/);
    expect(pg).toHaveTextContent(
      /Warnings of the clusternot known: Safekeep may not read this here \(Event\)/,
    );
    expect(pg).not.toHaveTextContent(/anybody in the cluster/);
  });

  it('shows an operator’s own words, and a backup that fails', async () => {
    expect(await fact(operatedDatabase(), 'pg', 'Operator')).toHaveTextContent(
      'CloudNativePG: Failing over (Failing over from pg-1 to pg-2)',
    );
    const pg = await panel('pg');
    expect(pg).toHaveTextContent(
      /PostgreSQL 13\.21 run by CloudNativePG, 2 of 3 instances ready/,
    );
    expect(pg).toHaveTextContent(/2 of 3 readypg-2 takes the writes/);
    expect(pg).toHaveTextContent(/WAL archivingfails/);
    expect(pg).toHaveTextContent(
      /ScheduledBackup pg-nightly, 0 0 2 \* \* \*suspendedlast succeeded 9 days agolast failed 9 hours ago/,
    );
    expect(pg).toHaveTextContent(/not supported since Nov 13, 2025/);
    expect(pg).toHaveTextContent(/pg-1CrashLoopBackOff/);
    expect(pg).toHaveTextContent(/What could be better/);
  });

  it('flags a Service that leads nowhere and a claim that is not there', async () => {
    const status = asFound();
    const [database] = status.databases;
    const found = changed(status, {
      claims: [{ name: 'observer-db-pvc' }, { name: 'other', deleting: true }],
      services: [
        { ...database.services![0], endpoints: { ready: 0, notReady: 1 } },
        { ...database.services![0], name: 'unseen', endpoints: undefined },
      ],
    });
    expect(await fact(found, 'postgres', 'Services')).toHaveTextContent(
      /no endpoint is ready.*unseen: NodePort, 5432.*its endpoints cannot be seen/,
    );
    const postgres = within(await panel('postgres'));
    expect(
      postgres.getByRole('row', { name: /^observer-db-pvc/ }),
    ).toHaveTextContent('observer-db-pvcnot foundnot toldnot toldnone yet');
    expect(postgres.getByRole('row', { name: /^other/ })).toHaveTextContent(
      /being deleted/,
    );
  });

  it.each([
    ['as found', asFound],
    ['operated', operatedDatabase],
  ])('is accessible: %s', async (_, status) => {
    showTab(status());
    await panel('Checklist');
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });
});
