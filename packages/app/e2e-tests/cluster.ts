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
  metadata: { name: string; uid: string; labels?: Record<string, string> };
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

/** UIDs of the pods that belong to an app, which change when it restarts. */
export async function podsOf(
  namespace: string,
  app: string,
  label: string = 'app',
): Promise<string[]> {
  const { items } = await get<{ items: Pod[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(
      `${label}=${app}`,
    )}`,
  );
  return items.map(pod => pod.metadata.uid).sort();
}

/** How many pods a workload is to have; undefined when there is no such workload. */
export async function replicasOf(
  namespace: string,
  kind: string,
  name: string,
): Promise<number | undefined> {
  const { items } = await get<{
    items: { metadata: { name: string }; spec: { replicas?: number } }[];
  }>(`/apis/apps/v1/namespaces/${namespace}/${kind}`);
  return items.find(({ metadata }) => metadata.name === name)?.spec.replicas;
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
