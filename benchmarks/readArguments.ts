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

import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** None: all. */
  names: string[];
  json: boolean;
  quick: boolean;
  list: boolean;
  help: boolean;
}

/** The command was called in a way that it does not understand. */
export class Misuse extends Error {}

/**
 * @throws {@link Misuse} for options and figures that there are not
 */
export function readArguments(
  args: string[],
  known: readonly string[],
): BenchArguments {
  const { values, positionals } = parse(args);
  const unknown = positionals.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw new Misuse(`There is no figure ${unknown.join(', ')}`);
  }
  return {
    names: positionals,
    json: values.json ?? false,
    quick: values.quick ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}
