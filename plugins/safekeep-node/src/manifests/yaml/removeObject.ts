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
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq } from 'yaml';
import {
  documentValue,
  isJsonObject,
  ObjectPosition,
  parseDocuments,
  findYamlObject,
} from './readYaml';
import { applyTextEdits, lineStart, TextEdit } from './TextEdit';
import { documentRange } from './documentRange';
import { contentEnd } from './yamlNodes';

/**
 * Takes one object out of a file: its document, or its item of a List. All else
 * stays byte for byte. Undefined when nothing else is in the file.
 */
export function removeObject(
  text: string,
  options: { path: string; position: ObjectPosition },
): string | undefined {
  const { path, position } = options;
  const documents = parseDocuments(text, path);
  const others = documents.filter(
    ({ contents }, index) => contents !== null && index !== position.document,
  );
  const list = documents[position.document]?.get('items');
  const isLastItem =
    position.item === undefined || (isSeq(list) && list.items.length === 1);
  if (others.length === 0 && isLastItem) {
    return undefined;
  }
  const edited = applyTextEdits(text, [
    isLastItem
      ? { ...documentRange(text, documents, position.document), text: '' }
      : itemRange(text, path, position),
  ]);
  assertOnlyRemoved(text, edited, path, position, isLastItem);
  return edited;
}

function itemRange(
  text: string,
  path: string,
  position: ObjectPosition,
): TextEdit {
  const object = findYamlObject(text, { path, position });
  const list = object?.document.get('items');
  const start = object?.node.range?.[0];
  if (!object || !isSeq(list) || list.flow || start === undefined) {
    throw new InputError(
      `${path}: the object cannot be taken out of its list safely`,
    );
  }
  const end = contentEnd(object.node);
  const newline = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  return {
    start: lineStart(text, start),
    end: newline === -1 ? text.length : newline + 1,
    text: '',
  };
}

function assertOnlyRemoved(
  before: string,
  after: string,
  path: string,
  position: ObjectPosition,
  wholeDocument: boolean,
): void {
  const read = (text: string) =>
    parseDocuments(text, path)
      .filter(({ contents }) => contents !== null)
      .map(document => documentValue(document, path));
  let exact = false;
  try {
    const expected = parseDocuments(before, path).flatMap((document, index) => {
      const value = documentValue(document, path);
      if (document.contents === null) {
        return [];
      }
      if (index !== position.document) {
        return [value];
      }
      if (wholeDocument) {
        return [];
      }
      if (isMap(document.contents) && isJsonObject(value)) {
        (value.items as unknown[]).splice(position.item ?? 0, 1);
      }
      return [value];
    });
    exact = isDeepStrictEqual(read(after), expected);
  } catch {
    // The edit broke the file: told below.
  }
  if (!exact) {
    throw new InputError(
      `${path}: the object cannot be taken out without changing more than was asked`,
    );
  }
}
