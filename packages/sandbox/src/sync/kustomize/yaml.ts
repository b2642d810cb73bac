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
import { LineCounter, parseAllDocuments } from 'yaml';

/** Whether a JSON value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads all documents of a YAML file.
 *
 * @remarks
 * An error names the file and the line and never quotes it: the line may well
 * be one of a Secret.
 */
export function parseYaml(text: string, path: string): JsonValue[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const values: JsonValue[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error) {
      const { line } = lineCounter.linePos(error.pos[0]);
      throw new InputError(
        `${path}:${line}: this is not valid YAML (${error.code})`,
      );
    }
    let value: JsonValue | undefined;
    try {
      value = document.toJS({ maxAliasCount: 100 });
    } catch {
      throw new InputError(`${path}: the YAML's aliases can't be resolved`);
    }
    if (value !== null && value !== undefined) {
      values.push(value);
    }
  }
  return values;
}
