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
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** A value whose way can be followed. */
export interface Canary {
  value: string;
  /** The part of it that no encoding of texts changes. */
  marker: string;
}

/** Makes a value with characters that each encoding writes in its own way. */
export function makeCanary(): Canary {
  const marker = randomBytes(12).toString('hex');
  return { value: `canary-"${marker}"/+&é`, marker };
}

/** Base64 of a part depends on where in the whole the part begins. */
function base64Inside(marker: string, offset: number): string {
  const encoded = Buffer.from('x'.repeat(offset) + marker).toString('base64');
  const bitsBefore = offset * 8;
  const wholeFrom = Math.ceil(bitsBefore / 6);
  const wholeUntil = Math.floor((bitsBefore + marker.length * 8) / 6);
  return encoded.slice(wholeFrom, wholeUntil);
}

function formsOf(marker: string): Record<string, string> {
  const hex = Buffer.from(marker).toString('hex');
  return {
    plain: marker,
    'base64 (0)': base64Inside(marker, 0),
    'base64 (1)': base64Inside(marker, 1),
    'base64 (2)': base64Inside(marker, 2),
    hex,
    'upper-case hex': hex.toUpperCase(),
    bytes: [...Buffer.from(marker)].join(','),
    reversed: [...marker].reverse().join(''),
  };
}

/** In which form which of the values stand in a text. */
export function findLeaks(canaries: Canary[], text: string): string[] {
  return canaries.flatMap(({ marker }, index) =>
    Object.entries(formsOf(marker))
      .filter(([, form]) => text.includes(form))
      .map(([name]) => `value ${index + 1} as ${name}`),
  );
}

/** The contents of every file below a folder, one after the other. */
export async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const texts = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      // A file may be gone between listing and reading.
      .map(({ parentPath, name }) =>
        readFile(join(parentPath, name), 'latin1').catch(() => ''),
      ),
  );
  return texts.join('\n');
}

/**
 * Every row of every table of the SQLite databases in a folder. What was deleted
 * from a row may stay in the file until SQLite uses its page again.
 */
export async function databaseRows(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter(name =>
    /\.(sqlite|db)$/.test(name),
  );
  let text = '';
  for (const file of files) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    const tables = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .all();
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all();
      text += `${file} ${name} ${JSON.stringify(rows)}\n`;
    }
    database.close();
  }
  return text;
}

/**
 * Looks over and over into the places where an action works, since they are
 * cleaned up when it ends.
 */
export function watchFolders(
  folders: string[],
  canaries: Canary[],
): { stop(): Promise<{ leaks: string[]; sawFiles: boolean }> } {
  const leaks = new Set<string>();
  let sawFiles = false;
  let running = true;
  const done = (async () => {
    while (running) {
      for (const folder of folders) {
        const text = await filesBelow(folder);
        sawFiles ||= text.includes('kustomize.config.k8s.io');
        findLeaks(canaries, text).forEach(leak => leaks.add(leak));
      }
      await sleep(50);
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
