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

import { JsonObject, JsonValue } from '@backstage/types';
import {
  podTemplatePath,
  readSecretReferences,
} from '../manifests/podTemplates';
import { isJsonObject, mappings, valueAt } from '../manifests/yaml/readYaml';
import { PostgresServer } from './findServer';
import { ServiceObject } from './serviceObjects';

/** A workload that uses a database. */
export interface DatabaseConsumer {
  object: ServiceObject;
  /** In words, for a person. */
  how: string;
}

/**
 * The workloads that name the database's Service as their host, or read a secret
 * that the server reads.
 */
export function findConsumers(
  objects: ServiceObject[],
  server: PostgresServer,
): DatabaseConsumer[] {
  const secrets = secretsOf(server.workload);
  return objects.flatMap(object => {
    const template = podTemplatePath(object.value);
    const isServer =
      object.kind === server.workload.kind &&
      object.name === server.workload.name;
    if (!template || isServer || isSuccessor(object, server)) {
      return [];
    }
    const pod = valueAt(object.value, ...template, 'spec');
    if (namesHost(pod, server.host) || readsHost(objects, pod, server.host)) {
      return [{ object, how: `connects to Service \`${server.host}\`` }];
    }
    const shared = readSecretReferences(pod).find(({ secret }) =>
      secrets.has(secret),
    );
    return shared
      ? [{ object, how: `reads the database’s secret \`${shared.secret}\`` }]
      : [];
  });
}

function secretsOf({ value }: ServiceObject): Set<string> {
  const pod = valueAt(value, 'spec', 'template', 'spec');
  return new Set(readSecretReferences(pod).map(({ secret }) => secret));
}

/** The server's own workload of another kind, which a migration makes. */
function isSuccessor(
  { kind, name }: ServiceObject,
  { workload }: PostgresServer,
): boolean {
  return (
    ['Deployment', 'StatefulSet'].includes(kind) &&
    kind !== workload.kind &&
    name === workload.name
  );
}

/** Whether a text anywhere names the host: alone, with a port, in a URL, or with its namespace. */
function namesHost(value: JsonValue | undefined, host: string): boolean {
  if (typeof value === 'string') {
    const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(
      `^${name}$|(?:^|[@/,=\\s])${name}(?:\\.[a-z0-9.-]+)?:\\d|[@/=]${name}(?:[./?\\s]|$)|^${name}\\.[a-z0-9-]+(?:\\.svc[a-z0-9.-]*)?$`,
    ).test(value);
  }
  if (Array.isArray(value)) {
    return value.some(each => namesHost(each, host));
  }
  return (
    isJsonObject(value) &&
    Object.entries(value).some(
      // A container or a volume may be called as the host is.
      ([key, each]) =>
        !['name', 'image', 'secretName', 'key'].includes(key) &&
        namesHost(each, host),
    )
  );
}

function readsHost(
  objects: ServiceObject[],
  pod: JsonValue | undefined,
  host: string,
): boolean {
  const names = new Set(
    [
      ...mappings(valueAt(pod, 'initContainers')),
      ...mappings(valueAt(pod, 'containers')),
    ]
      .flatMap((container: JsonObject) => [
        ...mappings(container.envFrom).map(each =>
          valueAt(each, 'configMapRef', 'name'),
        ),
        ...mappings(container.env).map(each =>
          valueAt(each, 'valueFrom', 'configMapKeyRef', 'name'),
        ),
      ])
      .concat(
        mappings(valueAt(pod, 'volumes')).map(each =>
          valueAt(each, 'configMap', 'name'),
        ),
      ),
  );
  return objects.some(
    ({ kind, name, value }) =>
      kind === 'ConfigMap' && names.has(name) && namesHost(value.data, host),
  );
}
