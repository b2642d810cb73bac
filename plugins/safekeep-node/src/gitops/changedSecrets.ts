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

/** A forge takes some 64 KiB of text, most of which is for people. */
const LONGEST = 20_000;

const MARK =
  /^<!-- safekeep\.io\/secrets:((?: [a-z0-9.-]{1,63}\/[a-z0-9.-]{1,253})+) -->$/m;

/**
 * A line of a pull request's text that nobody sees at the forge: the secrets
 * that it changes. A branch has room for the name of one.
 *
 * @param secrets - each as `namespace/name`; those that do not fit are left out
 */
export function renderChangedSecrets(secrets: string[]): string {
  const names: string[] = [];
  let length = 0;
  for (const name of [...new Set(secrets)].sort()) {
    length += name.length + 1;
    if (length > LONGEST) {
      break;
    }
    names.push(name);
  }
  return `<!-- safekeep.io/secrets: ${names.join(' ')} -->`;
}

/** What {@link renderChangedSecrets} wrote; undefined where the text says nothing. */
export function readChangedSecrets(
  text: string | null | undefined,
): string[] | undefined {
  // A forge may give back the line ends of Windows.
  const found = MARK.exec((text ?? '').replaceAll('\r\n', '\n'));
  return found ? found[1].trim().split(' ') : undefined;
}
