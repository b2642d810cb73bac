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
import { KubernetesObject } from '../objects/KubernetesObject';
import { ApiAnswer, ApiRequestOptions, ApiTarget, callApi } from './ApiTarget';

/** A namespace of one test's own, so that suites can share a server. */
export class TestNamespace {
  static async create(target: ApiTarget): Promise<TestNamespace> {
    const name = `conformance-${randomUUID().slice(0, 8)}`;
    await callApi(target, 'POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    });
    return new TestNamespace(target, name);
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
