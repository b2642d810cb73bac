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
import { stringify } from 'yaml';

/** Keys and texts that are easy to get wrong in YAML. */
export const text = fc.oneof(
  fc.constantFrom(
    'plain',
    'yes',
    'null',
    '~',
    '1.0',
    '0x1F',
    '2026-01-01',
    ': # not a comment',
    '"quoted"',
    "it's",
    '- dash',
    'trailing space ',
    'two\nlines\n',
    'no newline\nat end',
    '\n\nleading',
    '{flow: [a]}',
    '*alias',
    '&anchor',
    '!tag',
    '%percent',
    '---',
    '...',
    'ü 漢 🙂',
    'x'.repeat(200),
  ),
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);

export const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_./-]{0,12}$/),
  fc.constantFrom('on', '1', 'null', 'a.b/c'),
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const { tree } = fc.letrec(tie => ({
  tree: fc.dictionary(
    key,
    fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('tree')),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
  list: fc.array(fc.oneof({ depthSize: 'small' }, scalar, tie('tree')), {
    maxLength: 3,
  }),
}));

/** A mapping of anything. */
export const mapping = tree as fc.Arbitrary<Record<string, unknown>>;

/** How one document is written. */
export const style = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  blockQuote: fc.constantFrom(true, false, 'folded', 'literal') as fc.Arbitrary<
    boolean | 'folded' | 'literal'
  >,
  collectionStyle: fc.constantFrom('block', 'any') as fc.Arbitrary<
    'block' | 'any'
  >,
  defaultStringType: fc.constantFrom(
    'PLAIN',
    'QUOTE_DOUBLE',
    'QUOTE_SINGLE',
  ) as fc.Arbitrary<'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE'>,
});

export type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

/** A document as text, with a comment behind some lines where that is harmless. */
export function write(value: unknown, options: Style, commented: boolean) {
  const written = stringify(value, options);
  return commented
    ? `# before\n${written.replace(/^(\w+): (\w+)$/gm, '$1: $2 # why')}`
    : written;
}

/** Several documents as one file. */
export function join(
  documents: string[],
  options: { crlf: boolean; leadingMarker: boolean; finalNewline: boolean },
): string {
  let file = documents.join('---\n');
  if (options.leadingMarker) {
    file = `---\n${file}`;
  }
  if (!options.finalNewline) {
    file = file.replace(/\n+$/, '');
  }
  return options.crlf ? file.replace(/\n/g, '\r\n') : file;
}

export const fileShape = fc.record({
  crlf: fc.boolean(),
  leadingMarker: fc.boolean(),
  finalNewline: fc.boolean(),
});

/** How many characters two texts share at their start and, beyond that, at their end. */
export function sharedLength(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let start = 0;
  while (start < length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (
    end < length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end++;
  }
  return start + end;
}
