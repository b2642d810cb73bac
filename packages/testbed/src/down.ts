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

import { readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { shimsOf } from './machine/findProcesses';
import { processesInCgroup, removeCgroup } from './machine/cgroups';
import { removePodNetworkNamespaces, unmountBelow } from './machine/mounts';
import { removeNetwork } from './machine/network';
import { BEFORE, DESCRIPTION, RUN, STATE } from './places';
import { Processes } from './processes/Processes';

/** In this order: who would start again what comes after goes first. */
const FIRST = [
  'argocd-application-controller',
  'kube-controller-manager',
  'kubelet',
];

/** What everything else needs to end well goes last. */
const LAST = ['containerd', 'kube-apiserver', 'etcd'];

/**
 * Ends a test bed, whole or half started or half ended: no process, mount,
 * bridge, rule or file is left. Does nothing where none is.
 */
export async function down(): Promise<void> {
  if (!existsSync(STATE) && !existsSync(RUN)) {
    return;
  }
  // From now on there is nothing that tests could run on.
  await rm(DESCRIPTION, { force: true });
  const processes = new Processes(STATE);
  const names = await processes.names();
  const order = (name: string) =>
    LAST.includes(name) ? 2 : Number(!FIRST.includes(name));
  for (const step of [0, 1]) {
    await Promise.all(
      names
        .filter(name => order(name) === step)
        .map(name => processes.remove(name)),
    );
  }
  await killAll([
    ...(await processesInCgroup()),
    ...(await shimsOf(join(RUN, 'containerd.sock'))),
  ]);
  for (const name of LAST.filter(each => names.includes(each))) {
    await processes.remove(name);
  }
  await unmountBelow([STATE, RUN]);
  await removePodNetworkNamespaces();
  await removeNetwork(await readBefore());
  await removeCgroup();
  for (const folder of [RUN, STATE]) {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readBefore(): Promise<{ forwarding: string } | undefined> {
  try {
    return JSON.parse(await readFile(BEFORE, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Ends processes that nobody watches over any more. */
async function killAll(pids: number[]): Promise<void> {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  // Their mounts and groups are busy until they are gone.
  for (let i = 0; i < 100 && (await processesInCgroup()).length > 0; i++) {
    await sleep(100);
  }
}
