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

import { GuideFacts } from './GuideFacts';

/** A text as code, also where it holds a backtick. */
export function code(text: string): string {
  const clean = text.replace(/[\r\n]+/g, ' ');
  return clean.includes('`') ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}

export function shell(command: string): string {
  return `\`\`\`sh\n${command}\n\`\`\``;
}

/** The SealedSecrets of a folder, one a line. */
export function secretTable(
  { secrets }: GuideFacts,
  headings: [string, string, string, string, string],
): string {
  const hasScopes = secrets.some(({ scope }) => scope !== 'strict');
  const row = (cells: string[]) =>
    `| ${(hasScopes ? cells : cells.slice(0, 4))
      .map(cell => cell.replace(/\|/g, '\\|'))
      .join(' | ')} |`;
  return [
    row(headings),
    row(headings.map(() => '---')),
    ...secrets.map(({ namespace, name, file, keys, scope }) =>
      row([
        code(namespace),
        code(name),
        code(file),
        keys.map(code).join(', '),
        scope,
      ]),
    ),
  ].join('\n');
}
