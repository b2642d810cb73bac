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
  ANNOTATION_PASSWORD_SLOTS,
  CiphertextDamage,
  parsePasswordSlots,
  readReloaderMark,
  SealedSecretObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  ciphertextDamage,
  encryptedDataChecksum,
  isDetached,
  readComposedKeys,
  readEarlierChecksums,
  readLinkedKeys,
  readScope,
  readSealedKeys,
} from '@safekeep/backstage-plugin-safekeep-node';
import { count, list, placeOf, record, text, texts } from './json';

/** One for each re-encryption since the value changed last; keys are renewed monthly. */
const MAX_EARLIER_CHECKSUMS = 1_000;
/** Controllers put their whole error chain into a condition. */
const MAX_MESSAGE_LENGTH = 500;

/** What the template makes besides the keys, and what it takes away. */
function projectTemplate(
  object: unknown,
): Pick<
  SealedSecretObservation,
  'templateKeys' | 'droppedKeys' | 'skipsOwner'
> {
  const template = record(object, 'spec', 'template');
  const data = Object.entries(record(template, 'data'));
  const templateKeys = data.flatMap(([key, value]) =>
    typeof value === 'string' ? key : [],
  );
  const droppedKeys = data.flatMap(([key, value]) =>
    value === null ? key : [],
  );
  const skipsOwner =
    text(
      record(template, 'metadata', 'annotations'),
      'sealedsecrets.bitnami.com/skip-set-owner-references',
    ) === 'true';
  return {
    ...(templateKeys.length > 0 && { templateKeys: templateKeys.sort() }),
    ...(droppedKeys.length > 0 && { droppedKeys: droppedKeys.sort() }),
    ...(skipsOwner && { skipsOwner }),
  };
}

/** Of each value no more than whether it can be one at all. */
function damagedKeysOf(
  encryptedData: Record<string, string>,
): Record<string, CiphertextDamage> {
  const damaged: Array<[string, CiphertextDamage]> = [];
  for (const [key, value] of Object.entries(encryptedData)) {
    const damage = ciphertextDamage(value);
    if (damage) {
      damaged.push([key, damage]);
    }
  }
  return Object.fromEntries(damaged);
}

/** Where the template's metadata, as kubeseal writes it, is not the object's own. */
function templateOf(
  object: unknown,
  own: Pick<SealedSecretObservation, 'namespace' | 'name' | 'scope'>,
): SealedSecretObservation['template'] {
  const metadata = record(object, 'spec', 'template', 'metadata');
  const namespace = text(metadata, 'namespace');
  const name = text(metadata, 'name');
  const scope = readScope(texts(record(metadata, 'annotations')));
  // A template without a name was not written by kubeseal, and says nothing.
  if (name === undefined) {
    return undefined;
  }
  const other = {
    ...(namespace !== undefined &&
      namespace !== own.namespace && { namespace }),
    ...(name !== own.name && { name }),
    ...(scope !== own.scope && { scope }),
  };
  return Object.keys(other).length > 0 ? other : undefined;
}

export function projectSealedSecret(
  object: unknown,
): SealedSecretObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const metadata = record(object, 'metadata');
  const annotations = texts(record(metadata, 'annotations'));
  const templateAnnotations = texts(
    record(object, 'spec', 'template', 'metadata', 'annotations'),
  );
  const composed = readComposedKeys(annotations);
  const mark = readReloaderMark(templateAnnotations);
  const status = record(object, 'status');
  const encryptedData = texts(record(object, 'spec', 'encryptedData'));
  const checksum = encryptedDataChecksum(encryptedData);
  const earlier = readEarlierChecksums(annotations, checksum);
  const condition = list(status, 'conditions').find(
    candidate => text(candidate, 'type') === 'Synced',
  );
  const synced = text(condition, 'status');
  const scope = readScope(annotations);
  const template = templateOf(object, { ...place, scope });
  const damagedKeys = damagedKeysOf(encryptedData);
  return {
    kind: 'SealedSecret',
    ...place,
    uid: text(metadata, 'uid'),
    generation: count(metadata, 'generation') ?? 0,
    observedGeneration: count(status, 'observedGeneration'),
    synced: synced === undefined ? undefined : synced === 'True',
    processedAt: text(condition, 'lastUpdateTime'),
    message: text(condition, 'message')?.slice(0, MAX_MESSAGE_LENGTH),
    scope,
    keys: Object.keys(encryptedData).sort(),
    ...projectTemplate(object),
    checksum,
    ...(earlier.length > 0 && {
      earlierChecksums: earlier.slice(0, MAX_EARLIER_CHECKSUMS),
    }),
    sealedKeys: readSealedKeys(annotations),
    linkedKeys: readLinkedKeys(annotations) ?? [],
    passwordSlots: parsePasswordSlots(annotations[ANNOTATION_PASSWORD_SLOTS]),
    ...(template && { template }),
    ...(Object.keys(damagedKeys).length > 0 && { damagedKeys }),
    ...(Object.keys(composed).length > 0 && { composedKeys: composed }),
    ...(mark && { reloaderMark: mark }),
    ...(isDetached(templateAnnotations) && { detached: true }),
  };
}
