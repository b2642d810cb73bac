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
import { contentHash, FileChange } from './FileChange';

/** The files of a repository while a change is being made to them. */
export class ChangeSet {
  static create(files: Map<string, string>): ChangeSet {
    return new ChangeSet(files, new Map(files));
  }

  private constructor(
    private readonly base: Map<string, string>,
    private readonly edited: Map<string, string>,
  ) {}

  /** The files as they are now, with the changes made so far. */
  get files(): Map<string, string> {
    return this.edited;
  }

  read(path: string): string {
    const text = this.edited.get(path);
    if (text === undefined) {
      throw new InputError(`${path} does not exist`);
    }
    return text;
  }

  write(path: string, text: string): void {
    this.edited.set(path, text);
  }

  delete(path: string): void {
    this.edited.delete(path);
  }

  /** What differs from where it started, in order of the paths. */
  changes(): FileChange[] {
    const changes: FileChange[] = [];
    const paths = new Set([...this.base.keys(), ...this.edited.keys()]);
    for (const path of [...paths].sort()) {
      const before = this.base.get(path);
      const content = this.edited.get(path);
      if (before === content) {
        continue;
      }
      const base = before === undefined ? {} : { base: contentHash(before) };
      if (content === undefined) {
        changes.push({ path, action: 'delete', ...base });
      } else {
        const action = before === undefined ? 'create' : 'update';
        changes.push({ path, action, content, ...base });
      }
    }
    return changes;
  }
}
