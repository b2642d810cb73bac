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

import { JsonValue } from '@backstage/types';
import {
  ANNOTATION_LINKED_KEYS,
  ANNOTATION_REENCRYPTED,
  ANNOTATION_SEALED_KEYS,
  ReencryptionRecord,
  SealedKeyRecord,
} from '@safekeep/backstage-plugin-safekeep-common';
import { SealingScope } from '../sealing';
import { isJsonObject, valueAt } from './yaml/readYaml';

const NAMESPACE_WIDE = 'sealedsecrets.bitnami.com/namespace-wide';
const CLUSTER_WIDE = 'sealedsecrets.bitnami.com/cluster-wide';

export const scopeAnnotationNames = [NAMESPACE_WIDE, CLUSTER_WIDE];

/** The annotations that say a scope; strict has none. */
export function scopeAnnotations(scope: SealingScope): Record<string, string> {
  switch (scope) {
    case 'namespace-wide':
      return { [NAMESPACE_WIDE]: 'true' };
    case 'cluster-wide':
      return { [CLUSTER_WIDE]: 'true' };
    default:
      return {};
  }
}

/**
 * The scope that a SealedSecret's annotations say, as the controller reads
 * them: only `"true"` counts, and the wider scope wins.
 *
 * @public
 */
export function readScope(
  annotations: Record<string, string> | undefined,
): SealingScope {
  if (annotations?.[CLUSTER_WIDE] === 'true') {
    return 'cluster-wide';
  }
  return annotations?.[NAMESPACE_WIDE] === 'true' ? 'namespace-wide' : 'strict';
}

/** Whether an annotation is one of those that say a scope. */
export function isScopeAnnotation(name: string): boolean {
  return name === NAMESPACE_WIDE || name === CLUSTER_WIDE;
}

/**
 * What {@link @safekeep/backstage-plugin-safekeep-common#ANNOTATION_SEALED_KEYS}
 * records. Whatever is not a record is left out: an annotation is text that
 * anyone may have edited.
 *
 * @public
 */
export function readSealedKeys(
  annotations: Record<string, string> | undefined,
): Record<string, SealedKeyRecord> {
  const records: [string, SealedKeyRecord][] = [];
  const value = parseJson(annotations?.[ANNOTATION_SEALED_KEYS]);
  if (!isJsonObject(value)) {
    return {};
  }
  for (const [key, record] of Object.entries(value)) {
    const sealedAt = valueAt(record, 'sealedAt');
    const rotatedAt = valueAt(record, 'rotatedAt');
    const certificate = valueAt(record, 'certificate');
    const label = valueAt(record, 'label');
    if (typeof sealedAt === 'string' && typeof certificate === 'string') {
      const rotated = typeof rotatedAt === 'string' && { rotatedAt };
      const labelled = typeof label === 'string' && { label };
      records.push([key, { sealedAt, ...rotated, certificate, ...labelled }]);
    }
  }
  return Object.fromEntries(records);
}

/**
 * What {@link @safekeep/backstage-plugin-safekeep-common#ANNOTATION_LINKED_KEYS}
 * records, or undefined where there is no such annotation.
 *
 * @public
 */
export function readLinkedKeys(
  annotations: Record<string, string> | undefined,
): string[][] | undefined {
  const value = parseJson(annotations?.[ANNOTATION_LINKED_KEYS]);
  if (!Array.isArray(value)) {
    return undefined;
  }
  return value
    .filter(Array.isArray)
    .map(group => group.filter(key => typeof key === 'string') as string[])
    .filter(group => group.length > 1);
}

/**
 * The checksums of earlier ciphertexts that held the same values, by what
 * {@link @safekeep/backstage-plugin-safekeep-common#ANNOTATION_REENCRYPTED}
 * records. None when the encrypted data has changed since.
 *
 * @public
 */
export function readEarlierChecksums(
  annotations: Record<string, string> | undefined,
  checksum: string,
): string[] {
  const value = parseJson(annotations?.[ANNOTATION_REENCRYPTED]);
  const from = valueAt(value, 'from');
  if (valueAt(value, 'checksum') !== checksum || !Array.isArray(from)) {
    return [];
  }
  return from.filter(
    (each): each is string =>
      typeof each === 'string' && /^[0-9a-f]{64}$/.test(each),
  );
}

/** A record as the annotation holds it: one checksum a line. */
export function renderReencryption(record: ReencryptionRecord): string {
  return `${JSON.stringify(record, undefined, 1)}\n`;
}

/** Records as the annotation holds them: one key a line, so that a diff shows which changed. */
export function renderSealedKeys(
  records: Map<string, SealedKeyRecord>,
): string {
  const lines = [...records]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { sealedAt, rotatedAt, certificate, label }]) => {
      const record = {
        sealedAt,
        ...(rotatedAt && { rotatedAt }),
        certificate,
        // Sealed for the whole cluster, it is empty.
        ...(label !== undefined && { label }),
      };
      return `  ${JSON.stringify(key)}: ${JSON.stringify(record)}`;
    });
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Groups as the annotation holds them, in an order of their own. */
export function renderLinkedKeys(groups: string[][]): string {
  return JSON.stringify(
    groups
      .map(group => [...new Set(group)].sort())
      .filter(group => group.length > 1)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function parseJson(text: unknown): JsonValue | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
