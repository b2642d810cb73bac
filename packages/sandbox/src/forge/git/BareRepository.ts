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

import { mkdir } from 'node:fs/promises';
import { NotFoundError } from '@backstage/errors';
import { isObjectId, isRefName } from './names';
import { runGit, type RunGitOptions, type RunGitResult } from './runGit';

/** A branch and the commit at its tip. */
export interface Branch {
  name: string;
  commit: string;
}

/** A bare Git repository on disk: its refs. Files and commits are read by the functions beside. */
export class BareRepository {
  readonly defaultBranch = 'main';

  /** Opens, and creates where it isn't there yet, the bare repository of this folder. */
  static async open(options: {
    owner: string;
    name: string;
    directory: string;
  }): Promise<BareRepository> {
    const repository = new BareRepository(
      options.owner,
      options.name,
      options.directory,
    );
    await mkdir(options.directory, { recursive: true });
    const found = await repository.git(['rev-parse', '--is-bare-repository'], {
      allowedExitCodes: [128],
    });
    if (found.exitCode !== 0) {
      await repository.git(['init', '--quiet', '--bare']);
      await repository.git([
        'symbolic-ref',
        'HEAD',
        `refs/heads/${repository.defaultBranch}`,
      ]);
      // A clone of one commit, and a partial clone, may ask for any commit.
      await repository.git(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      await repository.git(['config', 'uploadpack.allowFilter', 'true']);
      await repository.git(['config', 'gc.auto', '0']);
      await repository.git(['config', 'receive.autogc', 'false']);
    }
    return repository;
  }

  private constructor(
    readonly owner: string,
    readonly name: string,
    readonly directory: string,
  ) {}

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  git(
    args: string[],
    options: Omit<RunGitOptions, 'gitDir'> = {},
  ): Promise<RunGitResult> {
    return runGit(args, { gitDir: this.directory, ...options });
  }

  async branches(): Promise<Branch[]> {
    const { stdout } = await this.git([
      'for-each-ref',
      '--format=%(objectname) %(refname:lstrip=2)',
      'refs/heads/',
    ]);
    return stdout
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => ({ commit: line.slice(0, 40), name: line.slice(41) }));
  }

  /** The commit at the tip of a branch. */
  async branchCommit(name: string): Promise<string | undefined> {
    return isRefName(name) ? this.revParse(`refs/heads/${name}`) : undefined;
  }

  /** The commit that a branch, a tag, `HEAD` or a full object name stands for. */
  async findCommit(ref: string): Promise<string | undefined> {
    if (ref === 'HEAD') {
      return this.branchCommit(this.defaultBranch);
    }
    const short = ref.replace(/^refs\//, '').replace(/^(heads|tags)\//, '');
    if (isRefName(short)) {
      const named =
        (await this.revParse(`refs/heads/${short}`)) ??
        (await this.revParse(`refs/tags/${short}`));
      if (named) {
        return named;
      }
    }
    return isObjectId(ref) ? this.revParse(ref) : undefined;
  }

  /** As `findCommit`, and a `NotFoundError` where there is none. */
  async getCommit(ref: string): Promise<string> {
    const commit = await this.findCommit(ref);
    if (!commit) {
      throw new NotFoundError(
        `Repository ${this.fullName} has no branch, tag or commit '${ref}'`,
      );
    }
    return commit;
  }

  /**
   * Splits what follows `/blob/` or `/tree/` in an address into a ref and a
   * path. A branch may hold slashes, so the shortest prefix that exists wins,
   * as git allows no branch below another branch's name.
   */
  async splitRefAndPath(
    rest: string,
  ): Promise<{ ref: string; commit: string; path: string }> {
    const parts = rest.split('/').filter(part => part !== '');
    for (let length = 1; length <= parts.length; length++) {
      const ref = parts.slice(0, length).join('/');
      const commit = await this.findCommit(ref);
      if (commit) {
        return { ref, commit, path: parts.slice(length).join('/') };
      }
    }
    throw new NotFoundError(
      `Repository ${this.fullName} has no branch, tag or commit at the start of '${rest}'`,
    );
  }

  private async revParse(name: string): Promise<string | undefined> {
    const { exitCode, stdout } = await this.git(
      ['rev-parse', '--verify', '--quiet', `${name}^{commit}`],
      { allowedExitCodes: [1, 128] },
    );
    return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
  }
}
