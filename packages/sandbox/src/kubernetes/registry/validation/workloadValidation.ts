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

import { isRecord, recordAt, recordsAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';
import { labelSelectorObject } from '../../selectors/labelSelector';
import { StatusCause } from '../../status/ApiStatusError';

const TEMPLATED = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** What a workload's spec must say before anything can run from it. */
export function validateWorkload(object: KubernetesObject): StatusCause[] {
  const causes: StatusCause[] = [];
  if (TEMPLATED.includes(object.kind)) {
    causes.push(...validateSelector(object));
  }
  const spec = recordAt(object, 'spec');
  const podSpec =
    object.kind === 'Pod' ? spec : recordAt(spec, 'template', 'spec');
  const path = object.kind === 'Pod' ? 'spec' : 'spec.template.spec';
  if (TEMPLATED.includes(object.kind) || ['Pod', 'Job'].includes(object.kind)) {
    // The claims of a StatefulSet become volumes of its pods only.
    const mountsAnything = object.kind === 'StatefulSet';
    causes.push(...validateContainers(podSpec, path, mountsAnything));
  }
  return causes;
}

function validateSelector(object: KubernetesObject): StatusCause[] {
  const spec = recordAt(object, 'spec');
  if (!isRecord(spec.selector)) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: 'spec.selector',
      },
    ];
  }
  const labels = recordAt(spec, 'template', 'metadata', 'labels');
  if (labelSelectorObject(spec.selector)(labels as Record<string, string>)) {
    return [];
  }
  return [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        labels,
      )}: \`selector\` does not match template \`labels\``,
      field: 'spec.template.metadata.labels',
    },
  ];
}

function validateContainers(
  podSpec: Record<string, unknown>,
  path: string,
  mountsAnything: boolean,
): StatusCause[] {
  const containers = recordsAt(podSpec, 'containers');
  if (containers.length === 0) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: `${path}.containers`,
      },
    ];
  }
  const volumes = recordsAt(podSpec, 'volumes').map(volume => volume.name);
  const causes: StatusCause[] = [];
  for (const [index, container] of containers.entries()) {
    const field = `${path}.containers[${index}]`;
    if (!container.name) {
      causes.push({
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: `${field}.name`,
      });
    }
    for (const [at, mount] of recordsAt(container, 'volumeMounts').entries()) {
      if (!mountsAnything && !volumes.includes(mount.name)) {
        causes.push({
          reason: 'FieldValueNotFound',
          message: `Not found: "${String(mount.name)}"`,
          field: `${field}.volumeMounts[${at}].name`,
        });
      }
    }
  }
  return causes;
}
