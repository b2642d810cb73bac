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
import { parse } from 'yaml';
import { renewSealingKey, secretValues, settledPodsOf } from './cluster';
import {
  createFromForm,
  mergePullRequest,
  openPullRequest,
  openService,
  picture,
  returnToService,
  rowOf,
  secondStep,
  signIn,
} from './pages';
import { places } from './places';
import { readFromMain } from './repository';

const NAMESPACE = 'ledger-prod';
const SECRET = 'ledger-db';
const REPOSITORY = 'ledger';
const SEALED = 'k8s/sealed-secrets/ledger-db.yaml';

async function encryptedData(): Promise<Record<string, string>> {
  return parse(await readFromMain(SEALED, REPOSITORY)).spec.encryptedData;
}

function ledgerPods(): Promise<string[]> {
  return settledPodsOf(NAMESPACE, 'ledger', 'app.kubernetes.io/name');
}

async function untilSettled(page: Page): Promise<void> {
  const card = await returnToService(page, 'ledger');
  await expect(rowOf(card, SECRET).first()).toContainText('OK', {
    timeout: 120_000,
  });
}

test('a key is renamed, and all is sealed with a new key, without a value', async ({
  page,
}) => {
  const values = await secretValues(NAMESPACE, SECRET);
  const { POSTGRES_USER: user, ...others } = values;
  const sealed = await encryptedData();

  await test.step('Edit keys… renames a key where it is read too', async () => {
    await signIn(page);
    await openService(page, 'ledger');
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('link', { name: `Edit keys… ${SECRET}` }).click();
    await expect(page.getByLabel('Name of the secret')).toHaveValue(SECRET);
    await picture(page, '11-edit-keys-form', async () => {
      await secondStep(page, SECRET);
      const choice = page.getByRole('radiogroup', { name: /POSTGRES_USER/ });
      await choice.getByText('Rename').click();
      await page.getByLabel('New name of POSTGRES_USER').fill('DB_OWNER');
    });
    await createFromForm(page);
    await openPullRequest(page, REPOSITORY);
    await picture(page, '12-edit-keys-pull-request', undefined, {
      fullPage: true,
    });
    await mergePullRequest(page);

    await expect
      .poll(() => secretValues(NAMESPACE, SECRET), { timeout: 60_000 })
      .toEqual({ ...others, DB_OWNER: user });
    // The ciphertext is the same under another name, and who read it reads that.
    expect((await encryptedData()).DB_OWNER).toBe(sealed.POSTGRES_USER);
    expect(await readFromMain('k8s/ledger.yaml', REPOSITORY)).toContain(
      'key: DB_OWNER',
    );
    await untilSettled(page);
  });

  const before = await encryptedData();
  const pods = await ledgerPods();

  await test.step('Re-encrypt secrets seals the same values with the new key', async () => {
    await renewSealingKey();
    await openReencryption(page);
    await picture(page, '13-re-encrypt-form');
    await createFromForm(page);
    await openPullRequest(page, REPOSITORY);
    await mergePullRequest(page);
    await untilSettled(page);

    const after = await encryptedData();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const key of Object.keys(after)) {
      expect(after[key]).not.toBe(before[key]);
    }
    expect(await secretValues(NAMESPACE, SECRET)).toEqual({
      ...others,
      DB_OWNER: user,
    });
    expect(await ledgerPods()).toEqual(pods);
  });

  await test.step('asked for again, there is nothing to do', async () => {
    await openReencryption(page);
    await createFromForm(page);
    await expect(page.getByText('Nothing to do').first()).toBeVisible({
      timeout: 90_000,
    });
  });
});

/** The template for all of ledger's folder, with its form filled in. */
async function openReencryption(page: Page): Promise<void> {
  const formData = {
    entityRef: 'component:default/ledger',
    cluster: 'sandbox',
    repository: `${places.forge}/tawbury/${REPOSITORY}/tree/main/k8s`,
  };
  await page.goto(
    `/create/templates/default/re-encrypt-secrets?formData=${encodeURIComponent(
      JSON.stringify(formData),
    )}`,
  );
  await expect(page.getByLabel('Cluster')).toHaveValue('sandbox');
}
