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
import { succeeds } from '../processes/run';

const NETWORK_NAMESPACES = '/run/netns';

/** Mount points at and below the folders, the innermost first. */
export async function mountsBelow(folders: string[]): Promise<string[]> {
  const text = await readFile('/proc/self/mounts', 'utf8');
  return text
    .split('\n')
    .map(line => line.split(' ')[1] ?? '')
    .map(unescape)
    .filter(place =>
      folders.some(
        folder => place === folder || place.startsWith(`${folder}/`),
      ),
    )
    .reverse();
}

/**
 * Unmounts all that is mounted at and below the folders.
 *
 * @throws Error that names what stays mounted
 */
export async function unmountBelow(folders: string[]): Promise<void> {
  // What ends meanwhile takes its mounts away by itself, or uncovers others.
  for (let attempt = 0; attempt < 5; attempt++) {
    const places = await mountsBelow(folders);
    if (places.length === 0) return;
    for (const place of places) {
      if (!(await succeeds('umount', [place]))) {
        await succeeds('umount', ['--lazy', place]);
      }
    }
  }
  const left = await mountsBelow(folders);
  if (left.length > 0) {
    throw new Error(`These stay mounted: ${left.join(', ')}`);
  }
}

/** Network namespaces that CNI has made for pods. */
export async function podNetworkNamespaces(): Promise<string[]> {
  const names = await readdir(NETWORK_NAMESPACES).catch(() => [] as string[]);
  return names.filter(name => name.startsWith('cni-'));
}

export async function removePodNetworkNamespaces(): Promise<void> {
  for (const name of await podNetworkNamespaces()) {
    await succeeds('ip', ['netns', 'delete', name]);
  }
}

/** The kernel writes spaces and the like as octal numbers. */
function unescape(place: string): string {
  return place.replace(/\\(\d{3})/g, (_, octal) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
}
