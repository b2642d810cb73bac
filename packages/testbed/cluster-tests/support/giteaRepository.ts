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

import { rm } from 'node:fs/promises';
import { run, waitFor } from '../../src';
import { makeFolder } from './openTestbed';

/** Where a forge is, and who works there. */
export interface GiteaAccess {
  url: string;
  user: string;
  token: string;
}

/** A pull request as Gitea lists it. */
export interface GiteaPullRequest {
  number: number;
  state: string;
  merged: boolean;
  merged_at?: string | null;
  title: string;
  body: string;
  html_url: string;
  head: { ref: string };
}

/** One file of a commit; without text it is deleted. */
export interface FileEdit {
  path: string;
  text?: string;
}

interface Contents {
  sha: string;
  content: string;
}

/** A repository of Gitea, by its REST API and by git. */
export class GiteaRepository {
  readonly branch: string = 'main';
  /** Its page. */
  readonly url: string;
  readonly cloneUrl: string;
  readonly #access: GiteaAccess;
  readonly #api: string;

  private constructor(access: GiteaAccess, name: string) {
    const forge = access.url.replace(/\/$/, '');
    this.#access = access;
    this.url = `${forge}/${access.user}/${name}`;
    this.cloneUrl = `${this.url}.git`;
    this.#api = `${forge}/api/v1/repos/${access.user}/${name}`;
  }

  /** Makes an empty, private repository; one of that name is deleted first. */
  static async create(
    access: GiteaAccess,
    name: string,
  ): Promise<GiteaRepository> {
    const repository = new GiteaRepository(access, name);
    await repository.delete();
    await send(access, `${new URL('/api/v1/user/repos', access.url)}`, {
      method: 'POST',
      body: { name, private: true, default_branch: repository.branch },
    });
    return repository;
  }

  get credentials(): { username: string; password: string } {
    return { username: this.#access.user, password: this.#access.token };
  }

  /** What a person sees of a folder or file: the form of `safekeep.io/gitops-url`. */
  pageOf(path: string): string {
    return `${this.url}/src/branch/${this.branch}/${path}`;
  }

  /** @returns undefined when the branch has no such file */
  async find(path: string, branch = this.branch): Promise<string | undefined> {
    const found = await this.#contents(path, branch);
    return found && Buffer.from(found.content, 'base64').toString();
  }

  /** @throws Error when the branch has no such file */
  async read(path: string, branch = this.branch): Promise<string> {
    const text = await this.find(path, branch);
    if (text === undefined) {
      throw new Error(`${this.url} has no ${path} on ${branch}`);
    }
    return text;
  }

  /** Commits to the branch, as a person does without a pull request. */
  async commit(message: string, edits: FileEdit[]): Promise<string> {
    const files = await Promise.all(
      edits.map(async ({ path, text }) => {
        const sha = (await this.#contents(path))?.sha;
        const operation = sha ? 'update' : 'create';
        return text === undefined
          ? { operation: 'delete', path, sha }
          : {
              operation,
              path,
              content: Buffer.from(text).toString('base64'),
              ...(sha && { sha }),
            };
      }),
    );
    const { commit } = await this.#send<{ commit: { sha: string } }>(
      '/contents',
      { method: 'POST', body: { branch: this.branch, message, files } },
    );
    return commit.sha;
  }

  /** The commit that the branch is at. */
  async head(): Promise<string> {
    const { commit } = await this.#send<{ commit: { id: string } }>(
      `/branches/${this.branch}`,
    );
    return commit.id;
  }

  async branches(): Promise<string[]> {
    const found = await this.#send<Array<{ name: string }>>(
      '/branches?limit=50',
    );
    return found.map(({ name }) => name);
  }

  async deleteBranch(name: string): Promise<void> {
    await request(
      this.#access,
      `${this.#api}/branches/${encodeURIComponent(name)}`,
      { method: 'DELETE' },
    );
  }

  async pullRequests(): Promise<GiteaPullRequest[]> {
    return this.#send<GiteaPullRequest[]>('/pulls?state=all&limit=50');
  }

  async pullRequest(number: number): Promise<GiteaPullRequest> {
    return this.#send<GiteaPullRequest>(`/pulls/${number}`);
  }

  /** As `git diff` prints it. */
  async diff(number: number): Promise<string> {
    const response = await request(
      this.#access,
      `${this.#api}/pulls/${number}.diff`,
    );
    return response.text();
  }

  /** @returns the commit that the branch is at afterwards */
  async merge(number: number): Promise<string> {
    // Gitea looks first whether it can be merged, and refuses for so long.
    await waitFor(
      `Merging pull request ${number}`,
      async () => {
        await request(this.#access, `${this.#api}/pulls/${number}/merge`, {
          method: 'POST',
          body: { Do: 'merge' },
        });
        return true;
      },
      { timeoutMs: 30_000 },
    );
    return this.head();
  }

  /** Everything it holds: each commit of each branch, as patches. */
  async wholeHistory(): Promise<string> {
    const folder = await makeFolder('history');
    const { username, password } = this.credentials;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    try {
      await run('git', ['clone', '--quiet', '--mirror', this.cloneUrl, '.'], {
        cwd: folder,
        env: {
          ...process.env,
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: 'http.extraHeader',
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
          GIT_TERMINAL_PROMPT: '0',
        },
      });
      return await run('git', ['log', '--all', '-p', '--format=raw'], {
        cwd: folder,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async delete(): Promise<void> {
    await request(this.#access, this.#api, { method: 'DELETE', accept: [404] });
  }

  async #contents(
    path: string,
    branch = this.branch,
  ): Promise<Contents | undefined> {
    const response = await request(
      this.#access,
      `${this.#api}/contents/${path}?ref=${encodeURIComponent(branch)}`,
      { accept: [404] },
    );
    return response.ok ? ((await response.json()) as Contents) : undefined;
  }

  #send<T>(path: string, init?: RequestOptions): Promise<T> {
    return send<T>(this.#access, `${this.#api}${path}`, init);
  }
}

interface RequestOptions {
  method?: string;
  body?: object;
  /** Statuses that are an answer, too. */
  accept?: number[];
}

async function request(
  { token }: GiteaAccess,
  url: string,
  { method = 'GET', body, accept = [] }: RequestOptions = {},
): Promise<Response> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `token ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok && !accept.includes(response.status)) {
    const answer = (await response.text()).slice(0, 500);
    throw new Error(`${method} ${url}: ${response.status} ${answer}`);
  }
  return response;
}

async function send<T>(
  access: GiteaAccess,
  url: string,
  init?: RequestOptions,
): Promise<T> {
  return (await request(access, url, init)).json() as Promise<T>;
}
