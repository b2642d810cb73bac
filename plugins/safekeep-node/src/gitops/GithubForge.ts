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
import { BasicCredentials } from './BasicCredentials';
import { Forge, OpenPullRequest } from './Forge';
import { ForgeRest } from './ForgeRest';
import { assertForgeUrl } from './forgeUrl';
import { GitopsLocation } from './gitopsUrl';
import { createPull, listPulls, RestPull } from './restPulls';

interface GithubPull extends RestPull {
  head: { ref: string; repo: { full_name: string } | null };
}

/**
 * GitHub, GitHub Enterprise, and whatever speaks their REST.
 *
 * @internal
 */
export class GithubForge implements Forge {
  readonly #location: GitopsLocation;
  readonly #provider: GithubCredentialsProvider;
  readonly #rest: ForgeRest;
  #token?: string;

  static create(options: {
    location: GitopsLocation;
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    signal?: AbortSignal;
  }): GithubForge {
    const { location, integration } = options;
    const { apiBaseUrl } = integration;
    assertForgeUrl(location, {
      type: 'github',
      url: new URL(location.repositoryUrl).origin,
    });
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
    provider: GithubCredentialsProvider,
    signal: AbortSignal | undefined,
  ) {
    this.#location = location;
    this.#provider = provider;
    this.#rest = new ForgeRest({
      location,
      apiBaseUrl,
      getHeaders: () => this.#getRestHeaders(),
      redact: text => this.redact(text),
      signal,
    });
  }

  async getDefaultBranch(): Promise<string> {
    const { default_branch: name } = await this.#rest.get<{
      default_branch: string;
    }>({ path: '', what: `repository ${this.#location.repositoryUrl}` });
    return name;
  }

  async getGitHeaders(): Promise<Record<string, string> | undefined> {
    await this.#refreshToken();
    return this.#gitCredentials?.headers;
  }

  async findOpenPullRequest(
    branch: string,
  ): Promise<OpenPullRequest | undefined> {
    const query = new URLSearchParams({
      state: 'open',
      head: `${this.#location.owner}:${branch}`,
    });
    const pulls = await this.#rest.get<GithubPull[]>({
      path: `/pulls?${query}`,
      what: `the pull requests of ${this.#location.repositoryUrl}`,
    });
    const found = pulls.find(pull => this.#branchOf(pull) === branch);
    return found && { url: found.html_url, number: found.number };
  }

  async createPullRequest(options: {
    branch: string;
    base: string;
    title: string;
    body: string;
  }): Promise<OpenPullRequest> {
    const { repositoryUrl } = this.#location;
    return createPull(this.#rest, { ...options, repositoryUrl });
  }

  async listPullRequests(options: {
    branchPrefix: string;
    mergedSince: Date;
  }): Promise<PullRequestFacts[]> {
    return listPulls<GithubPull>({
      ...options,
      pagesOf: state =>
        this.#rest.pages({
          path: '/pulls',
          what: `the pull requests of ${this.#location.repositoryUrl}`,
          query: {
            state,
            sort: 'updated',
            direction: 'desc',
            per_page: '100',
          },
        }),
      branchOf: pull => this.#branchOf(pull),
    });
  }

  redact(text: string): string {
    return this.#gitCredentials?.redact(text) ?? text;
  }

  get #gitCredentials(): BasicCredentials | undefined {
    return this.#token
      ? new BasicCredentials('x-access-token', this.#token)
      : undefined;
  }

  /** A fork may have a branch that is named like ours. */
  #branchOf({ head }: GithubPull): string | undefined {
    const { owner, repo } = this.#location;
    return head.repo?.full_name.toLowerCase() ===
      `${owner}/${repo}`.toLowerCase()
      ? head.ref
      : undefined;
  }

  async #getRestHeaders(): Promise<Record<string, string>> {
    await this.#refreshToken();
    return {
      Accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': '2022-11-28',
      ...(this.#token && { Authorization: `Bearer ${this.#token}` }),
    };
  }

  /** That of a GitHub App is another one every hour. */
  async #refreshToken(): Promise<void> {
    try {
      const { token } = await this.#provider.getCredentials({
        url: this.#location.repositoryUrl,
      });
      this.#token = token;
    } catch (error) {
      const name = isError(error) ? error.name : 'unknown error';
      throw new InputError(
        `No credentials for ${
          this.#location.repositoryUrl
        } could be had from its GitHub integration (${name}). Check integrations.github in the configuration.`,
      );
    }
  }
}
