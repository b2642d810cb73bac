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

/** A range of a text, and what stands there afterwards. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** Applies edits whose ranges do not overlap; all else stays as it is. */
export function applyTextEdits(text: string, edits: TextEdit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < position) {
      throw new Error('Two edits of a text overlap');
    }
    parts.push(text.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}

/** The line ending that a text uses, judged by its first. */
export function lineEnding(text: string): '\n' | '\r\n' {
  return /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The line that an offset is on, from 1. */
export function lineNumber(text: string, offset: number): number {
  let line = 1;
  let at = text.indexOf('\n');
  while (at !== -1 && at < offset) {
    line++;
    at = text.indexOf('\n', at + 1);
  }
  return line;
}

/**
 * The edit that puts whole lines after the line which `offset` ends on. A text
 * that has no line ending at its end gets none.
 */
export function insertLinesAfter(
  text: string,
  offset: number,
  lines: string[],
): TextEdit {
  const eol = lineEnding(text);
  const endsLine = offset > 0 && text[offset - 1] === '\n';
  const newline = endsLine ? offset - 1 : text.indexOf('\n', offset);
  if (newline === -1) {
    const block = lines.map(line => eol + line).join('');
    return { start: text.length, end: text.length, text: block };
  }
  const block = lines.map(line => line + eol).join('');
  return { start: newline + 1, end: newline + 1, text: block };
}
