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
import { recordAt, recordsAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';
import { StatusCause } from '../../status/ApiStatusError';

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
      return isDeepStrictEqual(
        without(old, MUTABLE_STATEFULSET_FIELDS),
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
      return validateClaim(before, old, spec);
    case 'Pod':
      return validatePod(old, spec);
    default:
      return [];
  }
}

function without(
  spec: Record<string, unknown>,
  fields: string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).filter(([field]) => !fields.includes(field)),
  );
}

/** The real one adds a diff in Go's syntax; here it is both sides as JSON. */
function forbidChanges(
  old: Record<string, unknown>,
  spec: Record<string, unknown>,
  rule: string,
): StatusCause[] {
  return isDeepStrictEqual(old, spec)
    ? []
    : [
        {
          reason: 'FieldValueForbidden',
          message: `Forbidden: ${rule}\n- ${JSON.stringify(
            old,
          )}\n+ ${JSON.stringify(spec)}`,
          field: 'spec',
        },
      ];
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
  before: KubernetesObject,
  old: Record<string, unknown>,
  spec: Record<string, unknown>,
): StatusCause[] {
  const isBound = recordAt(before, 'status').phase === 'Bound';
  const changeable = [
    ...(isBound ? ['resources', 'volumeAttributesClassName'] : []),
    // Given once, by a person or by the volume controller.
    ...(old.volumeName === undefined ? ['volumeName'] : []),
    ...(old.storageClassName === undefined ? ['storageClassName'] : []),
  ];
  return forbidChanges(
    without(old, changeable),
    without(spec, changeable),
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  );
}

const CHANGEABLE_OF_PODS = [
  'spec.containers[*].image',
  'spec.initContainers[*].image',
  'spec.activeDeadlineSeconds',
  'spec.tolerations',
  'spec.terminationGracePeriodSeconds',
];
const NOTES = [
  '',
  '',
  '',
  ' (only additions to existing tolerations)',
  ' (allow it to be set to 1 if it was previously negative)',
];

function validatePod(
  old: Record<string, unknown>,
  spec: Record<string, unknown>,
): StatusCause[] {
  const fixed = (podSpec: Record<string, unknown>) => ({
    ...without(podSpec, [
      'activeDeadlineSeconds',
      'tolerations',
      // The scheduler's to give, once.
      ...(old.nodeName === undefined ? ['nodeName'] : []),
    ]),
    ...imageless(podSpec, 'containers'),
    ...imageless(podSpec, 'initContainers'),
  });
  const fields = CHANGEABLE_OF_PODS.map(
    (field, index) => `\`${field}\`${NOTES[index]}`,
  );
  return forbidChanges(
    fixed(old),
    fixed(spec),
    `pod updates may not change fields other than ${fields.join(',')}`,
  );
}

function imageless(podSpec: Record<string, unknown>, field: string): object {
  return field in podSpec
    ? {
        [field]: recordsAt(podSpec, field).map(container =>
          without(container, ['image']),
        ),
      }
    : {};
}
