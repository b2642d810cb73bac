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

import { expect, Page, test } from '@playwright/test';
import { databaseRows, filesBelow, findLeaks, recordReplies } from './canary';
import { secretValues, settledPodsOf } from './cluster';
import {
  createFromForm,
  mergePullRequest,
  openPullRequest,
  openService,
  picture,
  rowOf,
  secondStep,
  signIn,
} from './pages';
import { places } from './places';
import { pullRequests, wholeHistory } from './repository';

const NAMESPACE = 'observer-prod';
const SECRET = 'observer-secrets';

const values = () => secretValues(NAMESPACE, SECRET);
const clients = () => settledPodsOf(NAMESPACE, 'observer');

/** The database's panel on the tab has the way to its password, and what came of it. */
async function openDatabase(page: Page): Promise<void> {
  await openService(page, 'observer');
  await page.getByRole('link', { name: 'Details' }).click();
}

/** Opens the form by a link of the page, and goes to its last step. */
async function openForm(page: Page, link: RegExp): Promise<void> {
  await openDatabase(page);
  await page.getByRole('link', { name: link }).first().click();
  await secondStep(page, SECRET);
}

async function choose(page: Page, field: string, words: RegExp): Promise<void> {
  await page.getByLabel(field).click();
  await page.getByRole('option', { name: words }).click();
}

async function proposeAndMerge(page: Page, name: string): Promise<void> {
  await createFromForm(page);
  await openPullRequest(page);
  await picture(page, name, undefined, { fullPage: true });
  await mergePullRequest(page);
}

/** The loop has sealed it already, unless this test runs alone. */
async function sealUnlessSealed(page: Page): Promise<void> {
  const card = await openService(page, 'observer');
  const row = rowOf(card, SECRET).first();
  await expect(row).toContainText(/plain in Git|sealed/);
  if ((await row.innerText()).includes('plain in Git')) {
    await page.getByRole('link', { name: `Seal… ${SECRET}` }).click();
    await secondStep(page, SECRET);
    await createFromForm(page);
    await openPullRequest(page);
    await mergePullRequest(page);
  }
}

test('observer’s database password changes in place, and then between two roles', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const replies = recordReplies(page);
  const before = await values();
  const database = await settledPodsOf(NAMESPACE, 'postgres');
  await signIn(page);
  await sealUnlessSealed(page);

  await test.step('in place: the database has the new password before observer restarts', async () => {
    const pods = await clients();
    await openForm(page, /^Rotate password…/);
    await expect(
      page.getByRole('checkbox', { name: /^(DB|POSTGRES)_PASSWORD/ }).first(),
    ).toBeChecked();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByLabel('Strategy')).toContainText('In place');
    await proposeAndMerge(page, '30-database-password-pull-request');
    await expect.poll(clients, { timeout: 120_000 }).not.toEqual(pods);
    await openDatabase(page);
    await expect(
      page.getByText('It changed the password in the database.').first(),
    ).toBeVisible({ timeout: 120_000 });
    await picture(page, '31-database-password-in-place', () =>
      expect(page.getByText('It changed the password').first()).toBeVisible(),
    );
  });

  const inPlace = await values();
  expect(inPlace.DB_PASSWORD === before.DB_PASSWORD).toBe(false);
  expect(inPlace.POSTGRES_PASSWORD === inPlace.DB_PASSWORD).toBe(true);
  expect(inPlace.DB_PASSWORD_PREVIOUS === before.DB_PASSWORD).toBe(true);

  await test.step('two roles: the first is prepared, and nothing restarts', async () => {
    const pods = await clients();
    await openForm(page, /^Rotate password…/);
    await picture(page, '32-database-password-form', async () => {
      await secondStep(page, SECRET);
      await page.getByLabel('Role in the database').fill('observer');
      await page.getByRole('button', { name: 'Next' }).click();
      await choose(page, 'Strategy', /Two roles/);
    });
    await proposeAndMerge(page, '33-database-password-prepare');
    await openDatabase(page);
    await expect(
      page.getByRole('link', { name: /^Switch role…/ }).first(),
    ).toBeVisible({ timeout: 120_000 });
    expect(await clients()).toEqual(pods);
  });

  await test.step('observer is switched to it', async () => {
    const pods = await clients();
    await openForm(page, /^Switch role…/);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByLabel('Step of two roles')).toContainText('Switch');
    await proposeAndMerge(page, '34-database-password-switch');
    await expect.poll(clients, { timeout: 120_000 }).not.toEqual(pods);
    expect((await values()).DB_USER).toBe('observer_a');
    await openDatabase(page);
    await expect(
      page.getByRole('link', { name: /^Retire role…/ }).first(),
    ).toBeVisible({ timeout: 120_000 });
    await picture(page, '35-database-password-switched', () =>
      expect(
        page.getByRole('link', { name: /^Retire role…/ }).first(),
      ).toBeVisible(),
    );
  });

  await test.step('the role before is retired', async () => {
    const pods = await clients();
    await openForm(page, /^Retire role…/);
    await page.getByRole('button', { name: 'Next' }).click();
    await proposeAndMerge(page, '36-database-password-retire');
    await expect
      .poll(async () => Object.keys(await values()), { timeout: 60_000 })
      .not.toContain('DB_PASSWORD_A');
    await openDatabase(page);
    await expect(page.getByRole('link', { name: /^Retire role…/ })).toBeHidden({
      timeout: 120_000,
    });
    expect(await clients()).toEqual(pods);
  });

  await test.step('the database was never restarted, and no value is anywhere but in the cluster', async () => {
    expect(await settledPodsOf(NAMESPACE, 'postgres')).toEqual(database);
    const after = await values();
    const hidden = [before, inPlace, after].flatMap(each =>
      Object.entries(each)
        .filter(([key]) => /PASSWORD/.test(key))
        .map(([, value]) => value),
    );
    const sinks = {
      logs: { text: await filesBelow(places.logs), has: 'database-password' },
      database: { text: await databaseRows(), has: 'two-slot' },
      replies: { text: await replies(), has: SECRET },
      pullRequests: {
        text: JSON.stringify(await pullRequests()),
        has: 'Retire role',
      },
    };
    for (const [name, { text, has }] of Object.entries(sinks)) {
      expect(text, `${name} can be read`).toContain(has);
      expect(findLeaks(hidden, text), name).toEqual([]);
    }
    // The very first value was plain in Git.
    const history = await wholeHistory();
    const sealed = hidden.filter(value => value !== before.DB_PASSWORD);
    expect(history).toContain('password-slots');
    expect(findLeaks(sealed, history)).toEqual([]);
  });
});
