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
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from './yaml';

/** Typed access to the fields of a mapping, with errors that name the field. */
export class Fields {
  constructor(readonly value: JsonObject, readonly path: string) {}

  allow(known: Set<string>): void {
    const unknown = Object.keys(this.value).find(field => !known.has(field));
    if (unknown) {
      throw new InputError(
        `${this.path}: the sandbox's renderer does not support "${unknown}"`,
      );
    }
  }

  string(field: string): string | undefined {
    const value = this.value[field] ?? undefined;
    if (value !== undefined && typeof value === 'object') {
      throw this.#wrong(field, 'a string');
    }
    return value === undefined ? undefined : String(value);
  }

  required(field: string): string {
    const value = this.string(field);
    if (value === undefined) {
      throw this.#wrong(field, 'a string');
    }
    return value;
  }

  number(field: string): number {
    const value = this.value[field];
    if (typeof value !== 'number') {
      throw this.#wrong(field, 'a number');
    }
    return value;
  }

  flag(field: string): boolean {
    return this.value[field] === true;
  }

  strings(field: string): string[] {
    return this.#array(field).map(item => {
      if (typeof item !== 'string') {
        throw this.#wrong(field, 'a list of strings');
      }
      return item;
    });
  }

  pairs(field: string): Record<string, string> {
    const entries = Object.entries(this.object(field) ?? {});
    return Object.fromEntries(
      entries.map(([key, value]) => [key, String(value)]),
    );
  }

  object(field: string): JsonObject | undefined {
    const value = this.value[field] ?? undefined;
    if (value !== undefined && !isObject(value)) {
      throw this.#wrong(field, 'a mapping');
    }
    return value;
  }

  nested(field: string): Fields {
    return new Fields(this.object(field) ?? {}, `${this.path}: ${field}`);
  }

  objects(field: string): Fields[] {
    return this.#array(field).map((item, index) => {
      if (!isObject(item)) {
        throw this.#wrong(field, 'a list of mappings');
      }
      return new Fields(item, `${this.path}: ${field}[${index}]`);
    });
  }

  #array(field: string): JsonValue[] {
    const value = this.value[field] ?? [];
    if (!Array.isArray(value)) {
      throw this.#wrong(field, 'a list');
    }
    return value;
  }

  #wrong(field: string, expected: string): InputError {
    return new InputError(`${this.path}: "${field}" must be ${expected}`);
  }
}
