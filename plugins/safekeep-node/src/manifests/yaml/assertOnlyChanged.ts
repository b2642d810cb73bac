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
import { JsonObject } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import { documentValue, ObjectPosition, parseDocuments } from './readYaml';
import { ValuePath } from './replaceInScalars';

/**
 * Whether an edit of one object did what was meant and nothing else: both texts
 * are read, and `change` does to the value of the one what was meant.
 *
 * @throws InputError when it did anything else, or broke the file
 */
export function assertOnlyChanged(
  before: string,
  after: string,
  place: { path: string; position: ObjectPosition; mapping: ValuePath },
  change: (object: JsonObject) => void,
): void {
  const { path, position, mapping } = place;
  const read = (text: string) =>
    parseDocuments(text, path).map(document => documentValue(document, path));
  let exact = false;
  try {
    const expected = read(before);
    const document = expected[position.document] as JsonObject;
    change(
      position.item === undefined
        ? document
        : (document.items as JsonObject[])[position.item],
    );
    exact = isDeepStrictEqual(read(after), expected);
  } catch {
    // The edit broke the file: told below, without the parser's words.
  }
  if (!exact) {
    throw new InputError(
      `${path}: ${mapping.join(
        '.',
      )} is written in a way that cannot be edited without changing more than was asked`,
    );
  }
}
