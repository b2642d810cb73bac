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

import { createHash } from 'crypto';
import {
  ANNOTATION_LINKED_KEYS,
  ANNOTATION_SEALED_KEYS,
  SealedKeyRecord,
  SealedSecretObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { count, list, record, text } from './json';

/** Controllers put their whole error chain into a condition. */
const MAX_MESSAGE_LENGTH = 500;

const ANNOTATION_NAMESPACE_WIDE = 'sealedsecrets.bitnami.com/namespace-wide';
const ANNOTATION_CLUSTER_WIDE = 'sealedsecrets.bitnami.com/cluster-wide';

function encryptedDataChecksum(encryptedData: Record<string, string>): string {
  const hash = createHash('sha256');
  for (const key of Object.keys(encryptedData).sort()) {
    hash.update(`${key}\0${encryptedData[key]}\n`);
  }
  return hash.digest('hex');
}

function parseAnnotation(annotations: unknown, name: string): unknown {
  try {
    return JSON.parse(text(annotations, name) ?? 'null');
  } catch {
    return undefined;
  }
}

function sealedKeysOf(annotations: unknown): Record<string, SealedKeyRecord> {
  const entries: Array<[string, SealedKeyRecord]> = [];
  for (const [key, value] of Object.entries(
    record(parseAnnotation(annotations, ANNOTATION_SEALED_KEYS)),
  )) {
    const sealedAt = text(value, 'sealedAt');
    const certificate = text(value, 'certificate');
    if (sealedAt !== undefined && certificate !== undefined) {
      entries.push([
        key,
        { sealedAt, rotatedAt: text(value, 'rotatedAt'), certificate },
      ]);
    }
  }
  return Object.fromEntries(entries);
}

function linkedKeysOf(annotations: unknown): string[][] {
  const groups = parseAnnotation(annotations, ANNOTATION_LINKED_KEYS);
  if (!Array.isArray(groups)) {
    return [];
  }
  return groups
    .filter(Array.isArray)
    .map(group => group.filter(key => typeof key === 'string'))
    .filter(group => group.length > 1);
}

function scopeOf(annotations: unknown): SealedSecretObservation['scope'] {
  if (text(annotations, ANNOTATION_CLUSTER_WIDE) === 'true') {
    return 'cluster-wide';
  }
  return text(annotations, ANNOTATION_NAMESPACE_WIDE) === 'true'
    ? 'namespace-wide'
    : 'strict';
}

export function projectSealedSecret(
  object: unknown,
): SealedSecretObservation | undefined {
  const metadata = record(object, 'metadata');
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  if (name === undefined || namespace === undefined) {
    return undefined;
  }
  const annotations = record(metadata, 'annotations');
  const status = record(object, 'status');
  const encryptedData = Object.fromEntries(
    Object.entries(record(object, 'spec', 'encryptedData')).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  const condition = list(status, 'conditions').find(
    candidate => text(candidate, 'type') === 'Synced',
  );
  const synced = text(condition, 'status');
  return {
    kind: 'SealedSecret',
    namespace,
    name,
    generation: count(metadata, 'generation') ?? 0,
    observedGeneration: count(status, 'observedGeneration'),
    synced: synced === undefined ? undefined : synced === 'True',
    message: text(condition, 'message')?.slice(0, MAX_MESSAGE_LENGTH),
    scope: scopeOf(annotations),
    keys: Object.keys(encryptedData).sort(),
    checksum: encryptedDataChecksum(encryptedData),
    sealedKeys: sealedKeysOf(annotations),
    linkedKeys: linkedKeysOf(annotations),
  };
}
