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

const LETTERS_AND_DIGITS =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Characters to make values of, by name. All but `symbols` mean nothing else in
 * a URL, a shell or a DSN.
 *
 * @public
 */
export const VALUE_ALPHABETS = {
  'letters-and-digits': LETTERS_AND_DIGITS,
  // What RFC 3986 calls unreserved.
  'url-safe': `${LETTERS_AND_DIGITS}-._~`,
  hex: '0123456789abcdef',
  symbols: `${LETTERS_AND_DIGITS}!#%&()*+,-./:;<=>?@[]^_{|}~`,
} as const;

/** @public */
export type ValueAlphabet = keyof typeof VALUE_ALPHABETS;

/**
 * What a generated value must have at least: fewer could be guessed.
 *
 * @public
 */
export const MINIMUM_VALUE_BITS = 64;

/**
 * How hard a value of that length is to guess, in bits.
 *
 * @public
 */
export function valueBits(length: number, alphabet: string): number {
  return length * Math.log2(alphabet.length);
}
