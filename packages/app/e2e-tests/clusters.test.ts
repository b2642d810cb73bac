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

import { expect, test } from '@playwright/test';
import { picture, signIn } from './pages';

test('the page of all clusters, by mouse and by keyboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page);
  await page.getByRole('link', { name: 'Sealing keys' }).first().click();
  await page.waitForURL('**/sealing-keys');
  const cluster = page.getByRole('region', { name: 'sandbox' });

  await test.step('the controller and its keys are told', async () => {
    const controller = cluster.getByRole('group', { name: 'Controller' });
    await expect(controller).toContainText(
      'kube-system/sealed-secrets-controller',
    );
    await expect(controller).toContainText('1 of 1 pods ready');
    await expect(controller).toContainText('every 30 days, the default');
    const keys = cluster.getByRole('table', {
      name: 'Sealing keys of sandbox',
    });
    await expect(keys).toContainText('newest');
    await expect(keys).toContainText('the next one is due in 30 days');
    await expect(cluster).toContainText('opened');
    await picture(page, '10-clusters', () => expect(keys).toBeVisible(), {
      fullPage: true,
    });
  });

  await test.step('a fingerprint is copied by keyboard', async () => {
    const copy = cluster.getByRole('button', { name: /^Copy the fingerprint/ });
    await copy.first().focus();
    await page.keyboard.press('Enter');
    await expect(
      cluster.getByRole('button', { name: 'Copied' }).first(),
    ).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^SHA256:/,
    );
  });

  await test.step('it fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(cluster).toBeVisible();
    const wider = await page.evaluate(
      () =>
        document.documentElement.scrollWidth -
        document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
    await picture(page, '10-clusters-narrow', async () => {}, {
      fullPage: true,
    });
  });
});
