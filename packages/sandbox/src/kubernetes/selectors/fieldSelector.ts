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

import { isRecord } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { badRequest } from '../status/refusals';

const EVERYWHERE = ['metadata.name', 'metadata.namespace'];

/** The fields that the real API server selects by, beside name and namespace. */
const BY_KIND = new Map<string, string[]>([
  [
    'Pod',
    [
      'status.phase',
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'status.podIP',
      'status.nominatedNodeName',
    ],
  ],
  [
    'Event',
    [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  ],
  ['Namespace', ['status.phase']],
  ['Secret', ['type']],
  ['Node', ['spec.unschedulable']],
  ['Service', ['spec.clusterIP', 'spec.type']],
  ['ReplicaSet', ['status.replicas']],
  ['Job', ['status.successful']],
]);

/** Reads `metadata.name=x,status.phase!=Running`. */
export function parseFieldSelector(
  text: string,
  definition: ResourceDefinition,
): (object: KubernetesObject) => boolean {
  const requirements = text
    .split(',')
    .filter(part => part !== '')
    .map(part => parseRequirement(part, definition));
  return object => requirements.every(matches => matches(object));
}

function parseRequirement(
  part: string,
  definition: ResourceDefinition,
): (object: KubernetesObject) => boolean {
  const parsed = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
  if (!parsed) {
    throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  }
  const [, field, operator, value] = parsed;
  const known = [...EVERYWHERE, ...(BY_KIND.get(definition.kind) ?? [])];
  if (!known.includes(field)) {
    throw badRequest(
      definition.custom
        ? `field label not supported: ${field}`
        : `"${field}" is not a known field selector: only ${known
            .map(name => `"${name}"`)
            .join(', ')}`,
    );
  }
  return object =>
    (fieldValue(object, field) === value) === (operator !== '!=');
}

function fieldValue(object: KubernetesObject, field: string): string {
  if (object.kind === 'Event' && field === 'source') {
    return fieldValue(object, 'source.component');
  }
  let current: unknown = object;
  for (const piece of field.split('.')) {
    current = isRecord(current) ? current[piece] : undefined;
  }
  return current === undefined ? '' : String(current);
}
