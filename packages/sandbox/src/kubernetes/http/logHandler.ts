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

import { JsonRecord, recordAt, recordsAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ObjectRegistry } from '../registry/ObjectRegistry';
import { badRequest } from '../status/refusals';
import { ApiCall } from './ApiCall';
import { ResourcePath } from './requestPath';

/** What a pod's container would have printed. */
export type PodLog = (pod: KubernetesObject, container: string) => string;

export function handleLog(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  podLog: PodLog,
): void {
  const pod = registry.get(path.definition, path.namespace, path.name ?? '');
  const { name } = pod.metadata;
  const containers = ['containers', 'initContainers'].flatMap(field =>
    recordsAt(pod, 'spec', field).map(container => String(container.name)),
  );
  const regular = recordsAt(pod, 'spec', 'containers');
  const asked =
    call.query.get('container') ??
    (regular.length === 1 ? String(regular[0].name) : undefined);
  if (!asked) {
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${containers.join(
        ' ',
      )}]`,
    );
  }
  if (!containers.includes(asked)) {
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const waiting = waitingReason(pod, asked);
  if (waiting) {
    throw badRequest(
      `container "${asked}" in pod "${name}" is waiting to start: ${waiting}`,
    );
  }
  const lines = podLog(pod, asked).split('\n');
  const text = lines[lines.length - 1] === '' ? lines.slice(0, -1) : lines;
  const tail = call.query.get('tailLines');
  const kept = tail === null ? text : text.slice(-Number(tail) || text.length);
  call.text(200, kept.map(line => `${line}\n`).join(''));
}

function waitingReason(
  pod: KubernetesObject,
  container: string,
): string | undefined {
  const statuses: JsonRecord[] = [
    ...recordsAt(pod, 'status', 'containerStatuses'),
    ...recordsAt(pod, 'status', 'initContainerStatuses'),
  ];
  const found = statuses.find(status => status.name === container);
  if (!found) {
    return 'ContainerCreating';
  }
  // One that waits to be started again has the log of its last run.
  if (recordAt(found, 'lastState').terminated) {
    return undefined;
  }
  const { reason } = recordAt(found, 'state', 'waiting');
  return reason === undefined ? undefined : String(reason);
}
