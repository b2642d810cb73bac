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

import { setTimeout as sleep } from 'node:timers/promises';
import { Kubernetes, KubernetesObject } from '../support/kubernetes';

/** A Secret as the API server gives it. */
export interface Secret extends KubernetesObject {
  type: string;
  immutable?: boolean;
  data?: Record<string, string>;
}

/** A SealedSecret with what the controller says of it. */
export interface SealedSecret extends KubernetesObject {
  status?: {
    observedGeneration?: number;
    conditions?: Array<{ type: string; status: string; message?: string }>;
  };
}

/** Whether the controller has looked at it as it is now. */
export function isSettled({ metadata, status }: SealedSecret): boolean {
  return status?.observedGeneration === metadata.generation;
}

/** What the condition says: "Synced", or the controller's words. */
export function verdictOf(sealed: SealedSecret): string {
  const [condition] = sealed.status?.conditions ?? [];
  if (!condition || !isSettled(sealed)) {
    return 'nothing yet';
  }
  return condition.status === 'True'
    ? condition.type
    : condition.message ?? 'failed without a word';
}

/** Waits for the controller to look at one SealedSecret. */
export async function settledSecret(
  kubernetes: Kubernetes,
  reference: { namespace: string; name: string },
): Promise<SealedSecret> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const sealed = await kubernetes.get<SealedSecret>({
      kind: 'sealedsecret',
      ...reference,
    });
    if (isSettled(sealed) || Date.now() > deadline) {
      return sealed;
    }
    await sleep(200);
  }
}

/**
 * Waits until the controller has looked at all SealedSecrets of a namespace, or
 * makes no progress, and tells its verdicts by name.
 *
 * @remarks
 * While it waits it asks for the printed columns: the objects are large.
 */
export async function verdicts(
  kubernetes: Kubernetes,
  namespace: string,
): Promise<Map<string, string>> {
  let last = -1;
  let since = Date.now();
  while (Date.now() - since < 60_000) {
    const table = await kubernetes.kubectl([
      'get',
      'sealedsecrets',
      `--namespace=${namespace}`,
      '--no-headers',
    ]);
    const lines = table.split('\n').filter(Boolean);
    const done = lines.filter(line => /\s(True|False)\s+\S+$/.test(line));
    if (done.length === lines.length) {
      break;
    }
    if (done.length !== last) {
      last = done.length;
      since = Date.now();
    }
    await sleep(1_000);
  }
  const all = await kubernetes.list<SealedSecret>({
    kind: 'sealedsecrets',
    namespace,
  });
  return new Map(all.map(each => [each.metadata.name, verdictOf(each)]));
}

/** The bytes of a Secret. No bytes at all are given as nothing by some. */
export function bytesIn({ data }: Secret): Map<string, Buffer> {
  return new Map(
    Object.entries(data ?? {}).map(([key, base64]) => [
      key,
      Buffer.from(base64 ?? '', 'base64'),
    ]),
  );
}

/** Where two mappings of bytes differ, without any of the bytes. */
export function differences(
  expected: Map<string, Uint8Array>,
  actual: Map<string, Uint8Array>,
): string[] {
  const keys = new Set([...expected.keys(), ...actual.keys()]);
  return [...keys].flatMap(key => {
    const [wanted, got] = [expected.get(key), actual.get(key)];
    if (wanted === undefined) return [`${key} is there and should not be`];
    if (got === undefined) return [`${key} is missing`];
    return Buffer.compare(wanted, got) === 0
      ? []
      : [`${key} has ${got.length} other bytes than the ${wanted.length}`];
  });
}

/** The Secret that was made, checked to be what was sealed. */
export async function expectOpened(
  kubernetes: Kubernetes,
  secret: { namespace: string; name: string; values: Map<string, Buffer> },
): Promise<Secret> {
  const { namespace, name, values } = secret;
  const sealed = await settledSecret(kubernetes, { namespace, name });
  expect(verdictOf(sealed)).toBe('Synced');
  const opened = await kubernetes.get<Secret>({
    kind: 'secret',
    namespace,
    name,
  });
  expect(differences(values, bytesIn(opened))).toEqual([]);
  return opened;
}
