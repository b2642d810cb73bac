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

import { createHash } from 'node:crypto';
import fc from 'fast-check';

/** What is easy to get wrong on the way through YAML, JSON, base64 or a shell. */
const DIFFICULT = [
  '',
  ' ',
  '\n',
  'null',
  'true',
  '0x1F',
  '1e3',
  '{{ .Values.password }}',
  '$(PASSWORD)',
  '${PASSWORD}',
  '%s %d',
  "'; DROP TABLE users; --",
  '"quoted" \\back\\slashed\\',
  'two\nlines',
  'two\r\nlines\r\n',
  '\n\nleading and trailing\n\n',
  '---\nkind: Secret\n---\n',
  '\u0000',
  '\ufeffbyte order mark',
  'ü 漢字 🙂 👩‍👩‍👧‍👦 e\u0301',
  '\u2028\u2029\u0085',
  'AgA=',
  'x'.repeat(76),
].map(text => Buffer.from(text));

/** Bytes that are no text. */
const NO_TEXT = [[0x80], [0xff, 0xfe], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0]];

/** As many bytes as wanted, without drawing each: the same for the same seed. */
export function bytesOf(size: number, seed: number): Buffer {
  // An output of no bytes is refused.
  return createHash('shake256', { outputLength: Math.max(1, size) })
    .update(String(seed))
    .digest()
    .subarray(0, size);
}

function sized(minimum: number, maximum: number): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.integer({ min: minimum, max: maximum }), fc.nat())
    .map(([size, seed]) => bytesOf(size, seed));
}

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 200 }),
  )
  .map(drawn => Buffer.from(drawn));

/** Values of up to 20 kB. */
export const value: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...DIFFICULT) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...NO_TEXT.map(bytes => Buffer.from(bytes))),
  },
  { weight: 8, arbitrary: text },
  { weight: 6, arbitrary: sized(0, 300) },
  { weight: 1, arbitrary: sized(1_000, 20_000) },
);

/** Values that one Secret has at most one of. */
export const largeValue: fc.Arbitrary<Buffer | undefined> = fc.oneof(
  { weight: 190, arbitrary: fc.constant(undefined) },
  { weight: 8, arbitrary: sized(20_000, 200_000) },
  { weight: 2, arbitrary: sized(200_000, 900_000) },
);
