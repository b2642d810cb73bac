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
): Promise<string[]> {
  const { items } = await get<{ items: Pod[] }>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${app}`,
  );
  return items.map(pod => pod.metadata.uid).sort();
}
