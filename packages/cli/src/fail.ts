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

/** Tells an error in one line on stderr, and sets exit status 2. */
export function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const line = message
    .replace(/^error: /, '')
    // Of an option that is not known, what follows it may be a value.
    .replace(/^(unknown option '[^=']*)=.*$/s, "$1=…'")
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
  process.stderr.write(`safekeep: ${line}\n`);
  process.exitCode = 2;
}
