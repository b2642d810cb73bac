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

import { isValidKey } from './keys';
import { texts } from './formContext';

/** What the form `edit-secret-keys` asks for; the names of keys, never values. */
export interface KeyEdits {
  remove: string[];
  /** Old name to new; empty while it is being typed. */
  rename: Record<string, string>;
}

/** What becomes of one key. */
export type KeyEdit =
  | { kind: 'keep' }
  | { kind: 'remove' }
  | { kind: 'rename'; to: string };

/** Reads the field's value; anything else in it is left out. */
export function readKeyEdits(value: unknown): KeyEdits {
  const { remove, rename } = (value ?? {}) as Partial<KeyEdits>;
  const pairs = Object.entries(rename ?? {});
  return {
    remove: texts(remove),
    rename: Object.fromEntries(
      pairs.filter(([, to]) => typeof to === 'string'),
    ),
  };
}

/** The same with another choice for one key. */
export function withEdit(
  edits: KeyEdits,
  key: string,
  edit: KeyEdit,
): KeyEdits {
  const { [key]: _, ...rename } = edits.rename;
  return {
    remove: [
      ...edits.remove.filter(other => other !== key),
      ...(edit.kind === 'remove' ? [key] : []),
    ],
    rename: edit.kind === 'rename' ? { ...rename, [key]: edit.to } : rename,
  };
}

/** Why a key cannot have a name: it is none, or another key has it then. */
export function nameProblem(
  key: string,
  to: string,
  edits: KeyEdits,
  others: string[],
): 'invalidName' | 'takenName' | undefined {
  if (!isValidKey(to) || to.startsWith('..')) {
    return 'invalidName';
  }
  const after = others
    .filter(other => !edits.remove.includes(other))
    .map(other => edits.rename[other] || other);
  return to === key || after.includes(to) ? 'takenName' : undefined;
}
