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

import { Document } from 'yaml';

/** Where a document begins in its file, and where the next one does. */
export function documentRange(
  text: string,
  documents: Document.Parsed[],
  index: number,
): { start: number; end: number } {
  return {
    start: documents[index].range[0],
    end: documents.at(index + 1)?.range[0] ?? text.length,
  };
}

/** A document's text as a file of its own has it: without the `---` before and behind it. */
export function withoutMarkers(text: string): string {
  return text.replace(/^---[ \t]*\r?\n/, '').replace(/\r?\n---\s*$/, '\n');
}
