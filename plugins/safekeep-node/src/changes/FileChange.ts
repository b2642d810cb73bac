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

import { createHash } from 'node:crypto';

/**
 * What becomes of one file of the repository.
 *
 * @public
 */
export interface FileChange {
  path: string;
  action: 'create' | 'update' | 'delete';
  /** The whole file afterwards; absent for a deletion. */
  content?: string;
  /** SHA-256 (hex) of the content that this was made from; absent for a new file. */
  base?: string;
}

/**
 * The hash that {@link FileChange.base} holds of a file's text.
 *
 * @public
 */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Names a change by what is asked and by the files that it starts from, so that
 * asking for the same again is known to be the same. Neither a value nor a
 * ciphertext is part of it.
 */
export function changeIdOf(
  intent: Record<string, unknown>,
  changes: FileChange[],
): string {
  const from = changes
    .map(({ path, action, base }) => [path, action, base])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return contentHash(JSON.stringify([intent, from]));
}
