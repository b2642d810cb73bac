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

/** A process of this machine. */
export interface FoundProcess {
  pid: number;
  /** Its command and arguments. */
  words: string[];
}

/** Every process whose command or arguments name one of these folders. */
export async function processesThatName(
  folders: string[],
): Promise<FoundProcess[]> {
  const found: FoundProcess[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(
      () => '',
    );
    const words = text.split('\0');
    if (words.some(word => folders.some(folder => word.includes(folder)))) {
      found.push({ pid: Number(name), words });
    }
  }
  return found;
}

/**
 * The processes that hold containers of the containerd with this socket. They
 * outlive it on purpose.
 */
export async function shimsOf(socket: string): Promise<number[]> {
  const found = await processesThatName([socket]);
  return found
    .filter(({ words }) => words[0].includes('containerd-shim'))
    .map(({ pid }) => pid);
}
