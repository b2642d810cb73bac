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

import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import {
  databaseRows,
  filesBelow,
  findLeaks,
  recordReplies,
  watchWorkspaces,
} from './canary';
import { secretValues, settledPodsOf } from './cluster';
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
  typeValue,
} from './pages';
import { places } from './places';
import { pullRequests, readFromMain, wholeHistory } from './repository';

const NAMESPACE = 'observer-prod';
const SECRET = 'observer-secrets';
const PLAIN = 'infra/k8s/base/secrets/observer-secrets.yaml';
const SEALED = 'infra/k8s/base/sealed-secrets/observer-sealed-secrets.yaml';

// With characters that each encoding writes in its own way.
const canary = () => `canary-"${randomBytes(12).toString('hex')}"/+&é`;

function encryptedData(file: string): Record<string, string> {
  return parse(file).spec.encryptedData;
}

test('observer from plain to sealed to rotated, and no value leaks', async ({
  page,
}) => {
  const sealedCanary = canary();
  const rotatedCanary = canary();
  const canaries = [sealedCanary, rotatedCanary];
  const replies = recordReplies(page);
  const workspaces = watchWorkspaces(canaries);

  await test.step('the card says what is wrong and why', async () => {
    await signIn(page);
    const card = await openService(page, 'observer');
    const database = rowOf(card, 'postgres').first();
    await expect(database).toContainText('Deployment');
    await expect(database).toContainText('observer-db-pvc');
    await expect(database).toContainText('Failing');
    const secret = rowOf(card, SECRET).first();
    await expect(secret).toContainText('plain in Git');
    await expect(secret).toContainText('Needs attention');
    await expect(card).toContainText(/live/);
    await picture(page, '01-card-plain', () => expect(secret).toBeVisible());
  });

  const before = await secretValues(NAMESPACE, SECRET);
  const plainFile = await readFromMain(PLAIN);
  for (const value of Object.values(before)) {
    expect(plainFile).toContain(value);
  }

  await test.step('Seal opens a form that is filled in, and a pull request', async () => {
    await page.getByRole('link', { name: `Seal… ${SECRET}` }).click();
    await expect(page.getByLabel('Name of the secret')).toHaveValue(SECRET);
    await picture(page, '02-seal-form');
    await picture(page, '03-seal-values', async () => {
      await secondStep(page, SECRET);
      await typeValue(page, 'KIS_HTS_ID', sealedCanary);
    });
    await createFromForm(page);
    await picture(page, '04-seal-task', () =>
      expect(
        page.getByRole('link', { name: /Pull request \d+/ }).first(),
      ).toBeVisible({ timeout: 90_000 }),
    );
  });

  await test.step('the diff adds ciphertext only, and is merged', async () => {
    await openPullRequest(page);
    await picture(page, '05-seal-pull-request', undefined, { fullPage: true });
    const diff = await page.locator('main').innerText();
    for (const value of Object.values(before)) {
      if (value.length > 8) expect(diff).not.toContain(value);
    }
    await mergePullRequest(page);
  });

  const sealedFile = await test.step('the card turns to sealed', async () => {
    const card = await returnToService(page, 'observer');
    const secret = rowOf(card, SECRET).first();
    await expect(secret).toContainText('sealed');
    await expect(secret).toContainText('OK', { timeout: 120_000 });
    await picture(page, '06-card-sealed', () => expect(secret).toBeVisible());

    const file = await readFromMain(SEALED);
    expect(Object.keys(encryptedData(file)).sort()).toEqual(
      Object.keys(before).sort(),
    );
    await expect(readFromMain(PLAIN)).rejects.toThrow('404');
    const after = await secretValues(NAMESPACE, SECRET);
    expect(after).toEqual({ ...before, KIS_HTS_ID: sealedCanary });
    return file;
  });

  const podsBefore = await settledPodsOf(NAMESPACE, 'observer');

  await test.step('Rotate says what changes with what, and changes what is chosen', async () => {
    await page.getByRole('link', { name: `Rotate… ${SECRET}` }).click();
    await picture(page, '07-rotate-form', async () => {
      await secondStep(page, SECRET);
      await page.getByText('KIS_APP_KEY', { exact: true }).click();
      await expect(
        page.getByRole('checkbox', { name: /^KIS_APP_KEY/ }),
      ).toBeChecked();
      await expect(
        page.getByText(/changes with it: .*DB_PASSWORD/).first(),
      ).toBeVisible();
    });
    await expect(page.getByText(/check this box/)).toBeHidden();
    await page.getByRole('button', { name: 'Next' }).click();
    await typeValue(page, 'KIS_APP_KEY', rotatedCanary);
    await createFromForm(page);
    await openPullRequest(page);
    await picture(page, '08-rotate-pull-request', undefined, {
      fullPage: true,
    });
    await mergePullRequest(page);
  });

  await test.step('only that changed, observer restarted, the card shows the new age', async () => {
    await expect
      .poll(() => secretValues(NAMESPACE, SECRET), { timeout: 60_000 })
      .toEqual({
        ...before,
        KIS_HTS_ID: sealedCanary,
        KIS_APP_KEY: rotatedCanary,
      });
    const old = encryptedData(sealedFile);
    const now = encryptedData(await readFromMain(SEALED));
    const changed = Object.keys(now).filter(key => now[key] !== old[key]);
    expect(changed).toEqual(['KIS_APP_KEY']);
    await expect
      .poll(() => settledPodsOf(NAMESPACE, 'observer'), { timeout: 60_000 })
      .not.toEqual(podsBefore);

    const card = await returnToService(page, 'observer');
    const secret = rowOf(card, SECRET).first();
    await expect(secret).toContainText(/sealed .*(second|minute)/, {
      timeout: 120_000,
    });
    // The database is not restarted: in a Deployment that rolls, a second
    // server would start on its volume. The card does not hide that.
    await expect(secret).toContainText(/earlier values: deployment\/postgres/);
    // What the pull request restarts has restarted: it is done, and not shown.
    await expect(card.getByText('#2')).toBeHidden({ timeout: 120_000 });
    await picture(page, '09-card-rotated', () => expect(secret).toBeVisible());
    await page.getByRole('link', { name: 'Details' }).click();
    await picture(page, '10-tab', () =>
      expect(page.getByText('Checklist').first()).toBeVisible(),
    );
  });

  await test.step('neither value is anywhere but in the cluster', async () => {
    const watched = await workspaces.stop();
    // Each place is shown to be read at all by something that must be there.
    expect(watched).toEqual({ leaks: [], sawFiles: true });
    const sinks = {
      logs: { text: await filesBelow(places.logs), has: 'safekeep:secret' },
      database: { text: await databaseRows(), has: 'rotate-secret' },
      replies: { text: await replies(), has: SECRET },
      commits: { text: await wholeHistory(), has: 'encryptedData' },
      pullRequests: {
        text: JSON.stringify(await pullRequests()),
        has: 'Rotate',
      },
    };
    for (const [name, { text, has }] of Object.entries(sinks)) {
      expect(text, `${name} can be read`).toContain(has);
      expect(findLeaks(canaries, text), name).toEqual([]);
    }
  });
});
