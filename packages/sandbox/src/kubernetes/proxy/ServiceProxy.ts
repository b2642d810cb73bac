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

import { ApiCall } from '../http/ApiCall';
import { ResourcePath } from '../http/requestPath';
import { recordAt, recordsAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ObjectRegistry } from '../registry/ObjectRegistry';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { labelSelectorObject } from '../selectors/labelSelector';
import { ApiStatusError } from '../status/ApiStatusError';
import { methodNotAllowed } from '../status/refusals';

export interface ProxiedRequest {
  method: string;
  /** `v1/cert.pem`, without a leading slash. */
  path: string;
  body: Buffer;
}

export interface ProxiedResponse {
  status: number;
  contentType?: string;
  headers?: Record<string, string>;
  body?: string;
}

export type ServiceBackend = (request: ProxiedRequest) => ProxiedResponse;

/**
 * `services/<scheme>:<name>:<port>/proxy/…`: nothing listens on a Service here,
 * so what a Service would answer is registered as a function, which is reached
 * only while the Service has a ready pod.
 */
export class ServiceProxy {
  static create(registry: ObjectRegistry): ServiceProxy {
    return new ServiceProxy(registry);
  }

  readonly #backends = new Map<string, ServiceBackend>();

  private constructor(private readonly registry: ObjectRegistry) {}

  register(namespace: string, name: string, backend: ServiceBackend): void {
    this.#backends.set(`${namespace}/${name}`, backend);
  }

  async handle(call: ApiCall, path: ResourcePath): Promise<void> {
    const { definition, namespace = '' } = path;
    if (call.method !== 'GET' && call.method !== 'POST') {
      throw methodNotAllowed();
    }
    const id = path.name ?? '';
    const { name, port } = splitName(id);
    const service = this.#service(definition, namespace, name, port);
    const pods = this.#podsOf(service);
    const backend = this.#backends.get(`${namespace}/${name}`);
    if (!backend || !hasPort(service, port) || !pods.some(isReady)) {
      // By its name when there is nobody at all, else by all that was asked for.
      const who = pods.length === 0 ? name : id;
      throw unavailable(`no endpoints available for service "${who}"`);
    }
    const answer = backend({
      method: call.method,
      path: path.rest,
      body: await call.bytes(),
    });
    call.send(
      answer.status,
      answer.contentType ?? 'text/plain; charset=utf-8',
      Buffer.from(answer.body ?? ''),
      answer.headers,
    );
  }

  /** A port's number is looked up in the Service, its name in the endpoints. */
  #service(
    definition: ResourceDefinition,
    namespace: string,
    name: string,
    port: string,
  ): KubernetesObject {
    const service = this.registry.get(definition, namespace, name);
    if (/^\d+$/.test(port) && !hasPort(service, port)) {
      throw unavailable(`no service port ${port} found for service "${name}"`);
    }
    return service;
  }

  #podsOf(service: KubernetesObject): KubernetesObject[] {
    const pods = this.registry.resources.ofKind('v1', 'Pod');
    const matchLabels = recordAt(service, 'spec').selector;
    const selects = labelSelectorObject({ matchLabels });
    return this.registry.store
      .list(pods, service.metadata.namespace)
      .filter(
        pod =>
          selects(pod.metadata.labels ?? {}) && !pod.metadata.deletionTimestamp,
      );
  }
}

function isReady(pod: KubernetesObject): boolean {
  return recordsAt(pod, 'status', 'conditions').some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
}

/** `name`, `name:port` or `scheme:name:port`; the port may be empty. */
function splitName(text: string): { name: string; port: string } {
  const pieces = text.split(':');
  return pieces.length === 3
    ? { name: pieces[1], port: pieces[2] }
    : { name: pieces[0], port: pieces[1] ?? '' };
}

/** By number or by name; one without a name has the empty one. */
function hasPort(service: KubernetesObject, port: string): boolean {
  return recordsAt(service, 'spec', 'ports').some(
    one => String(one.port) === port || (one.name ?? '') === port,
  );
}

function unavailable(message: string): ApiStatusError {
  return new ApiStatusError({
    code: 503,
    reason: 'ServiceUnavailable',
    message,
  });
}
