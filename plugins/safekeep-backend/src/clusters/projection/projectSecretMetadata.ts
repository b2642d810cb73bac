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

import {
  SecretMetadataObservation,
  SecretWriter,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ClusterFailure } from '../ClusterFailure';
import { distinct, list, placeOf, record, text } from './json';

const PREFIX = 'sealedsecrets.bitnami.com';
/** What an object in the form `PartialObjectMetadata` has. */
const FIELDS = new Set(['kind', 'apiVersion', 'metadata']);

/** The names below a field of `fieldsV1`: `{"f:DB_USER": {}}` → `DB_USER`. */
function fieldNames(fields: unknown): string[] {
  return Object.keys(record(fields)).flatMap(field =>
    field.startsWith('f:') ? field.slice(2) : [],
  );
}

/** `k:{"uid":"7c1…"}` → the UID. */
function uidOf(item: string): string | undefined {
  if (!item.startsWith('k:')) {
    return undefined;
  }
  try {
    return text(JSON.parse(item.slice(2)), 'uid');
  } catch {
    return undefined;
  }
}

function projectWriter(entry: unknown): SecretWriter {
  const fields = record(entry, 'fieldsV1');
  return {
    manager: text(entry, 'manager') ?? '',
    time: text(entry, 'time'),
    keys: fieldNames(fields['f:data']).sort(),
    owners: distinct(
      Object.keys(record(fields, 'f:metadata', 'f:ownerReferences')).map(uidOf),
    ),
  };
}

/**
 * The names of a Secret's keys are in its managed fields, by the API server's
 * own book. That book is not kept of an object whose managed fields somebody
 * has removed. A server-side apply of `stringData` is booked as just that, and
 * stays so whatever becomes of the key, so that nothing is known then.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
function projectWriters(metadata: unknown): SecretWriter[] | undefined {
  const entries = list(metadata, 'managedFields');
  const isTold =
    entries.length > 0 &&
    entries.every(
      entry =>
        text(entry, 'fieldsType') === 'FieldsV1' &&
        record(entry, 'fieldsV1')['f:stringData'] === undefined,
    );
  return isTold
    ? entries
        .map(projectWriter)
        .filter(({ keys, owners }) => keys.length + owners.length > 0)
    : undefined;
}

/**
 * Keeps names of a Secret's metadata. Its annotations are dropped but for two:
 * `last-applied-configuration` holds every value.
 *
 * @throws ClusterFailure for an object that has more than metadata
 */
export function projectSecretMetadata(
  object: unknown,
): SecretMetadataObservation | undefined {
  if (
    text(object, 'kind') !== 'PartialObjectMetadata' ||
    Object.keys(record(object)).some(field => !FIELDS.has(field))
  ) {
    throw new ClusterFailure(
      'unreachable',
      'it sent more than metadata of a Secret; its answer was dropped',
    );
  }
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const metadata = record(object, 'metadata');
  const annotations = record(metadata, 'annotations');
  return {
    kind: 'Secret',
    ...place,
    owners: list(metadata, 'ownerReferences').map(reference => ({
      kind: text(reference, 'kind') ?? '',
      name: text(reference, 'name') ?? '',
      uid: text(reference, 'uid') ?? '',
      controller: record(reference).controller === true,
    })),
    managed: text(annotations, `${PREFIX}/managed`) === 'true',
    patched: text(annotations, `${PREFIX}/patch`) === 'true',
    writers: projectWriters(metadata),
  };
}
