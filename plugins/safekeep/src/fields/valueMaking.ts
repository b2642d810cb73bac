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

import {
  MINIMUM_VALUE_BITS,
  SecretStatus,
  VALUE_ALPHABETS,
  ValueAlphabet,
  valueBits,
} from '@safekeep/backstage-plugin-safekeep-common';
import { changedKeys } from './keys';

/** How the form `rotate-secret` makes values; never a value. */
export interface ValueMaking {
  alphabet: ValueAlphabet;
  length: number;
  /** Keys that become templates of rotated ones, each with its template. */
  compose: Record<string, string>;
  /** Whether keys that contain a rotated value keep the earlier one. */
  evenIfStale: boolean;
  /** Keys that contain a rotated value, and nothing was said of. */
  undecided: string[];
}

export const ALPHABET_NAMES = Object.keys(VALUE_ALPHABETS) as ValueAlphabet[];

/** The value as the form has it, with what is missing of it. */
export function readValueMaking(value: unknown): ValueMaking {
  const { alphabet, length, compose, evenIfStale, undecided } = (value ??
    {}) as Partial<ValueMaking>;
  return {
    alphabet:
      ALPHABET_NAMES.find(name => name === alphabet) ?? 'letters-and-digits',
    length: typeof length === 'number' ? length : 32,
    compose: compose ?? {},
    evenIfStale: evenIfStale === true,
    undecided: undecided ?? [],
  };
}

/** How hard a generated value is to guess. */
export function bitsOf({ alphabet, length }: ValueMaking): number {
  return Math.floor(valueBits(length, VALUE_ALPHABETS[alphabet]));
}

/** Why no value can be made so. */
export function lengthProblem(
  making: ValueMaking,
): 'lengthInvalid' | 'lengthGuessable' | undefined {
  const { length } = making;
  if (!Number.isInteger(length) || length < 1 || length > 4096) {
    return 'lengthInvalid';
  }
  return bitsOf(making) < MINIMUM_VALUE_BITS ? 'lengthGuessable' : undefined;
}

/** Keys that contain the value of one that is rotated, and are not rotated themselves. */
export function composedKeys(
  secret: SecretStatus | undefined,
  chosen: string[],
): { key: string; parts: string[] }[] {
  const changed = changedKeys(secret, chosen);
  return (secret?.keys ?? [])
    .map(({ name, contains = [] }) => ({
      key: name,
      parts: contains.filter(part => changed.includes(part)),
    }))
    .filter(({ key, parts }) => parts.length > 0 && !changed.includes(key));
}

/** Whether a template names one of the keys that it is to follow. */
export function namesPart(template: string, parts: string[]): boolean {
  const actions = template.match(/\{\{[^}]*\}\}/g) ?? [];
  return parts.some(part =>
    actions.some(
      action =>
        action.includes(`"${part}"`) ||
        action.split(/[^-.\w]+/).some(word => word === `.${part}`),
    ),
  );
}
