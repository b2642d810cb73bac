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

import { InputError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  ANNOTATION_PASSWORD_SLOTS,
  parsePasswordSlots,
  PasswordSlots,
  SealedKeyRecord,
} from '@safekeep/backstage-plugin-safekeep-common';
import { SealingScope } from '../sealing';
import { encryptedDataChecksum } from './checksum';
import { ComposedKeys, readComposedKeys } from './composedKeys';
import {
  readEarlierChecksums,
  readLinkedKeys,
  readScope,
  readSealedKeys,
} from './sealedSecretAnnotations';
import { assertSound } from './assertSound';
import {
  isJsonObject,
  ObjectPosition,
  readYamlObjects,
  valueAt,
} from './yaml/readYaml';

/** A SealedSecret as a file has it. */
export interface SealedSecretObject {
  position: ObjectPosition;
  line: number;
  namespace?: string;
  name: string;
  scope: SealingScope;
  encryptedData: Record<string, string>;
  sealedKeys: Record<string, SealedKeyRecord>;
  /** Undefined where nothing is recorded. */
  linkedKeys?: string[][];
  /** Key to the keys whose values its own contained when it was sealed. */
  composedKeys: ComposedKeys;
  /** Checksums of earlier ciphertexts of the same values. */
  earlierChecksums: string[];
  /** Where two roles take turns. */
  slots?: PasswordSlots;
  /** Whether it has `spec.data`, which the controller does not take together with `encryptedData`. */
  hasOldData: boolean;
  /** What the Secret made of it is, besides its values. */
  type?: string;
  immutable: boolean;
  templateAnnotations: Record<string, string>;
  /** `spec.template.data`: what is rendered with the values, and null where a key is left out. */
  templateData: Record<string, string | null>;
}

/** All SealedSecrets of a file. */
export function readSealedSecrets(
  text: string,
  path: string,
): SealedSecretObject[] {
  return readYamlObjects(text, path)
    .filter(({ value }) => isSealedSecret(value))
    .map(({ value, position, line }) => {
      const name = valueAt(value, 'metadata', 'name');
      const namespace = valueAt(value, 'metadata', 'namespace');
      if (typeof name !== 'string') {
        throw new InputError(
          `${path}: the SealedSecret on line ${line} has no name`,
        );
      }
      const annotations = stringEntries(
        valueAt(value, 'metadata', 'annotations'),
      );
      const encryptedData = stringEntries(
        valueAt(value, 'spec', 'encryptedData'),
      );
      const slots = parsePasswordSlots(annotations[ANNOTATION_PASSWORD_SLOTS]);
      return {
        position,
        line,
        ...(typeof namespace === 'string' && { namespace }),
        name,
        scope: readScope(annotations),
        encryptedData,
        sealedKeys: readSealedKeys(annotations),
        linkedKeys: readLinkedKeys(annotations),
        composedKeys: readComposedKeys(annotations),
        earlierChecksums: readEarlierChecksums(
          annotations,
          encryptedDataChecksum(encryptedData),
        ),
        ...(slots && { slots }),
        hasOldData: isJsonObject(value.spec) && Boolean(value.spec.data),
        ...readTemplate(valueAt(value, 'spec', 'template')),
      };
    });
}

function readTemplate(template: JsonValue | undefined) {
  const type = valueAt(template, 'type');
  const data = valueAt(template, 'data');
  const entries = isJsonObject(data) ? Object.entries(data) : [];
  return {
    ...(typeof type === 'string' && type !== '' && { type }),
    immutable: valueAt(template, 'immutable') === true,
    templateAnnotations: stringEntries(
      valueAt(template, 'metadata', 'annotations'),
    ),
    templateData: Object.fromEntries(
      entries.filter(
        (entry): entry is [string, string | null] =>
          typeof entry[1] === 'string' || entry[1] === null,
      ),
    ),
  };
}

/** What is recorded of a key, which may have any name. */
export function recordOf(
  { sealedKeys }: Pick<SealedSecretObject, 'sealedKeys'>,
  key: string,
): SealedKeyRecord | undefined {
  return Object.hasOwn(sealedKeys, key) ? sealedKeys[key] : undefined;
}

/** The keys that the Secret made of it has. */
export function secretKeys(
  encryptedKeys: string[],
  templateData: SealedSecretObject['templateData'],
): string[] {
  const left = encryptedKeys.filter(key => templateData[key] !== null);
  const rendered = Object.keys(templateData).filter(
    key => templateData[key] !== null,
  );
  return [...new Set([...left, ...rendered])];
}

/**
 * The one SealedSecret of that name in a file. One without a namespace is taken
 * to be in the namespace asked for: its kustomization gives it one.
 */
export function findSealedSecret(
  text: string,
  options: { path: string; namespace: string; name: string },
): SealedSecretObject {
  const { path, namespace, name } = options;
  const all = readSealedSecrets(text, path);
  if (all.length === 0) {
    throw new InputError(
      `${path} is not a SealedSecret: it holds no object of kind SealedSecret`,
    );
  }
  const matching = all.filter(
    candidate =>
      candidate.name === name &&
      (candidate.namespace ?? namespace) === namespace,
  );
  if (matching.length === 0) {
    const found = all.map(each =>
      each.namespace ? `${each.namespace}/${each.name}` : each.name,
    );
    throw new InputError(
      `${path} holds no SealedSecret ${namespace}/${name}: it holds ${found.join(
        ', ',
      )}`,
    );
  }
  if (matching.length > 1) {
    throw new InputError(
      `${path} holds SealedSecret ${namespace}/${name} more than once, on lines ${matching
        .map(({ line }) => line)
        .join(' and ')}`,
    );
  }
  if (matching[0].hasOldData) {
    throw new InputError(
      `${path}: SealedSecret ${name} has the old field spec.data (it begins on line ${matching[0].line}), which the controller does not take together with spec.encryptedData: seal it into a new file`,
    );
  }
  assertSound(text, path, matching[0]);
  return matching[0];
}

export function isSealedSecret(value: JsonObject): boolean {
  return (
    value.kind === 'SealedSecret' &&
    typeof value.apiVersion === 'string' &&
    value.apiVersion.startsWith('bitnami.com/')
  );
}

/** The entries of a mapping that are text. */
export function stringEntries(
  value: JsonValue | undefined,
): Record<string, string> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  // Not assigned one by one, which would lose a key called "__proto__".
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
