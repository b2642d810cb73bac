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
import {
  MINIMUM_VALUE_BITS,
  VALUE_ALPHABETS,
  valueBits,
} from '@safekeep/backstage-plugin-safekeep-common';
import { randomInt } from 'node:crypto';

/** @public */
export interface GenerateValueOptions {
  /** Number of characters; 32 by default. */
  length?: number;
  /** Characters to choose from, ASCII; letters and digits by default. */
  alphabet?: string;
}

/**
 * A new random value, each character chosen with equal chance by the system's
 * cryptographic generator.
 *
 * @public
 */
export function generateValue(options: GenerateValueOptions = {}): string {
  return generateBytes(options).toString('ascii');
}

/** As {@link generateValue}, in bytes that the caller can overwrite after use. */
export function generateBytes(options: GenerateValueOptions = {}): Buffer {
  const { length = 32, alphabet = VALUE_ALPHABETS['letters-and-digits'] } =
    options;
  if (!/^[\x21-\x7e]+$/.test(alphabet)) {
    throw new InputError(
      'The alphabet of a generated value must be printable ASCII without spaces',
    );
  }
  if (new Set(alphabet).size !== alphabet.length) {
    throw new InputError(
      'The alphabet of a generated value names a character twice',
    );
  }
  if (!Number.isInteger(length) || length < 1 || length > 4096) {
    throw new InputError(
      'The length of a generated value must be a whole number from 1 to 4096',
    );
  }
  if (valueBits(length, alphabet) < MINIMUM_VALUE_BITS) {
    throw new InputError(
      `A value of ${length} characters out of ${alphabet.length} could be guessed: choose a longer one`,
    );
  }
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) {
    bytes[i] = alphabet.charCodeAt(randomInt(alphabet.length));
  }
  return bytes;
}
