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

import { isRecord, JsonRecord } from '../json/isRecord';
import { StatusCause } from '../status/ApiStatusError';

/** The part of a CustomResourceDefinition's OpenAPI schema that the sandbox knows. */
export interface StructuralSchema {
  type: 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number';
  format?: string;
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, StructuralSchema>;
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** The value without the fields that its schema does not know. */
export function pruneBySchema(
  schema: StructuralSchema | undefined,
  value: unknown,
): unknown {
  if (!schema) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => pruneBySchema(schema.items, item));
  }
  if (!isRecord(value)) {
    return value;
  }
  const { properties, additionalProperties } = schema;
  const keepsAll =
    schema['x-kubernetes-preserve-unknown-fields'] ||
    (!properties && !additionalProperties && schema.type === 'object');
  const result: JsonRecord = {};
  for (const [field, child] of Object.entries(value)) {
    const known = properties?.[field] ?? additionalProperties;
    if (known || keepsAll) {
      result[field] = pruneBySchema(known, child);
    }
  }
  return result;
}

/** What is missing or of another type, in the words of the API server. */
export function validateBySchema(
  schema: StructuralSchema,
  value: unknown,
  path = '',
): StatusCause[] {
  const actual = typeOf(value);
  if (actual === 'null' && schema.nullable) {
    return [];
  }
  if (
    actual !== schema.type &&
    !(actual === 'integer' && schema.type === 'number')
  ) {
    return [
      {
        reason: 'FieldValueTypeInvalid',
        message: `Invalid value: "${actual}": ${path} in body must be of type ${schema.type}: "${actual}"`,
        field: path,
      },
    ];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) =>
          validateBySchema(items, item, `${path}[${index}]`),
        )
      : [];
  }
  if (!isRecord(value)) {
    return [];
  }
  const missing = (schema.required ?? []).filter(field => !(field in value));
  const causes = missing.map(
    (field): StatusCause => ({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: join(path, field),
    }),
  );
  for (const [field, child] of Object.entries(value)) {
    const known = schema.properties?.[field] ?? schema.additionalProperties;
    if (known) {
      causes.push(...validateBySchema(known, child, join(path, field)));
    }
  }
  return causes;
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}

function join(path: string, field: string): string {
  return path ? `${path}.${field}` : field;
}
