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

import { InputError, isError } from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import { PullRequestFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { Forge, OpenPullRequest } from './Forge';
import { forgeError, unreachableForge } from './forgeError';
import { GitopsLocation } from './gitopsUrl';

const TIMEOUT_MS = 30_000;
const PAGE_SIZE = 100;
const MAX_PAGES = 10;

/** What is read of GitHub's pull request; everything else is ignored. */
interface GithubPull {
  number: number;
  title: string;
  html_url: string;
  created_at: string;
  updated_at: string;
  merged_at: string | null;
  head: { ref: string; repo: { full_name: string } | null };
}

/**
 * GitHub, GitHub Enterprise, and whatever speaks their REST.
 *
 * @internal
 */
export class GithubForge implements Forge {
  readonly #location: GitopsLocation;
  readonly #apiBaseUrl: string;
  readonly #credentials: GithubCredentialsProvider;
  readonly #signal?: AbortSignal;
  #token?: string;

  static create(options: {
    location: GitopsLocation;
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    signal?: AbortSignal;
  }): GithubForge {
    const { location, integration } = options;
    const { apiBaseUrl } = integration;
    if (!apiBaseUrl) {
      throw new InputError(
        `The GitHub integration for ${location.host} has no apiBaseUrl; pull requests need it`,
      );
    }
    if (
      new URL(location.repositoryUrl).protocol === 'http:' &&
      new URL(apiBaseUrl).protocol !== 'http:'
    ) {
      throw new InputError(
        `The GitOps URL of ${location.host} begins with http://, which would send its token unencrypted; write https://`,
      );
    }
    return new GithubForge(
      location,
      apiBaseUrl,
      options.credentials,
      options.signal,
    );
  }

  private constructor(
    location: GitopsLocation,
    apiBaseUrl: string,
    credentials: GithubCredentialsProvider,
    signal: AbortSignal | undefined,
  ) {
    this.#location = location;
    this.#apiBaseUrl = apiBaseUrl;
    this.#credentials = credentials;
    this.#signal = signal;
  }

  async getDefaultBranch(): Promise<string> {
    const { default_branch: name } = await this.#request<{
      default_branch: string;
    }>({ path: '', what: `repository ${this.#location.repositoryUrl}` });
    return name;
  }

  async getGitHeaders(): Promise<Record<string, string> | undefined> {
    const token = await this.#getToken();
    if (!token) {
      return undefined;
    }
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    return { Authorization: `Basic ${basic}` };
  }

  async findOpenPullRequest(
    branch: string,
  ): Promise<OpenPullRequest | undefined> {
    const query = new URLSearchParams({
      state: 'open',
      head: `${this.#location.owner}:${branch}`,
    });
    const pulls = await this.#request<GithubPull[]>({
      path: `/pulls?${query}`,
      what: `the pull requests of ${this.#location.repositoryUrl}`,
    });
    const found = pulls.find(
      pull => pull.head.ref === branch && this.#isOfThisRepository(pull),
    );
    return found && { url: found.html_url, number: found.number };
  }

  async createPullRequest(options: {
    branch: string;
    base: string;
    title: string;
    body: string;
  }): Promise<OpenPullRequest> {
    const pull = await this.#request<GithubPull>({
      method: 'POST',
      path: '/pulls',
      what: `a new pull request in ${this.#location.repositoryUrl}`,
      json: {
        title: options.title,
        body: options.body,
        head: options.branch,
        base: options.base,
      },
    });
    return { url: pull.html_url, number: pull.number };
  }

  async listPullRequests(options: {
    branchPrefix: string;
    mergedSince: Date;
  }): Promise<PullRequestFacts[]> {
    const isOurs = (pull: GithubPull) =>
      pull.head.ref.startsWith(options.branchPrefix) &&
      this.#isOfThisRepository(pull);
    const since = options.mergedSince.toISOString();
    const open = await this.#pages('open', () => false);
    // A pull request that was merged since then was also updated since then.
    const closed = await this.#pages(
      'closed',
      pull => Date.parse(pull.updated_at) < Date.parse(since),
    );
    const merged = closed.filter(
      ({ merged_at: at }) => at && Date.parse(at) >= Date.parse(since),
    );
    return [...open, ...merged]
      .filter(isOurs)
      .map(pull => ({
        number: pull.number,
        title: pull.title,
        url: pull.html_url,
        branch: pull.head.ref,
        merged: Boolean(pull.merged_at),
        createdAt: pull.created_at,
        ...(pull.merged_at && { mergedAt: pull.merged_at }),
      }))
      .sort((a, b) => b.number - a.number);
  }

  redact(text: string): string {
    if (!this.#token) {
      return text;
    }
    const basic = Buffer.from(`x-access-token:${this.#token}`).toString(
      'base64',
    );
    return text.replaceAll(this.#token, '***').replaceAll(basic, '***');
  }

  async #pages(
    state: 'open' | 'closed',
    isPast: (pull: GithubPull) => boolean,
  ): Promise<GithubPull[]> {
    const found: GithubPull[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = new URLSearchParams({
        state,
        sort: 'updated',
        direction: 'desc',
        per_page: String(PAGE_SIZE),
        page: String(page),
      });
      const pulls = await this.#request<GithubPull[]>({
        path: `/pulls?${query}`,
        what: `the pull requests of ${this.#location.repositoryUrl}`,
      });
      found.push(...pulls);
      if (pulls.length < PAGE_SIZE || pulls.some(isPast)) {
        break;
      }
    }
    return found;
  }

  /** A fork may have a branch that is named like ours. */
  #isOfThisRepository(pull: GithubPull): boolean {
    const { owner, repo } = this.#location;
    return (
      pull.head.repo?.full_name.toLowerCase() ===
      `${owner}/${repo}`.toLowerCase()
    );
  }

  async #getToken(): Promise<string | undefined> {
    try {
      const { token } = await this.#credentials.getCredentials({
        url: this.#location.repositoryUrl,
      });
      this.#token = token;
      return token;
    } catch (error) {
      const name = isError(error) ? error.name : 'unknown error';
      throw new InputError(
        `No credentials for ${
          this.#location.repositoryUrl
        } could be had from its GitHub integration (${name}). Check integrations.github in the configuration.`,
      );
    }
  }

  async #request<T>(options: {
    method?: 'POST';
    path: string;
    what: string;
    json?: object;
  }): Promise<T> {
    const { owner, repo, host } = this.#location;
    const { what } = options;
    const token = await this.#getToken();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(
        `${this.#apiBaseUrl}/repos/${owner}/${repo}${options.path}`,
        {
          method: options.method ?? 'GET',
          headers: {
            Accept: 'application/vnd.github+json',
            'X-GitHub-Api-Version': '2022-11-28',
            'User-Agent': 'safekeep',
            ...(token && { Authorization: `Bearer ${token}` }),
            ...(options.json && { 'Content-Type': 'application/json' }),
          },
          body: options.json && JSON.stringify(options.json),
          // The token goes nowhere but to the configured address.
          redirect: 'manual',
          signal: this.#signal
            ? AbortSignal.any([this.#signal, timeout])
            : timeout,
        },
      );
      text = await response.text();
    } catch (cause) {
      this.#signal?.throwIfAborted();
      throw unreachableForge({ host, what, cause });
    }
    if (!response.ok) {
      throw forgeError({
        status: response.status,
        what,
        host,
        detail: this.redact(detailOf(text)),
        rateLimited:
          response.status === 403 &&
          (response.headers.get('x-ratelimit-remaining') === '0' ||
            response.headers.has('retry-after')),
      });
    }
    try {
      return JSON.parse(text);
    } catch {
      throw forgeError({
        status: 502,
        what,
        host,
        detail: 'something that is not JSON',
      });
    }
  }
}

/** GitHub's own sentences of why it refuses, on one line. */
function detailOf(text: string): string {
  try {
    const { message, errors } = JSON.parse(text) as {
      message?: unknown;
      errors?: Array<{ message?: unknown }>;
    };
    return [message, ...(errors ?? []).map(error => error?.message)]
      .filter(part => typeof part === 'string')
      .join('; ')
      .replace(/\s+/g, ' ')
      .slice(0, 300);
  } catch {
    return '';
  }
}
