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

import { readFile, writeFile } from 'node:fs/promises';
import { BRIDGE, HOST } from '../addresses';
import { run, succeeds } from '../processes/run';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
const NETMASK_LENGTH = 16;

/** Chains that kube-proxy, the kubelet and CNI plugins make. */
const KUBERNETES_CHAIN = /^:?(-A )?(KUBE-|CNI-)|-j (KUBE-|CNI-)/;

/**
 * Makes the bridge, so that its address is there before any pod is. Resolves to
 * what was set before, for {@link removeNetwork}.
 */
export async function createNetwork(): Promise<{ forwarding: string }> {
  await run('ip', ['link', 'add', BRIDGE, 'type', 'bridge']);
  await run('ip', [
    ...['address', 'add', `${HOST}/${NETMASK_LENGTH}`, 'dev', BRIDGE],
  ]);
  await run('ip', ['link', 'set', BRIDGE, 'up']);
  const forwarding = (await readFile(FORWARDING, 'utf8')).trim();
  await writeFile(FORWARDING, '1');
  return { forwarding };
}

/** Removes the bridge and the rules of all Kubernetes on this machine. */
export async function removeNetwork(before?: {
  forwarding: string;
}): Promise<void> {
  if (await hasBridge()) {
    await run('ip', ['link', 'delete', BRIDGE]);
  }
  for (const command of ['iptables', 'ip6tables']) {
    await removeRules(command);
  }
  if (before) {
    await writeFile(FORWARDING, before.forwarding);
  }
}

export async function hasBridge(): Promise<boolean> {
  return succeeds('ip', ['link', 'show', BRIDGE]);
}

/** Whether a Kubernetes node has left, or is using, rules on this machine. */
export async function hasKubernetesRules(): Promise<boolean> {
  const rules = await run('iptables-save', []).catch(() => '');
  return withoutKubernetesRules(rules) !== rules;
}

/** What `iptables-save` printed, without what Kubernetes has added. */
export function withoutKubernetesRules(rules: string): string {
  return rules
    .split('\n')
    .filter(line => !KUBERNETES_CHAIN.test(line))
    .join('\n');
}

async function removeRules(command: string): Promise<void> {
  // Where the kernel has no such tables there is nothing to remove.
  const rules = await run(`${command}-save`, []).catch(() => '');
  const others = withoutKubernetesRules(rules);
  if (others !== rules) {
    await run(`${command}-restore`, [], { input: others });
  }
}
