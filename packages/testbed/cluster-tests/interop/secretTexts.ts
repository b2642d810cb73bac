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

/** Legal names that YAML or JavaScript has a meaning of its own for. */
const KEYS_WITH_MEANING = [
  'y',
  'n',
  'on',
  'No',
  'null',
  'true',
  'False',
  '1',
  '1.0',
  '0x1F',
  '0o17',
  '1e3',
  '.5',
  '.inf',
  '.nan',
  '-1',
  '-',
  '--',
  '---',
  '_',
  '1_000',
  '2026-01-01',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '.dockerconfigjson',
  'tls.crt',
  'k'.repeat(253),
];

/** Keys of a Secret: up to 253 of these characters, and no folder's name. */
export const key: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/) },
  {
    weight: 4,
    arbitrary: fc
      .stringMatching(/^[-._a-zA-Z0-9]{1,40}$/)
      .filter(drawn => drawn !== '.' && !drawn.startsWith('..')),
  },
  { weight: 2, arbitrary: fc.constantFrom(...KEYS_WITH_MEANING) },
);

/** Names of objects: lower-case letters, digits, dashes and dots. */
export const name: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.stringMatching(
      /^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?)?$/,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'y',
      'null',
      'true',
      '1',
      '1.5',
      '1e3',
      '0x1f',
      '0o17',
      '2026-01-01',
      `${'n'.repeat(60)}.${'m'.repeat(63)}`,
    ),
  },
);

const word = fc.stringMatching(/^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/);

/** Names of labels and annotations. */
const qualifiedName = fc.oneof(
  word,
  fc.tuple(word, word).map(([prefix, own]) => `${prefix}.example.com/${own}`),
);

const labelValue = fc.oneof(
  fc.constantFrom('', 'true', 'null', '1', '1e3', '0x1F', '2026-01-01', 'y'),
  fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,30}[A-Za-z0-9])?$/),
);

const annotationValue = fc.oneof(
  fc.constantFrom(
    '',
    'true',
    'null',
    '~',
    'two\nlines\n',
    '\n leading',
    'trailing ',
    '# no comment',
    'a: b',
    '{"json": ["x", 1]}',
    "it's",
    '*alias',
    '漢字 🙂',
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

function mapping(values: fc.Arbitrary<string>) {
  return fc.dictionary(qualifiedName, values, {
    maxKeys: 3,
    noNullPrototype: true,
  });
}

export const labels = mapping(labelValue);
export const annotations = mapping(annotationValue);
