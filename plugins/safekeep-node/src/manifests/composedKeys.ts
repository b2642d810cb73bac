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

import { ANNOTATION_COMPOSED_KEYS } from '@safekeep/backstage-plugin-safekeep-common';

/** A shorter value could stand in another one by chance. */
const MINIMUM_BYTES = 6;

/**
 * Key to the keys whose values stood in its own when it was sealed.
 *
 * @public
 */
export type ComposedKeys = Record<string, string[]>;

/**
 * Which values contain another one, as a connection URL contains a password:
 * as it stands, or as a URL writes it. Equal values are linked, not composed.
 */
export function findComposedKeys(
  values: ReadonlyMap<string, Uint8Array>,
): ComposedKeys {
  const composed: [string, string[]][] = [];
  for (const [key, value] of values) {
    const parts = [...values]
      .filter(([part, bytes]) => part !== key && containsValue(value, bytes))
      .map(([part]) => part);
    if (parts.length > 0) {
      composed.push([key, parts.sort()]);
    }
  }
  return Object.fromEntries(composed);
}

/** Whether a value contains another one, which is shorter. */
export function containsValue(whole: Uint8Array, part: Uint8Array): boolean {
  if (part.length < MINIMUM_BYTES || part.length >= whole.length) {
    return false;
  }
  const bytes = viewOf(whole);
  if (bytes.includes(viewOf(part))) {
    return true;
  }
  // Only text is written otherwise in a URL; the copy is of the caller's bytes.
  const encoded = encodeBytes(part);
  const isThere = encoded.length !== part.length && bytes.includes(encoded);
  encoded.fill(0);
  return isThere;
}

/** The same bytes, not a copy. */
function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** As encodeURIComponent, on bytes that can be overwritten. */
function encodeBytes(bytes: Uint8Array): Buffer {
  const isKept = (byte: number) =>
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    "-_.!~*'()".includes(String.fromCharCode(byte));
  const encoded = Buffer.alloc(bytes.length * 3);
  let length = 0;
  for (const byte of bytes) {
    if (isKept(byte)) {
      encoded[length++] = byte;
    } else {
      length += encoded.write(
        `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        length,
        'ascii',
      );
    }
  }
  return encoded.subarray(0, length);
}

/**
 * What is recorded after some keys were sealed: of two that were sealed now what
 * is seen now, of any others what was recorded.
 */
export function composedAfter(
  recorded: ComposedKeys,
  values: ReadonlyMap<string, Uint8Array>,
): ComposedKeys {
  const seen = findComposedKeys(values);
  const keys = new Set([...Object.keys(recorded), ...Object.keys(seen)]);
  return Object.fromEntries(
    [...keys].map(key => [
      key,
      [
        ...partsOf(seen, key),
        ...partsOf(recorded, key).filter(
          part => !values.has(key) || !values.has(part),
        ),
      ],
    ]),
  );
}

/** The parts of a key, which may have any name. */
export function partsOf(composed: ComposedKeys, key: string): string[] {
  return Object.hasOwn(composed, key) ? composed[key] : [];
}

/** Renames keys and leaves out those that are gone. */
export function composedOf(
  recorded: ComposedKeys,
  nameAfter: (key: string) => string | undefined,
): ComposedKeys {
  return Object.fromEntries(
    Object.entries(recorded).flatMap(([key, parts]) => {
      const name = nameAfter(key);
      const left = parts
        .map(nameAfter)
        .filter((part): part is string => part !== undefined);
      return name !== undefined && left.length > 0 ? [[name, left]] : [];
    }),
  );
}

/** The annotation, where there is something to say or something was said. */
export function composedAnnotation(
  before: ComposedKeys,
  after: ComposedKeys,
): Record<string, string> {
  const keys = Object.keys(after)
    .filter(key => after[key].length > 0)
    .sort();
  if (keys.length === 0 && Object.keys(before).length === 0) {
    return {};
  }
  return {
    [ANNOTATION_COMPOSED_KEYS]: JSON.stringify(
      Object.fromEntries(keys.map(key => [key, [...after[key]].sort()])),
    ),
  };
}

/**
 * What a SealedSecret's own annotations record of values that contain others;
 * what is no such record is nothing.
 *
 * @public
 */
export function readComposedKeys(
  annotations: Record<string, string> | undefined,
): ComposedKeys {
  let value: unknown;
  try {
    value = JSON.parse(annotations?.[ANNOTATION_COMPOSED_KEYS] ?? '');
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, parts]) => {
      const names = Array.isArray(parts)
        ? parts.filter((part): part is string => typeof part === 'string')
        : [];
      return names.length > 0 ? [[key, names]] : [];
    }),
  );
}
