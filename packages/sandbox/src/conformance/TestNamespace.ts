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

import { randomUUID } from 'node:crypto';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { ApiAnswer, ApiRequestOptions, ApiTarget, callApi } from './ApiTarget';
import { eventually } from './eventually';

const MERGE = 'application/merge-patch+json';
const SERVICE_ACCOUNT_MS = 30_000;

/** A namespace of one test's own, so that suites can share a server. */
export class TestNamespace {
  static async create(target: ApiTarget): Promise<TestNamespace> {
    const name = `conformance-${randomUUID().slice(0, 8)}`;
    await callApi(target, 'POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    });
    const space = new TestNamespace(target, name);
    // No pod can be created before it is there.
    await eventually(
      async () => space.read('serviceaccounts/default'),
      SERVICE_ACCOUNT_MS,
    );
    return space;
  }

  private constructor(readonly target: ApiTarget, readonly name: string) {}

  /** `configmaps/a` in this namespace; `apps/v1 deployments/a` for other groups. */
  path(resource: string): string {
    const [first, second] = resource.split(' ');
    return second
      ? `/apis/${first}/namespaces/${this.name}/${second}`
      : `/api/v1/namespaces/${this.name}/${first}`;
  }

  async call(
    method: string,
    resource: string,
    options: ApiRequestOptions = {},
  ): Promise<ApiAnswer> {
    return callApi(this.target, method, this.path(resource), options);
  }

  /** The object, or an error with what was answered instead. */
  async read(resource: string): Promise<KubernetesObject> {
    return asObject(await this.call('GET', resource));
  }

  async list(resource: string): Promise<KubernetesObject[]> {
    const answer = await this.call('GET', resource);
    asObject(answer);
    return answer.body.items;
  }

  async create(
    resource: string,
    body: KubernetesObject,
  ): Promise<KubernetesObject> {
    return asObject(await this.call('POST', resource, { body }));
  }

  /** A merge patch, which leaves every other field as it is. */
  async patch(resource: string, body: unknown): Promise<KubernetesObject> {
    return asObject(
      await this.call('PATCH', resource, { body, contentType: MERGE }),
    );
  }

  async delete(resource: string): Promise<void> {
    asObject(await this.call('DELETE', resource));
  }

  async exists(resource: string): Promise<boolean> {
    return (await this.call('GET', resource)).status !== 404;
  }

  /** The events about an object, oldest first, as `Reason: message`. */
  async eventsAbout(kind: string, name: string): Promise<string[]> {
    const events = await this.list(
      `events?fieldSelector=involvedObject.kind=${kind},involvedObject.name=${name}`,
    );
    return events
      .sort((a, b) => Number(versionOf(a)) - Number(versionOf(b)))
      .map(event => `${event.reason}: ${event.message}`);
  }

  async createConfigMap(
    name: string,
    data: Record<string, string> = {},
    labels?: Record<string, string>,
  ): Promise<ApiAnswer> {
    return this.call('POST', 'configmaps', {
      body: configMap(name, data, labels),
    });
  }

  async remove(): Promise<void> {
    await callApi(this.target, 'DELETE', `/api/v1/namespaces/${this.name}`);
  }
}

function asObject(answer: ApiAnswer): KubernetesObject {
  if (answer.status >= 300) {
    throw new Error(`${answer.status} ${answer.body.message ?? answer.text}`);
  }
  return answer.body as unknown as KubernetesObject;
}

function versionOf(object: KubernetesObject): string | undefined {
  return object.metadata.resourceVersion;
}

export function configMap(
  name: string,
  data: Record<string, string> = {},
  labels?: Record<string, string>,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(labels ? { labels } : {}) },
    data,
  };
}

export function deployment(name: string, image = 'nginx:1'): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image }] },
      },
    },
  };
}
