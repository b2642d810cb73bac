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

import { readFile, rename, writeFile } from 'node:fs/promises';

/** A comment on a pull request. */
export interface PullRequestComment {
  id: number;
  author: string;
  body: string;
  createdAt: string;
}

/** What the forge keeps of a pull request; the rest is read from git. */
export interface PullRequest {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  draft: boolean;
  author: string;
  /** The branch with the change, in this same repository. */
  head: string;
  /** The branch to merge it into. */
  base: string;
  /** The tip of the head branch as last seen. */
  headCommit: string;
  /** The tip of the base branch as last seen; at a merge, just before it. */
  baseCommit: string;
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  mergedAt?: string;
  mergedBy?: string;
  mergeCommit?: string;
  labels: string[];
  assignees: string[];
  reviewers: string[];
  comments: PullRequestComment[];
}

/** The pull requests of one repository, kept in one JSON file. */
export class PullRequestStore {
  readonly #file: string;
  readonly #pulls: Map<number, PullRequest>;
  #saved: Promise<void> = Promise.resolve();

  static async open(file: string): Promise<PullRequestStore> {
    let text = '[]';
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
    }
    return new PullRequestStore(file, JSON.parse(text) as PullRequest[]);
  }

  private constructor(file: string, pulls: PullRequest[]) {
    this.#file = file;
    this.#pulls = new Map(pulls.map(pull => [pull.number, pull]));
  }

  /** Newest first. */
  list(): PullRequest[] {
    return [...this.#pulls.values()].sort((a, b) => b.number - a.number);
  }

  find(number: number): PullRequest | undefined {
    return this.#pulls.get(number);
  }

  async add(pull: Omit<PullRequest, 'number'>): Promise<PullRequest> {
    const number = Math.max(0, ...this.#pulls.keys()) + 1;
    const added = { number, ...pull };
    this.#pulls.set(number, added);
    await this.#save();
    return added;
  }

  async update(
    number: number,
    change: Partial<Omit<PullRequest, 'number'>>,
  ): Promise<PullRequest> {
    const updated = {
      ...this.#pulls.get(number)!,
      ...change,
      updatedAt: new Date().toISOString(),
    };
    this.#pulls.set(number, updated);
    await this.#save();
    return updated;
  }

  /** One write after the other, each to a new file that then takes the place. */
  #save(): Promise<void> {
    const write = async () => {
      const temporary = `${this.#file}.new`;
      await writeFile(temporary, JSON.stringify(this.list(), undefined, 2));
      await rename(temporary, this.#file);
    };
    this.#saved = this.#saved.then(write, write);
    return this.#saved;
  }
}
