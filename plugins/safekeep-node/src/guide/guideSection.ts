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
import { lineEnding, lineNumber } from '../manifests/yaml/TextEdit';

const START = '<!-- safekeep:guide:start -->';
const END = '<!-- safekeep:guide:end -->';

/**
 * Puts the guide into a file: in the place of the earlier one, or at the end.
 * All else of the file stays byte for byte; the guide takes its line endings.
 *
 * @param earlier - the file as it is; undefined where there is none
 * @throws InputError where the marks of the earlier guide are not one pair
 */
export function putGuide(
  earlier: string | undefined,
  guide: { path: string; heading: string; body: string },
): string {
  const { path, heading, body } = guide;
  if (body.includes(START) || body.includes(END)) {
    throw new InputError(
      'A name or path in the folder holds the mark that the guide ends with',
    );
  }
  const section = `${START}\n\n${body.trim()}\n\n${END}`;
  if (earlier === undefined) {
    return `# ${heading}\n\n${section}\n`;
  }
  const marks = findMarks(earlier, path);
  // Of an earlier guide its own: a lone \r before it is no line ending of the file.
  const eol = lineEnding(
    marks ? earlier.slice(marks.start, marks.end) : earlier,
  );
  const written = section.replace(/\n/g, eol);
  if (marks) {
    return earlier.slice(0, marks.start) + written + earlier.slice(marks.end);
  }
  const gap = earlier === '' || earlier.endsWith('\n') ? eol : eol + eol;
  return `${earlier}${gap}${written}${eol}`;
}

/** Whether a file holds a guide already. */
export function hasGuide(text: string): boolean {
  return text.includes(START);
}

function findMarks(
  text: string,
  path: string,
): { start: number; end: number } | undefined {
  const starts = offsetsOf(text, START);
  const ends = offsetsOf(text, END);
  if (starts.length === 0 && ends.length === 0) {
    return undefined;
  }
  if (starts.length !== 1 || ends.length !== 1 || ends[0] < starts[0]) {
    const lines = [...starts, ...ends].map(each => lineNumber(text, each));
    throw new InputError(
      `${path}: the guide must stand between one ${START} and one ${END} behind it; the marks on line ${lines
        .sort((a, b) => a - b)
        .join(', ')} are not such a pair`,
    );
  }
  return { start: starts[0], end: ends[0] + END.length };
}

function offsetsOf(text: string, part: string): number[] {
  const offsets: number[] = [];
  for (
    let at = text.indexOf(part);
    at !== -1;
    at = text.indexOf(part, at + part.length)
  ) {
    offsets.push(at);
  }
  return offsets;
}
