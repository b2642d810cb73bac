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
import { readBytes } from '../files/readText';

const ASSIGNMENT = /^([-._a-zA-Z0-9]+)=@(.+)$/s;
const NEWLINE = 0x0a;

/**
 * The values of `KEY=@file` arguments, from key to bytes.
 *
 * @throws InputError that never repeats an argument that may be a value.
 */
export async function readAssignedValues(
  assignments: string[],
): Promise<Map<string, Uint8Array>> {
  const sources = new Map<string, string>();
  for (const [index, assignment] of assignments.entries()) {
    const [, key, source] = ASSIGNMENT.exec(assignment) ?? [];
    if (!key) {
      const named = /^([-._a-zA-Z0-9]{1,253})=/.exec(assignment)?.[1];
      throw new InputError(
        named
          ? `The value of ${named} must not stand on the command line: it would be in the shell’s history and in the list of processes. Write it to a file and give ${named}=@FILE, or pipe it and give ${named}=@-`
          : `Argument ${
              index + 1
            } is not KEY=@FILE: a key of letters, digits, ".", "_" and "-", and the file that holds its value`,
      );
    }
    if (sources.has(key)) {
      throw new InputError(`Key ${key} is given twice`);
    }
    sources.set(key, source);
  }
  if ([...sources.values()].filter(source => source === '-').length > 1) {
    throw new InputError('Only one key can be read from standard input');
  }
  const values = new Map<string, Uint8Array>();
  for (const [key, source] of sources) {
    const value = await readBytes(source, `value of ${key}`);
    if (value.length === 0) {
      throw new InputError(
        `The value of ${key} is empty: ${
          source === '-' ? 'standard input' : source
        } holds nothing`,
      );
    }
    if (value.at(-1) === NEWLINE) {
      process.stderr.write(
        `safekeep: note: the value of ${key} ends with a newline, which is sealed with it\n`,
      );
    }
    values.set(key, value);
  }
  return values;
}
