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

import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  fileShape,
  join,
  mapping,
  style,
  write,
} from '../__testUtils__/yamlArbitraries';
import { splitDocuments } from './splitDocuments';

function valuesOf(text: string): unknown[] {
  return parseAllDocuments(text)
    .map(document => document.toJS({ mapAsMap: true }))
    .filter(value => value !== null);
}

describe('splitDocuments', () => {
  it('finds the documents that the parser finds, whatever is written in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mapping, style, fc.boolean()), { maxLength: 5 }),
        fileShape,
        (documents, shape) => {
          const file = join(
            documents.map(document => write(...document)),
            shape,
          );
          const parts = splitDocuments(file);
          fc.pre(parts !== undefined);

          expect(parts.map(({ text }) => text).join('')).toBe(file);
          for (const { start, text } of parts) {
            expect(file.startsWith(text, start)).toBe(true);
          }
          expect(parts.flatMap(({ text }) => valuesOf(text))).toEqual(
            valuesOf(file),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes no line for the beginning of a document that is none', () => {
    const file = [
      'a: |\n  ---\n  text\n',
      'b: --- no\nc: x\u2028--- no\n---d: no\n',
    ].join('');
    expect(splitDocuments(file)).toEqual([{ start: 0, text: file }]);
  });

  it('leaves a file with directives as a whole', () => {
    expect(splitDocuments('%YAML 1.2\n---\na: 1\n')).toBeUndefined();
  });
});
