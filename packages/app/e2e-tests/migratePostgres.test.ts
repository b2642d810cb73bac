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

import { expect, Locator, Page, test } from '@playwright/test';
import { databaseRows, filesBelow, findLeaks } from './canary';
import { replicasOf, secretValues, settledPodsOf } from './cluster';
import {
  createFromForm,
  mergePullRequest,
  openPullRequest,
  picture,
  returnToService,
  signIn,
} from './pages';
import { places } from './places';
import { pullRequests, readFromMain } from './repository';

const NAMESPACE = 'observer-prod';
/** What the forms say of what will happen. */
const PLAN = /What is checked|Nothing is lost: /;
const BASE = 'infra/k8s/base';

/** The database's panel on the tab: where its move stands, and both ways on. */
async function openDatabase(page: Page): Promise<Locator> {
  await returnToService(page, 'observer');
  await page.getByRole('link', { name: 'Details' }).click();
  return page.getByRole('region', { name: 'postgres', exact: true });
}

/** Opens the form by a link of the page, and proposes what it says; a name has it looked at. */
async function propose(page: Page, link: RegExp, name?: string): Promise<void> {
  await openDatabase(page);
  await page.getByRole('link', { name: link }).first().click();
  const look = async () => {
    await page.reload();
    await toReview(page);
    await expect(page.getByText(PLAN).first()).toBeVisible();
  };
  if (name) {
    await picture(page, `${name}-form`, look, { fullPage: true });
  }
  await toReview(page);
  await createFromForm(page);
  await openPullRequest(page);
  if (name) {
    await picture(page, `${name}-pull-request`);
  }
}

/** Takes the form's further steps as they are. */
async function toReview(page: Page): Promise<void> {
  const next = page.getByRole('button', { name: 'Next' });
  const review = page.getByRole('button', { name: 'Review' });
  await expect(async () => {
    if (!(await review.isVisible())) {
      await next.click({ timeout: 2_000 });
    }
    await expect(review).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** Waits until the steps of the move are as is expected. */
async function untilSteps(
  page: Page,
  ...steps: (string | RegExp)[]
): Promise<void> {
  await expect(async () => {
    await openDatabase(page);
    await expect(
      page
        .getByRole('list', { name: 'Steps of the move of postgres' })
        .getByRole('listitem'),
    ).toHaveText(steps, { timeout: 10_000 });
  }).toPass({ timeout: 180_000 });
}

const replicas = (kind: string) => replicasOf(NAMESPACE, kind, 'postgres');

test('observer’s database moves to a StatefulSet, back, and over again', async ({
  page,
}) => {
  test.setTimeout(1_500_000);
  const before = await secretValues(NAMESPACE, 'observer-secrets');
  const clients = await settledPodsOf(NAMESPACE, 'observer');
  await signIn(page);

  await test.step('one guarded pull request moves it, and the data is counted before and after', async () => {
    await propose(page, /^Migrate… postgres/, '40-migrate');
    await mergePullRequest(page);
    await untilSteps(
      page,
      'counted before, done',
      'old server stopped, done',
      'guard passed, done',
      'new server ready, done',
      'data verified, done',
      'tidied up, still to come',
    );
    const report = page.getByRole('region', { name: 'Before and after' });
    await expect(report).toContainText(/Pass/);
    // Observer writes meanwhile, so that contents may be told by counts alone.
    await expect(report).not.toContainText('Fail');
    await picture(
      page,
      '41-migration-verified',
      () => expect(report).toContainText(/Pass/),
      { of: report },
    );
    expect(await replicas('deployments')).toBe(0);
    expect(await replicas('statefulsets')).toBe(1);
  });

  await test.step('the way back is a pull request, too', async () => {
    await propose(page, /^Go back… postgres/, '42-roll-back-migration');
    await mergePullRequest(page);
    await expect
      .poll(() => replicas('deployments'), { timeout: 120_000 })
      .toBe(1);
    expect(await replicas('statefulsets')).toBe(0);
    await openDatabase(page);
    await expect(
      page.getByRole('region', { name: 'Way back to the Deployment' }),
    ).toBeVisible();
    await propose(page, /^Finish migration… postgres/);
    await mergePullRequest(page);
    await expect
      .poll(() => replicas('statefulsets'), { timeout: 120_000 })
      .toBeUndefined();
  });

  await test.step('over again, and tidied up', async () => {
    await propose(page, /^Migrate… postgres/);
    await mergePullRequest(page);
    await expect(async () => {
      await openDatabase(page);
      await expect(
        page.getByRole('link', { name: /^Finish migration… postgres/ }).first(),
      ).toBeVisible({ timeout: 10_000 });
    }).toPass({ timeout: 180_000 });
    await propose(page, /^Finish migration… postgres/, '43-finish-migration');
    await mergePullRequest(page);
    await expect
      .poll(() => replicas('deployments'), { timeout: 120_000 })
      .toBeUndefined();
    await untilSteps(
      page,
      'counted before, done',
      'old server stopped, done',
      'guard passed, done',
      'new server ready, done',
      /^data verified, (done|not known)$/,
      'tidied up, done',
    );
    const file = await readFromMain(`${BASE}/kustomization.yaml`);
    expect(file).toContain('postgres-statefulset.yaml');
    expect(file).not.toMatch(/before|after|dump/);
  });

  await test.step('the checklist fills itself', async () => {
    const panel = await openDatabase(page);
    await expect(panel).toContainText('StatefulSet');
    const checklist = page.getByRole('region', { name: 'Checklist' });
    for (const check of ['Databases in a StatefulSet', 'Claims bound']) {
      await expect(
        checklist.getByRole('listitem').filter({ hasText: check }),
      ).toContainText(/OK|done|Healthy/i);
    }
    await picture(
      page,
      '44-database-panel',
      () => expect(panel).toBeVisible(),
      { of: panel },
    );
    await picture(page, '45-checklist', () => expect(checklist).toBeVisible(), {
      of: checklist,
    });
  });

  await test.step('nothing restarted but the database, and no value is anywhere but in the cluster', async () => {
    expect(await settledPodsOf(NAMESPACE, 'observer')).toEqual(clients);
    const hidden = Object.entries(before)
      .filter(([key]) => /PASSWORD/.test(key))
      .map(([, value]) => value);
    const sinks = {
      logs: { text: await filesBelow(places.logs), has: 'postgres' },
      database: { text: await databaseRows(), has: 'reuse-claim' },
      pullRequests: {
        text: JSON.stringify(await pullRequests()),
        has: 'StatefulSet',
      },
    };
    for (const [name, { text, has }] of Object.entries(sinks)) {
      expect(text, `${name} can be read`).toContain(has);
      expect(findLeaks(hidden, text), name).toEqual([]);
    }
  });
});
