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

import { expect } from '@playwright/test';
import { places, TOKEN } from './places';

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
}

interface Workload {
  metadata: { name: string; generation: number };
  spec: { replicas?: number };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
  };
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`${places.cluster}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

/** A Secret, or what it is made from, as the cluster has it. */
export async function secretObject(
  namespace: string,
  name: string,
  kind: 'secrets' | 'sealedsecrets' = 'secrets',
): Promise<{ metadata: { uid: string; ownerReferences?: object[] } }> {
  const group = kind === 'secrets' ? 'api/v1' : 'apis/bitnami.com/v1alpha1';
  return get(`/${group}/namespaces/${namespace}/${kind}/${name}`);
}

/** The decoded values of a Secret, as its pods would see them. */
export async function secretValues(
  namespace: string,
  name: string,
): Promise<Record<string, string>> {
  const { data } = await get<{ data: Record<string, string> }>(
    `/api/v1/namespaces/${namespace}/secrets/${name}`,
  );
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );
}

/**
 * UIDs of an app's pods, which change when it restarts. Waits until no rollout
 * of its Deployment or StatefulSet (of the same name) is under way: in the midst
 * of one, the pods of before and those of after are there side by side.
 */
export async function settledPodsOf(
  namespace: string,
  app: string,
  label: string = 'app',
): Promise<string[]> {
  const selector = encodeURIComponent(`${label}=${app}`);
  let pods: Pod[] = [];
  await expect(async () => {
    const workloads = (
      await Promise.all(
        ['deployments', 'statefulsets'].map(kind =>
          workloadOf(namespace, kind, app),
        ),
      )
    ).filter(workload => workload !== undefined);
    expect(workloads, `workloads named ${app}`).not.toEqual([]);
    let wanted = 0;
    for (const { metadata, spec, status = {} } of workloads) {
      const replicas = spec.replicas ?? 1;
      wanted += replicas;
      expect(status.observedGeneration).toBe(metadata.generation);
      expect(status.replicas ?? 0, 'pods of all revisions').toBe(replicas);
      expect(status.updatedReplicas ?? 0, 'pods of the last').toBe(replicas);
      expect(status.readyReplicas ?? 0, 'pods that are ready').toBe(replicas);
    }
    ({ items: pods } = await get<{ items: Pod[] }>(
      `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
    ));
    expect(
      pods.filter(({ metadata }) => metadata.deletionTimestamp),
      'pods that are going',
    ).toEqual([]);
    expect(pods).toHaveLength(wanted);
  }).toPass({ timeout: 120_000 });
  return pods.map(pod => pod.metadata.uid).sort();
}

async function workloadOf(
  namespace: string,
  kind: string,
  name: string,
): Promise<Workload | undefined> {
  const { items } = await get<{ items: Workload[] }>(
    `/apis/apps/v1/namespaces/${namespace}/${kind}`,
  );
  return items.find(({ metadata }) => metadata.name === name);
}

/** How many pods a workload is to have; undefined when there is no such workload. */
export async function replicasOf(
  namespace: string,
  kind: string,
  name: string,
): Promise<number | undefined> {
  return (await workloadOf(namespace, kind, name))?.spec.replicas;
}

const CONTROLLER =
  '/apis/apps/v1/namespaces/kube-system/deployments/sealed-secrets-controller';

/**
 * Has the controller make a new sealing key now, as its documentation says: it
 * is started with a cut-off time that is later than its newest key.
 */
export async function renewSealingKey(): Promise<void> {
  const before = await sealingCertificate();
  const cutoff = new Date(Date.now() + 1000).toUTCString();
  const response = await fetch(`${places.cluster}${CONTROLLER}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json-patch+json',
    },
    body: JSON.stringify([
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/args',
        value: [`--key-cutoff-time=${cutoff.replace('GMT', '+0000')}`],
      },
    ]),
  });
  if (!response.ok) throw new Error(`${CONTROLLER}: ${response.status}`);
  await expect
    .poll(sealingCertificate, { timeout: 60_000 })
    .not.toEqual(before);
}

/** Fails while the controller restarts, which is no new certificate. */
let lastCertificate = '';

async function sealingCertificate(): Promise<string> {
  const response = await fetch(
    `${places.cluster}/api/v1/namespaces/kube-system/services/sealed-secrets-controller:8080/proxy/v1/cert.pem`,
    { headers: { authorization: `Bearer ${TOKEN}` } },
  );
  if (response.ok) lastCertificate = await response.text();
  return lastCertificate;
}

/** The image that a Deployment's first container has. */
export async function imageOf(deployment: {
  namespace: string;
  name: string;
}): Promise<string> {
  const { namespace, name } = deployment;
  const { spec } = await get<{
    spec: { template: { spec: { containers: { image: string }[] } } };
  }>(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
  return spec.template.spec.containers[0].image;
}
