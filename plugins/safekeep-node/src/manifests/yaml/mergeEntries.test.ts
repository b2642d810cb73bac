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
import fc from 'fast-check';
import { isMap, isScalar, parseAllDocuments } from 'yaml';
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
import { mergeEntries } from './mergeEntries';
import { renderFlow, renderMapping } from './renderYaml';

const path = 'file.yaml';
const position = { document: 0 };

function values(file: string, options = {}): unknown[] {
  return parseAllDocuments(file, { logLevel: 'silent', ...options }).map(
    document => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    },
  );
}

/** Source length of the entry that is replaced, or of the empty value that is filled. */
function replacedLength(file: string, document: number, keys: string[]) {
  let node: unknown = parseAllDocuments(file)[document].contents;
  for (const each of keys) {
    const pair = isMap(node)
      ? node.items.find(({ key: k }) => isScalar(k) && String(k.value) === each)
      : undefined;
    node = pair?.value;
    if (isScalar(node) || (isMap(node) && node.items.length === 0)) {
      const [start, end] = node.range ?? [0, 0];
      // With the space between the colon and the value.
      return end - file.lastIndexOf(':', start - 1);
    }
  }
  return 0;
}

describe('mergeEntries', () => {
  it('changes one entry and not a byte besides, in any file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mapping, style, fc.boolean()), { maxLength: 3 }),
        fc.nat(),
        fc.record({
          before: mapping,
          annotations: fc.option(
            fc.dictionary(key, text, { maxKeys: 4, noNullPrototype: true }),
            { nil: undefined },
          ),
          after: mapping,
          style,
          commented: fc.boolean(),
        }),
        fc.nat(),
        key,
        text,
        fileShape,
        (others, place, target, pick, newKey, value, shape) => {
          const documents = others.map(([content, how, commented]) =>
            write(content, how, commented),
          );
          const index = place % (documents.length + 1);
          const object = {
            kind: 'Thing',
            metadata: {
              ...target.before,
              ...(target.annotations && { annotations: target.annotations }),
            },
            spec: target.after,
          };
          documents.splice(
            index,
            0,
            write(object, target.style, target.commented),
          );
          const file = join(documents, shape);
          // The writer, too, has styles that its own parser refuses.
          fc.pre(parseAllDocuments(file).every(({ errors }) => !errors.length));
          const known = Object.keys(target.annotations ?? {});
          const chosen = [...known, newKey][pick % (known.length + 1)];

          const edited = mergeEntries(file, {
            path,
            position: { document: index },
            mapping: ['metadata', 'annotations'],
            entries: { [chosen]: value },
          });

          const expected = values(file) as (typeof object)[];
          (expected[index].metadata as Record<string, unknown>).annotations = {
            ...expected[index].metadata.annotations,
            [chosen]: value,
          };
          expect(values(edited)).toEqual(expected);
          const keys = ['metadata', 'annotations', chosen];
          expect(sharedLength(file, edited)).toBeGreaterThanOrEqual(
            file.length - replacedLength(file, index, keys),
          );
          const strayLineFeed = shape.crlf && /[^\r]\n/.test(edited);
          expect(strayLineFeed).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('writes text that parsers of YAML 1.1 and 1.2 both read as text', () => {
    fc.assert(
      fc.property(key, text, key, text, (outer, first, inner, second) => {
        const tree = { [outer]: first, map: { [inner]: second } };
        for (const lines of [renderMapping(tree, 0, 2), [renderFlow(tree)]]) {
          for (const version of ['1.1', '1.2'] as const) {
            expect(values(`${lines.join('\n')}\n`, { version })).toEqual([
              tree,
            ]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('edits what is written in flow style, as JSON is, too', () => {
    const json = '{\n  "a": {\n    "b": "old",\n    "c": {}\n  }\n}\n';
    const edit = (
      file: string,
      at: string[],
      entries: Record<string, string>,
    ) => mergeEntries(file, { path, position, mapping: at, entries });
    expect(edit(json, ['a'], { b: 'new', d: 'added' })).toBe(
      '{\n  "a": {\n    "b": "new",\n    "c": {},\n    "d": "added"\n  }\n}\n',
    );
    expect(edit(json, ['a', 'c', 'x'], { y: 'z' })).toBe(
      '{\n  "a": {\n    "b": "old",\n    "c": {"x": {"y": "z"}}\n  }\n}\n',
    );
    expect(edit('a: { b: 1 } # c\n', ['a'], { d: 'e' })).toBe(
      'a: { b: 1, "d": "e" } # c\n',
    );
    expect(edit('a: {} # c\nb: 1\n', ['a'], { d: 'e' })).toBe(
      'a: # c\n  d: e\nb: 1\n',
    );
    expect(edit('a: # c\nb: 1', ['a'], { d: 'x\ny\n' })).toBe(
      'a: # c\n  d: |\n    x\n    y\nb: 1',
    );
    expect(edit('a:\n  b: "old" # c\n', ['a'], { b: 'x\ny\n' })).toBe(
      'a:\n  b: | # c\n    x\n    y\n',
    );
    expect(
      edit('a:\n  b: |- # c\n    old\n    text\n\n  z: 1\n', ['a'], {
        b: 'x\ny\n',
      }),
    ).toBe('a:\n  b: | # c\n    x\n    y\n\n  z: 1\n');
  });

  it('edits an item of a List, where it stands', () => {
    const list =
      'kind: List\nitems:\n- kind: A\n  metadata:\n    name: a\n- kind: B\n  metadata:\n    name: b\n';
    expect(
      mergeEntries(list, {
        path,
        position: { document: 0, item: 0 },
        mapping: ['metadata', 'annotations'],
        entries: { k: 'v' },
      }),
    ).toBe(
      'kind: List\nitems:\n- kind: A\n  metadata:\n    name: a\n    annotations:\n      k: v\n- kind: B\n  metadata:\n    name: b\n',
    );
  });

  it('refuses what it cannot edit without changing something else', () => {
    const refused: [string, RegExp][] = [
      ['a: &x\n  b: 1\nc: *x\n', /a has an anchor \(&\) on line [12] /],
      ['x: &x\n  b: 1\na: *x\n', /a is an alias \(\*\) on line 3:/],
      ['x: &x\n  a: {}\n<<: *x\n', /merged from another place/],
      ['a:\n  b: *y\ny: 1\n', /is not valid YAML|cannot be resolved/],
      ['x: &x t\na:\n  b: *x\n', /a.b is an alias/],
      ['a:\n  b: &x t\nc: *x\n', /a.b has an anchor/],
      ['a:\n  b: !secret t\n', /not valid YAML|has a tag/],
      ['? a\n: b: 1\n', /cannot be edited/],
      ['a: text\n', /a is not a mapping/],
      ['a:\n  b: [1]\n', /a.b is not a single value/],
      ['a:\n  b: 1\n  b: 2\n', /duplicate key on line 3/],
      ['- a\n', /does not hold the object/],
      ['', /does not hold the object/],
    ];
    for (const [file, message] of refused) {
      const edit = () =>
        mergeEntries(file, {
          path,
          position,
          mapping: ['a'],
          entries: { b: 'new' },
        });
      expect(edit).toThrow(InputError);
      expect(edit).toThrow(message);
      expect(edit).toThrow(/^file\.yaml/);
    }
  });
});
