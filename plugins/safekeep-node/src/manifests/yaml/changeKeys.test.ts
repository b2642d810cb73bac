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
  key,
  mapping,
  sharedLength,
  style,
  text,
  write,
} from '../__testUtils__/yamlArbitraries';
import { changeKeys } from './changeKeys';

const at = { path: 'a.yaml', position: { document: 0 }, mapping: ['spec'] };

describe('changeKeys', () => {
  it('takes out and renames in any way of writing, and keeps every other byte', () => {
    let edits = 0;
    fc.assert(
      fc.property(
        fc.dictionary(key, text, { minKeys: 2, noNullPrototype: true }),
        mapping,
        mapping,
        style,
        fileShape,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        (entries, other, following, written, shape, hasMark, isRemoval, n) => {
          const keys = Object.keys(entries);
          const chosen = keys[n % keys.length];
          const documents = [
            write({ kind: 'A', spec: entries, other }, written, true),
            write({ kind: 'B', following }, written, true),
          ];
          const file = (hasMark ? '\uFEFF' : '') + join(documents, shape);
          const rename = new Map([[chosen, 'RENAMED.key']]);
          let edited: string;
          try {
            edited = changeKeys(file, {
              ...at,
              ...(isRemoval ? { remove: [chosen] } : { rename }),
            });
          } catch (error) {
            if ((error as Error).name !== 'InputError') {
              throw error;
            }
            return;
          }
          edits++;
          const [before, behind] = [file, edited].map(each =>
            parseAllDocuments(each, { merge: true }).map(document =>
              document.toJS(),
            ),
          );
          const expected = Object.fromEntries(
            Object.entries(before[0].spec as Record<string, unknown>)
              .filter(([name]) => !isRemoval || name !== chosen)
              .map(([name, value]) => [
                name === chosen ? 'RENAMED.key' : name,
                value,
              ]),
          );
          expect(behind[0]).toEqual({ ...before[0], spec: expected });
          expect(behind[1]).toEqual(before[1]);
          // One piece is gone, and nothing has come but the new name in quotes.
          const come = isRemoval ? 0 : 'RENAMED.key'.length + 2;
          expect(sharedLength(file, edited)).toBeGreaterThanOrEqual(
            edited.length - come,
          );
        },
      ),
      { numRuns: 300 },
    );
    expect(edits).toBeGreaterThan(250);
  });

  it('keeps comments, blank lines and the styles of what stays', () => {
    const file = `# head
spec:
  # of A
  A: "1" # why

  B: |
    two
    lines

  'C': 3
  # of D
  D: 'x'
rest: [1]
`.replace(/\n/g, '\r\n');
    const edited = changeKeys(file, {
      ...at,
      remove: ['B', 'D', 'gone'],
      rename: new Map([
        ['A', 'C'],
        ['C', 'A'],
      ]),
    });
    expect(edited).toBe(
      `# head
spec:
  # of A
  C: "1" # why


  'A': 3
  # of D
rest: [1]
`.replace(/\n/g, '\r\n'),
    );
  });

  it('empties a mapping, and edits one on a single line', () => {
    expect(changeKeys('spec:\n  A: 1\nb: 2\n', { ...at, remove: ['A'] })).toBe(
      'spec: {}\nb: 2\n',
    );
    const flow = 'spec: {A: 1, "B": 2, C: 3}';
    expect(changeKeys(flow, { ...at, remove: ['A', 'C'] })).toBe(
      'spec: {"B": 2}',
    );
    expect(
      changeKeys(flow, { ...at, remove: ['B'], rename: new Map([['C', 'D']]) }),
    ).toBe('spec: {A: 1, D: 3}');
    expect(changeKeys(flow, { ...at, remove: ['A', 'B', 'C'] })).toBe(
      'spec: {}',
    );
    expect(changeKeys('other: 1\n', { ...at, remove: ['A'] })).toBe(
      'other: 1\n',
    );
  });

  it.each([
    ['spec:\n  A: &x 1\n  B: *x\n', 'has an anchor'],
    ['base: &x {A: 1}\nspec: *x\n', 'is an alias'],
    ['base: &x {A: 1}\nspec: {<<: *x, B: 2}\n', 'is merged from another place'],
  ])('refuses what serves other places too: %s', (file, message) => {
    expect(() => changeKeys(file, { ...at, remove: ['A'] })).toThrow(message);
  });
});
