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

import { isDeepStrictEqual } from 'node:util';
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
    causes.push(...validateContainers(podSpec, path));
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
      // A StatefulSet's claim templates become volumes of its pods only.
      if (!volumes.includes(mount.name) && path === 'spec') {
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

const MUTABLE_STATEFULSET_FIELDS = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** What may not change once an object exists. */
export function validateImmutable(
  before: KubernetesObject,
  after: KubernetesObject,
): StatusCause[] {
  const old = recordAt(before, 'spec');
  const spec = recordAt(after, 'spec');
  switch (after.kind) {
    case 'StatefulSet':
      return without(old, MUTABLE_STATEFULSET_FIELDS).equals(
        without(spec, MUTABLE_STATEFULSET_FIELDS),
      )
        ? []
        : [
            {
              reason: 'FieldValueForbidden',
              message:
                "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
              field: 'spec',
            },
          ];
    case 'Deployment':
    case 'DaemonSet':
    case 'ReplicaSet':
      return immutableField(old, spec, 'selector');
    case 'Job':
      return [
        ...immutableField(old, spec, 'selector'),
        ...immutableField(old, spec, 'template'),
        ...immutableField(old, spec, 'completions'),
      ];
    case 'Secret':
    case 'ConfigMap':
      return validateImmutableData(before, after);
    case 'PersistentVolumeClaim':
      return validateClaim(old, spec);
    default:
      return [];
  }
}

function without(spec: Record<string, unknown>, fields: string[]) {
  const rest = Object.fromEntries(
    Object.entries(spec).filter(([field]) => !fields.includes(field)),
  );
  return {
    rest,
    equals: (other: { rest: unknown }) => isDeepStrictEqual(rest, other.rest),
  };
}

function immutableField(
  old: Record<string, unknown>,
  spec: Record<string, unknown>,
  field: string,
): StatusCause[] {
  return isDeepStrictEqual(old[field], spec[field])
    ? []
    : [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify(
            spec[field] ?? null,
          )}: field is immutable`,
          field: `spec.${field}`,
        },
      ];
}

function validateImmutableData(
  before: KubernetesObject,
  after: KubernetesObject,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (before.immutable === true) {
    if (after.immutable !== true) {
      causes.push({
        reason: 'FieldValueForbidden',
        message: 'Forbidden: field is immutable when `immutable` is set',
        field: 'immutable',
      });
    }
    if (!isDeepStrictEqual(before.data, after.data)) {
      causes.push({
        reason: 'FieldValueForbidden',
        message: 'Forbidden: field is immutable when `immutable` is set',
        field: 'data',
      });
    }
  }
  if (after.kind === 'Secret' && before.type !== after.type) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: "${String(after.type)}": field is immutable`,
      field: 'type',
    });
  }
  return causes;
}

function validateClaim(
  old: Record<string, unknown>,
  spec: Record<string, unknown>,
): StatusCause[] {
  const changeable = ['resources', 'volumeName', 'volumeAttributesClassName'];
  return without(old, changeable).equals(without(spec, changeable)) &&
    (old.volumeName === undefined || old.volumeName === spec.volumeName)
    ? []
    : [
        {
          reason: 'FieldValueForbidden',
          message:
            'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
          field: 'spec',
        },
      ];
}
