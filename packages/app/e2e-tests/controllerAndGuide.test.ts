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
import { parseAllDocuments } from 'yaml';
import { imageOf } from './cluster';
import {
  createFromForm,
  mergePullRequest,
  openPullRequest,
  picture,
  returnToService,
  rowOf,
  signIn,
} from './pages';
import { places } from './places';
import { readFromMain } from './repository';

const CONTROLLER = {
  namespace: 'kube-system',
  name: 'sealed-secrets-controller',
};
const MANIFESTS = 'clusters/sandbox/sealed-secrets-controller.yaml';
const GUIDE = 'k8s/sealed-secrets/README.md';

/** Opens a template's form, filled in as a link would. */
async function openForm(
  page: Page,
  template: string,
  values: Record<string, string>,
): Promise<void> {
  const formData = encodeURIComponent(JSON.stringify(values));
  await page.goto(`/create/templates/default/${template}?formData=${formData}`);
  // Where the session could not be renewed at once, the app asks again.
  const field = page.getByLabel('GitOps folder');
  const enter = page.getByRole('button', { name: 'Enter' });
  await expect(field.or(enter)).toBeVisible();
  if (await enter.isVisible()) {
    await enter.click();
  }
  await expect(field).toHaveValue(values.repository);
}

test('the controller comes into Git, and a guide beside the secrets', async ({
  page,
}) => {
  const platform = `${places.forge}/tawbury/platform/tree/main/clusters/sandbox`;

  await test.step('the form installs what the folder is made of', async () => {
    expect(await imageOf(CONTROLLER)).toMatch(/:0\.36\.6$/);
    await signIn(page);
    const values = { cluster: 'sandbox', repository: platform };
    await picture(page, '21-install-form', async () => {
      await openForm(page, 'install-sealed-secrets', values);
      await page.getByRole('button', { name: 'Next' }).click();
      await expect(page.getByLabel('Version')).toHaveValue('0.40.0');
    });
    await createFromForm(page);
    await openPullRequest(page, 'platform');
    const text = page.locator('main');
    await expect(text).toContainText('no object of Argo CD or Flux was found');
    await expect(text).toContainText('they never belong in Git');
    await picture(page, '22-install-pull-request');
    await mergePullRequest(page);
  });

  await test.step('the sync takes the controller over', async () => {
    await expect
      .poll(() => imageOf(CONTROLLER), { timeout: 60_000 })
      .toMatch(/:0\.40\.0$/);
    const kinds = parseAllDocuments(
      await readFromMain(MANIFESTS, 'platform'),
    ).map(document => document.get('kind'));
    expect(kinds).toEqual(
      expect.arrayContaining(['CustomResourceDefinition', 'Deployment']),
    );
    // It is still found under its name, and what it opened stays open.
    const card = await returnToService(page, 'ledger');
    await expect(rowOf(card, 'ledger-db').first()).toContainText('OK', {
      timeout: 120_000,
    });
  });

  await test.step('asked again there is nothing to do', async () => {
    await openForm(page, 'install-sealed-secrets', {
      cluster: 'sandbox',
      repository: platform,
    });
    await page.getByRole('button', { name: 'Next' }).click();
    await createFromForm(page);
    await expect(page.getByText('Nothing to do').first()).toBeVisible({
      timeout: 90_000,
    });
    await expect(
      page.getByRole('link', { name: /Pull request \d+/ }),
    ).toHaveCount(0);
  });

  await test.step('the guide is written beside the secrets', async () => {
    await openForm(page, 'write-secrets-guide', {
      entityRef: 'component:default/ledger',
      repository: `${places.forge}/tawbury/ledger/tree/main/k8s`,
      language: 'ko',
    });
    await page.getByRole('button', { name: 'Next' }).click();
    await createFromForm(page);
    await openPullRequest(page, 'ledger');
    await picture(page, '23-guide-pull-request', undefined, { fullPage: true });
    await mergePullRequest(page);
    const guide = await readFromMain(GUIDE, 'ledger');
    expect(guide).toContain(
      '| `ledger-prod` | `ledger-db` | `ledger-db.yaml` |',
    );
    expect(guide).toContain('--controller-name sealed-secrets-controller');
  });
});
