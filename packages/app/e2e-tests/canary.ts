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

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { places } from './places';

/** The forms in which a value could be lying about. */
function formsOf(value: string): Record<string, string> {
  const bytes = Buffer.from(value);
  return {
    plain: value,
    base64: bytes.toString('base64').replace(/=+$/, ''),
    base64url: bytes.toString('base64url'),
    hex: bytes.toString('hex'),
    'URL-encoded': encodeURIComponent(value),
    'JSON-escaped': JSON.stringify(value).slice(1, -1),
    reversed: [...value].reverse().join(''),
  };
}

/** Which of the values stand in the text, and in which form. */
export function findLeaks(values: string[], text: string): string[] {
  return values.flatMap(value =>
    Object.entries(formsOf(value))
      .filter(([, form]) => text.includes(form))
      .map(([name]) => `${value.slice(0, 12)}… as ${name}`),
  );
}

/** The contents of every file below a folder, one after the other. */
export async function filesBelow(folder: string): Promise<string> {
  let text = '';
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    // A file may be gone between listing and reading.
    text += await readFile(file, 'latin1').catch(() => '');
  }
  return text;
}

/** Every row of every table of the backend's databases. */
export async function databaseRows(): Promise<string> {
  let text = '';
  const files = (await readdir(places.database)).filter(name =>
    /sqlite|\.db$/.test(path.extname(name)),
  );
  for (const file of files) {
    const database = new Database(path.join(places.database, file), {
      readonly: true,
    });
    const tables = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .pluck()
      .all() as string[];
    for (const table of tables) {
      const rows = database.prepare(`SELECT * FROM "${table}"`).all();
      text += `${file} ${table} ${JSON.stringify(rows)}\n`;
    }
    database.close();
  }
  return text;
}

/**
 * Collects every reply that the browser gets from the backend and the forge.
 * Streams that stay open are left out; what they carry is in the database.
 */
export function recordReplies(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on('response', response => {
    const type = response.headers()['content-type'] ?? '';
    if (!/json|html|text\/plain/.test(type)) return;
    bodies.push(response.text().catch(() => ''));
  });
  return async () => (await Promise.all(bodies)).join('\n');
}

/**
 * Looks over and over into the places where an action works, since they are
 * cleaned up when it ends.
 */
export function watchWorkspaces(values: string[]): {
  stop(): Promise<{ leaks: string[]; sawFiles: boolean }>;
} {
  const leaks = new Set<string>();
  let sawFiles = false;
  let running = true;
  const done = (async () => {
    while (running) {
      for (const folder of [places.workspaces, places.temporary]) {
        const text = await filesBelow(folder);
        sawFiles ||= text.includes('kustomize.config.k8s.io');
        for (const leak of findLeaks(values, text)) leaks.add(leak);
      }
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  })();
  return {
    async stop() {
      running = false;
      await done;
      return { leaks: [...leaks], sawFiles };
    },
  };
}
