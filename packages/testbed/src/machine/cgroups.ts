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

import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CGROUPS = '/sys/fs/cgroup';

/** Above the groups of all pods. */
export const CGROUP = 'safekeep-testbed';

/** A folder for each controller (version 1), or one for all (version 2). */
async function hierarchies(): Promise<string[]> {
  if (existsSync(join(CGROUPS, 'cgroup.controllers'))) {
    return [CGROUPS];
  }
  const names = await readdir(CGROUPS);
  return names
    .map(name => join(CGROUPS, name))
    .filter(folder => existsSync(join(folder, 'cgroup.procs')));
}

/** Makes the group that the kubelet puts its own below; it doesn't itself. */
export async function createCgroup(): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const group = join(hierarchy, CGROUP);
    await mkdir(group, { recursive: true });
    for (const setting of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(group, setting))) {
        const value = await readFile(join(hierarchy, setting), 'utf8');
        await writeFile(join(group, setting), value);
      }
    }
  }
}

/** Numbers of all processes in the groups of pods. */
export async function processesInCgroup(): Promise<number[]> {
  const found = new Set<number>();
  for (const hierarchy of await hierarchies()) {
    for (const group of await groupsBelow(join(hierarchy, CGROUP))) {
      const text = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(
        () => '',
      );
      text
        .split('\n')
        .filter(Boolean)
        .map(Number)
        .forEach(pid => found.add(pid));
    }
  }
  return [...found];
}

/** Only empty groups can be removed. */
export async function removeCgroup(): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    for (const group of await groupsBelow(join(hierarchy, CGROUP))) {
      await rmdir(group).catch(() => {});
    }
  }
}

/** With the group itself, the innermost first. */
async function groupsBelow(group: string): Promise<string[]> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  if (entries.length === 0) {
    return [];
  }
  const inner = await Promise.all(
    entries
      .filter(entry => entry.isDirectory())
      .map(entry => groupsBelow(join(group, entry.name))),
  );
  return [...inner.flat(), group];
}
