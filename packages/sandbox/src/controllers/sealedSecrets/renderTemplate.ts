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

import { UnsealError } from '../../unsealing/unsealSecret';

const ACTION = /\{\{\s*(.*?)\s*\}\}/gs;
const FIELD = /^\.([A-Za-z_][A-Za-z0-9_]*)$/;
const INDEX = /^index\s+\.\s+"([^"]+)"$/;

/**
 * The part of Go's templates that secrets are put together with: `{{ .KEY }}`
 * and `{{ index . "key.with.dots" }}`. The rest of the language (the real
 * controller has it, and sprig) is refused rather than guessed at.
 */
export function renderTemplate(
  key: string,
  text: string,
  values: Map<string, Buffer>,
): string {
  return trimmed(text).replace(ACTION, (_whole, action: string) => {
    const field = FIELD.exec(action)?.[1];
    const name = field ?? INDEX.exec(action)?.[1];
    if (name === undefined) {
      throw new UnsealError(
        `template: ${key}:1: the sandbox renders only {{ .KEY }} and {{ index . "KEY" }}`,
      );
    }
    const absent = field === undefined ? '' : '<no value>';
    return values.get(name)?.toString('utf8') ?? absent;
  });
}

/** `{{- ` and ` -}}` take the white space beside them away. */
function trimmed(text: string): string {
  return text.replace(/\s*\{\{-\s/g, '{{ ').replace(/\s-\}\}\s*/g, ' }}');
}
