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

/** Some whole lines of a file: a document of it. */
export interface DocumentPart {
  /** Where it begins in the file. */
  start: number;
  text: string;
}

/**
 * The documents of a file as texts, each with the `---` line that begins it, or
 * undefined where lines of one could belong to the next (directives).
 *
 * @remarks
 * A line that begins with `---` ends a document wherever it stands, within
 * quotes and block scalars too: YAML 1.2.2, rule 206 (`c-forbidden`). So nothing
 * has to be parsed to find them.
 */
export function splitDocuments(text: string): DocumentPart[] | undefined {
  if (text.startsWith('%') || text.includes('\n%')) {
    return undefined;
  }
  const parts: DocumentPart[] = [];
  let start = 0;
  // Looking behind from every character would take most of an edit's time. Not
  // `^` with the flag m, which a character like U+2028 ends a line for.
  for (const { index } of text.matchAll(/---(?=[ \t\r\n]|$)/g)) {
    const beginsLine = index === 0 || text[index - 1] === '\n';
    if (beginsLine && index > start) {
      parts.push({ start, text: text.slice(start, index) });
      start = index;
    }
  }
  parts.push({ start, text: text.slice(start) });
  return parts;
}

/** The file with another text in the place of one of its parts. */
export function replacePart(
  file: string,
  { start, text }: DocumentPart,
  replacement: string,
): string {
  return file.slice(0, start) + replacement + file.slice(start + text.length);
}
