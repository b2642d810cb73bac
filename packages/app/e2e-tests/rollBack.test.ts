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
import { secretObject, secretValues } from './cluster';
import {
  createFromForm,
  mergePullRequest,
  openPullRequest,
  openService,
  picture,
  secondStep,
  signIn,
} from './pages';
import { headOfMain, revertOnMain } from './repository';

const NAMESPACE = 'ledger-prod';
const SECRET = 'ledger-db';
const REPOSITORY = 'ledger';

/** The tab's secret panel has the way back beside the keys. */
async function openRollBack(page: Page): Promise<void> {
  await openService(page, 'ledger');
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('link', { name: `Roll back… ${SECRET}` }).click();
  await expect(page.getByLabel('Name of the secret')).toHaveValue(SECRET);
}

async function chooseStep(page: Page, words: RegExp): Promise<void> {
  await page.getByLabel('What to go back to').click();
  await page.getByRole('option', { name: words }).click();
}

async function propose(page: Page): Promise<void> {
  await createFromForm(page);
  await openPullRequest(page, REPOSITORY);
}

test('ledger goes back to an earlier value, and leaves sealed-secrets with its Secret', async ({
  page,
}) => {
  const before = await secretObject(NAMESPACE, SECRET);
  const values = await secretValues(NAMESPACE, SECRET);
  const commit = await headOfMain(REPOSITORY);

  await test.step('a value is rotated', async () => {
    await signIn(page);
    await openService(page, 'ledger');
    await page.getByRole('link', { name: `Rotate… ${SECRET}` }).click();
    await secondStep(page, SECRET);
    await page.getByText('POSTGRES_PASSWORD', { exact: true }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await propose(page);
    await mergePullRequest(page);
    await expect
      .poll(() => secretValues(NAMESPACE, SECRET), { timeout: 60_000 })
      .not.toEqual(values);
  });

  await test.step('the earlier value comes back', async () => {
    await openRollBack(page);
    await picture(page, '20-roll-back-form', async () => {
      await secondStep(page, SECRET);
      await page.getByText('POSTGRES_PASSWORD', { exact: true }).click();
      await page.getByLabel('Earlier commit').fill(commit);
    });
    await propose(page);
    await expect(page.locator('main')).toContainText('ALTER ROLE');
    await picture(page, '21-roll-back-pull-request', undefined, {
      fullPage: true,
    });
    await mergePullRequest(page);
    await expect
      .poll(() => secretValues(NAMESPACE, SECRET), { timeout: 60_000 })
      .toEqual(values);
  });

  await test.step('removing it first is refused, with what to do', async () => {
    await openRollBack(page);
    await secondStep(page, SECRET);
    await chooseStep(page, /step 2/);
    await createFromForm(page);
    await expect(page.getByText(/Detach it first/).first()).toBeVisible();
  });

  await test.step('the Secret is detached', async () => {
    await openRollBack(page);
    await secondStep(page, SECRET);
    await chooseStep(page, /step 1/);
    await propose(page);
    await mergePullRequest(page);
    await expect
      .poll(
        async () =>
          (
            await secretObject(NAMESPACE, SECRET)
          ).metadata.ownerReferences,
        { timeout: 60_000 },
      )
      .toBeUndefined();
  });

  await test.step('and stays when its SealedSecret goes', async () => {
    await openRollBack(page);
    await secondStep(page, SECRET);
    await chooseStep(page, /step 2/);
    await propose(page);
    await mergePullRequest(page);
    await expect
      .poll(
        () =>
          secretObject(NAMESPACE, SECRET, 'sealedsecrets').catch(
            error => error.message,
          ),
        { timeout: 60_000 },
      )
      .toContain('404');
    // Longer than the sandbox's garbage collector takes.
    await page.waitForTimeout(5_000);
    const after = await secretObject(NAMESPACE, SECRET);
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(await secretValues(NAMESPACE, SECRET)).toEqual(values);
  });

  await test.step('reverted, it changes hands in place', async () => {
    // The removal, and what detached it before.
    await revertOnMain(REPOSITORY, 2);
    await expect
      .poll(
        async () =>
          (
            await secretObject(NAMESPACE, SECRET)
          ).metadata.ownerReferences?.length,
        { timeout: 60_000 },
      )
      .toBe(1);
    const after = await secretObject(NAMESPACE, SECRET);
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(await secretValues(NAMESPACE, SECRET)).toEqual(values);
  });
});
