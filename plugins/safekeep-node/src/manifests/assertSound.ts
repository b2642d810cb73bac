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
import { JsonValue } from '@backstage/types';
import { readTemplateReferences } from './goTemplate';
import {
  isJsonObject,
  ObjectPosition,
  findYamlObject,
  valueAt,
} from './yaml/readYaml';
import { lineOfValue, ValuePath } from './yaml/replaceInScalars';

/** The fields that the controller knows, by where they are. */
const KNOWN_FIELDS: [string[], string[]][] = [
  [['spec'], ['encryptedData', 'template', 'data']],
  [
    ['spec', 'template'],
    ['metadata', 'type', 'immutable', 'data'],
  ],
];

/**
 * Refuses to edit a SealedSecret of which the controller would lose something
 * without a word, or could make nothing.
 */
export function assertSound(
  text: string,
  path: string,
  secret: {
    position: ObjectPosition;
    name: string;
    templateData: Record<string, string | null>;
  },
): void {
  const { position, name, templateData } = secret;
  const object = findYamlObject(text, { path, position });
  const place = (at: ValuePath) => {
    const line = lineOfValue(text, { path, position, at }) ?? object?.line;
    return `${path}, line ${line}: ${at.join('.')} of SealedSecret ${name}`;
  };
  for (const [parent, known] of KNOWN_FIELDS) {
    for (const field of keysOf(valueAt(object?.value, ...parent))) {
      if (!known.includes(field)) {
        throw new InputError(
          `${place([
            ...parent,
            field,
          ])} is a field that the controller does not know and drops: correct its name, or take it out`,
        );
      }
    }
  }
  const encrypted = valueAt(object?.value, 'spec', 'encryptedData');
  for (const [key, value] of entriesOf(encrypted)) {
    if (typeof value !== 'string') {
      throw new InputError(
        `${place([
          'spec',
          'encryptedData',
          key,
        ])} is not a text, so that the controller drops the key: seal it again, or take it out`,
      );
    }
  }
  for (const [key, template] of Object.entries(templateData)) {
    try {
      readTemplateReferences(template ?? '');
    } catch (error) {
      throw new InputError(
        `${place([
          'spec',
          'template',
          'data',
          key,
        ])} is a template that the controller cannot parse: ${
          (error as Error).message
        }. It makes no Secret until that is corrected`,
      );
    }
  }
}

function keysOf(value: JsonValue | undefined): string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

function entriesOf(value: JsonValue | undefined) {
  return isJsonObject(value) ? Object.entries(value) : [];
}
