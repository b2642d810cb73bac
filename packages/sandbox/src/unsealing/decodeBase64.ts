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

const ALPHABET =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export type DecodedBase64 = { bytes: Buffer } | { illegalAt: number };

/**
 * Strict base64, refused at the byte where Go's decoder refuses it: the
 * controller tells that number. Line ends between the digits are skipped.
 */
export function decodeBase64(text: string): DecodedBase64 {
  const source = Buffer.from(text, 'utf8');
  const isLineEnd = (at: number) => source[at] === 10 || source[at] === 13;
  const isPadding = (at: number) => source[at] === 61;
  const skipLineEnds = (from: number) => {
    let at = from;
    while (at < source.length && isLineEnd(at)) {
      at += 1;
    }
    return at;
  };
  let at = 0;
  let digits = 0;
  for (;;) {
    at = skipLineEnds(at);
    if (at === source.length) {
      return digits === 0
        ? { bytes: Buffer.from(text, 'base64') }
        : { illegalAt: at - digits };
    }
    if (isPadding(at)) {
      break;
    }
    if (!ALPHABET.includes(String.fromCharCode(source[at]))) {
      return { illegalAt: at };
    }
    digits = (digits + 1) % 4;
    at += 1;
  }
  if (digits < 2) {
    return { illegalAt: at };
  }
  at += 1;
  if (digits === 2) {
    at = skipLineEnds(at);
    if (at === source.length) {
      return { illegalAt: at };
    }
    if (!isPadding(at)) {
      return { illegalAt: at - 1 };
    }
    at += 1;
  }
  at = skipLineEnds(at);
  return at < source.length
    ? { illegalAt: at }
    : { bytes: Buffer.from(text, 'base64') };
}
