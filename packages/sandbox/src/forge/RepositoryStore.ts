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

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, NotFoundError } from '@backstage/errors';
import { BareRepository } from './git/BareRepository';
import { isOwnerName, isRepositoryName } from './git/names';
import { PullRequestStore } from './pulls/PullRequestStore';

/** A repository with its pull requests. */
export interface ForgeRepository {
  git: BareRepository;
  pulls: PullRequestStore;
}

/** The repositories of the forge: `<data directory>/<owner>/<name>.git`. */
export class RepositoryStore {
  readonly #directory: string;
  readonly #repositories = new Map<string, ForgeRepository>();

  /** Opens the repositories that the data directory already holds. */
  static async create(directory: string): Promise<RepositoryStore> {
    const store = new RepositoryStore(directory);
    const owners = await readdir(directory, { withFileTypes: true });
    for (const owner of owners.filter(entry => entry.isDirectory())) {
      const names = await readdir(join(directory, owner.name));
      for (const name of names.filter(entry => entry.endsWith('.git'))) {
        await store.createRepository(owner.name, name.slice(0, -4));
      }
    }
    return store;
  }

  private constructor(directory: string) {
    this.#directory = directory;
  }

  list(): ForgeRepository[] {
    return [...this.#repositories.values()].sort((a, b) =>
      a.git.fullName.localeCompare(b.git.fullName),
    );
  }

  has(owner: string, name: string): boolean {
    return this.#repositories.has(key(owner, name));
  }

  /** Only what was created is ever found, so no address reaches another folder. */
  get(owner: string, name: string): ForgeRepository {
    const found = this.#repositories.get(key(owner, name));
    if (!found) {
      throw new NotFoundError(`There is no repository ${owner}/${name} here`);
    }
    return found;
  }

  /** Creates an empty repository, or opens the one that is there. */
  async createRepository(
    owner: string,
    name: string,
  ): Promise<ForgeRepository> {
    if (!isOwnerName(owner) || !isRepositoryName(name)) {
      throw new InputError(
        `'${owner}/${name}' is not the name of a repository`,
      );
    }
    const git = await BareRepository.open({
      owner,
      name,
      directory: join(this.#directory, owner, `${name}.git`),
    });
    const pulls = await PullRequestStore.open(
      join(this.#directory, owner, `${name}.pulls.json`),
    );
    const repository = { git, pulls };
    this.#repositories.set(key(owner, name), repository);
    return repository;
  }
}

function key(owner: string, name: string): string {
  return `${owner}/${name.replace(/\.git$/, '')}`.toLocaleLowerCase('en-US');
}
