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

import { compareEditing } from './editing/compareEditing';
import { comparePlanning } from './planning/comparePlanning';
import { compareReencryption } from './reencryption/compareReencryption';
import { Comparison, printComparison } from './Comparison';
import {
  compareConversion,
  compareOneValue,
} from './sealing/compareWithCommand';
import { compareWithLibrary } from './sealing/compareWithLibrary';

const BENCHMARKS: Record<string, () => Promise<Comparison>> = {
  library: compareWithLibrary,
  kubeseal: compareOneValue,
  convert: compareConversion,
  edit: compareEditing,
  plan: comparePlanning,
  reencrypt: compareReencryption,
};

const HELP = `npm run benchmark -- [${Object.keys(BENCHMARKS).join('|')}] …

Compares Safekeep with what one would use without it, both in one run, in turn.
Prints a line of JSON for each: medians, and the ratio of each round. Without a
name: library, kubeseal, convert, edit and plan. What each needs is in benchmarks/README.md.`;

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  if (names.includes('--help')) {
    console.log(HELP);
    return;
  }
  const unknown = names.filter(name => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark ${unknown.join(', ')}\n\n${HELP}`);
  }
  const chosen =
    names.length > 0
      ? names
      : ['library', 'kubeseal', 'convert', 'edit', 'plan'];
  for (const name of chosen) {
    printComparison(await BENCHMARKS[name]());
  }
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
