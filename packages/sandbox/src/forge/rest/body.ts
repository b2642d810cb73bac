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

/** The JSON object that a client sent. */
export function readObject(
  value: unknown,
  what: string,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${what} must be a JSON object`);
  }
  return value as Record<string, unknown>;
}

/** A text of it that must be there. */
export function readString(
  object: Record<string, unknown>,
  name: string,
): string {
  const value = object[name];
  if (typeof value !== 'string') {
    throw new InputError(`"${name}" must be a string`);
  }
  return value;
}

/** A text of it that may be left out; GitHub's clients also send null. */
export function readOptionalString(
  object: Record<string, unknown>,
  name: string,
): string | undefined {
  const value = object[name];
  return value === undefined || value === null
    ? undefined
    : readString(object, name);
}

/** A flag of it, false when left out. */
export function readBoolean(
  object: Record<string, unknown>,
  name: string,
): boolean {
  return object[name] === true;
}

/** A list of it, empty when left out. */
export function readArray(
  object: Record<string, unknown>,
  name: string,
): unknown[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value)) {
    throw new InputError(`"${name}" must be an array`);
  }
  return value;
}
