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

import { existsSync } from 'node:fs';
import { BRIDGE } from './addresses';
import { Kubectl } from './cluster/Kubectl';
import { readDescription, TestbedDescription } from './description';
import { processesInCgroup } from './machine/cgroups';
import { processesThatName } from './machine/findProcesses';
import { mountsBelow, podNetworkNamespaces } from './machine/mounts';
import { hasBridge, hasKubernetesRules } from './machine/network';
import { DESCRIPTION, RUN, STATE } from './places';
import { Processes } from './processes/Processes';

/** One line of what is there, or isn't. */
export interface StatusLine {
  name: string;
  value: string;
  isWell: boolean;
}

/**
 * What runs and where. Of a test bed that is down, what is left of it: nothing,
 * or it says what.
 */
export async function status(): Promise<StatusLine[]> {
  if (!existsSync(DESCRIPTION)) {
    return remains();
  }
  const description = await readDescription(DESCRIPTION);
  const processes = new Processes(STATE);
  const ended: string[] = [];
  const names = await processes.names();
  for (const name of names) {
    if (!(await processes.isRunning(name))) ended.push(name);
  }
  return [
    {
      name: 'Processes',
      value: ended.length
        ? `ended: ${ended.join(', ')} (logs in ${STATE}/logs)`
        : `all ${names.length} run`,
      isWell: ended.length === 0,
    },
    ...describe(description),
    ...(await applications(description)),
  ];
}

/** What a person copies from. */
export function describe(description: TestbedDescription): StatusLine[] {
  const line = (name: string, value: string) => ({ name, value, isWell: true });
  return [
    line('Cluster', description.kubernetes.url),
    line('Kubeconfig', description.kubeconfig),
    line('Forge', description.forge?.url ?? 'none'),
    line('Forge user', description.forge?.user ?? 'none'),
    line('Forge token', description.forge?.token ?? 'none'),
    line('For tests', `SAFEKEEP_TESTBED=${DESCRIPTION}`),
  ];
}

async function applications(
  description: TestbedDescription,
): Promise<StatusLine[]> {
  if (!description.argoCd) return [];
  const kubectl = new Kubectl(
    description.tools.kubectl,
    description.kubeconfig,
  );
  const name = 'Argo CD';
  try {
    const { items } = await kubectl.get<{ items: Application[] }>([
      ...['applications.argoproj.io', '-n', description.argoCd.namespace],
    ]);
    if (items.length === 0) {
      return [{ name, value: 'runs, with no application yet', isWell: true }];
    }
    return items.map(({ metadata, status: { sync, health } = {} }) => ({
      name: `${name}: ${metadata.name}`,
      value: `${sync?.status ?? 'not compared yet'}, ${
        health?.status ?? 'health unknown'
      }`,
      isWell: sync?.status === 'Synced' && health?.status === 'Healthy',
    }));
  } catch (error) {
    const { message } = error as Error;
    return [{ name, value: `not known: ${message}`, isWell: false }];
  }
}

interface Application {
  metadata: { name: string };
  status?: { sync?: { status?: string }; health?: { status?: string } };
}

async function remains(): Promise<StatusLine[]> {
  const found: Array<[string, string[]]> = [
    ['Files', [STATE, RUN].filter(folder => existsSync(folder))],
    ['Mounts', await mountsBelow([STATE, RUN])],
    ['Network namespaces', await podNetworkNamespaces()],
    ['Processes of pods', (await processesInCgroup()).map(String)],
    [
      'Processes',
      (await processesThatName([STATE, RUN])).map(
        ({ pid, words }) => `${pid} ${words[0]}`,
      ),
    ],
    ['Bridge', (await hasBridge()) ? [BRIDGE] : []],
    ['Rules', (await hasKubernetesRules()) ? ['iptables: KUBE-*, CNI-*'] : []],
  ];
  const left = found.filter(([, things]) => things.length > 0);
  if (left.length === 0) {
    return [{ name: 'Test bed', value: 'down; nothing is left', isWell: true }];
  }
  return left.map(([name, things]) => ({
    name: `Left: ${name}`,
    value: things.slice(0, 5).join(', '),
    isWell: false,
  }));
}
