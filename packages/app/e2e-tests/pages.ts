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

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, Locator, Page } from '@playwright/test';

const ENTITY = '/catalog/default/component';

// Pictures of the documentation are only taken anew when they are asked for.
const PICTURES = process.env.SAFEKEEP_PICTURES
  ? path.resolve(__dirname, '../../../docs/images')
  : path.resolve(__dirname, '../../../e2e-test-report/images');

/**
 * Takes the page in dark and in light. Changing the theme builds the app anew,
 * so that a form forgets what was typed: `prepare` types it in each.
 * Of a part of the page, where `of` names one.
 */
export async function picture(
  page: Page,
  name: string,
  prepare: () => Promise<void> = async () => {},
  { of, ...options }: { fullPage?: boolean; of?: Locator } = {},
): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The theme follows one render later.
    await page.waitForTimeout(600);
    await prepare();
    await (of ?? page).screenshot({
      ...options,
      path: path.join(PICTURES, `${name}-${colorScheme}.png`),
    });
  }
}

/** Opens the form anew, as its link filled it in, and goes to its second step. */
export async function secondStep(page: Page, secret: string): Promise<void> {
  await page.reload();
  await expect(page.getByLabel('Name of the secret')).toHaveValue(secret);
  // A click that comes while the form is still being checked is lost.
  await expect(async () => {
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByLabel('Name of the secret')).toBeHidden({
      timeout: 5_000,
    });
  }).toPass();
}

/** The key's value is typed. */
export async function typeValue(
  page: Page,
  key: string,
  value: string,
): Promise<void> {
  const choice = page.getByRole('radiogroup', { name: new RegExp(key) });
  await choice.getByText('Type it').click();
  await expect(choice.getByRole('radio', { name: 'Type it' })).toBeChecked();
  await page.getByLabel(`Value of ${key}`).fill(value);
}

/** Signs in as a guest; the catalog's own page fails now and then on a busy machine. */
export async function signIn(page: Page): Promise<void> {
  const enter = page.getByRole('button', { name: 'Enter' });
  const service = page.getByRole('link', { name: 'observer', exact: true });
  await expect(async () => {
    await page.goto('/');
    await expect(enter.or(service).first()).toBeVisible({ timeout: 30_000 });
    if (await enter.isVisible()) {
      await enter.click();
    }
    await expect(service).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 150_000 });
}

/** Opens a service from the list of the catalog, as a person would. */
export async function openService(page: Page, name: string): Promise<Locator> {
  await page.goto('/');
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.waitForURL(`**${ENTITY}/${name}`);
  return cardOf(page);
}

/** Goes back to a service's page by its address. */
export async function returnToService(
  page: Page,
  name: string,
): Promise<Locator> {
  await page.goto(`${ENTITY}/${name}`);
  return cardOf(page);
}

function cardOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Data & secrets' });
}

/** The row of a database or a secret on the card. */
export function rowOf(card: Locator, name: string): Locator {
  return card.getByRole('listitem').filter({ hasText: name });
}

/** Goes through the form's remaining steps and starts the task. */
export async function createFromForm(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Open pull request' }).click();
  await page.waitForURL('**/create/tasks/*');
  return page.url().split('/').pop()!;
}

/** Waits for the task's pull request in a repository, opens it and gives its address. */
export async function openPullRequest(
  page: Page,
  repository: string = 'deployment',
): Promise<string> {
  const link = page.getByRole('link', { name: /Pull request \d+/ }).first();
  await expect(link).toBeVisible({ timeout: 90_000 });
  const address = await link.getAttribute('href');
  expect(address).toMatch(new RegExp(`/tawbury/${repository}/pull/\\d+$`));
  await page.goto(address!);
  return address!;
}

export async function mergePullRequest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Merge pull request' }).click();
  await expect(page.getByText('Merged').first()).toBeVisible();
}
