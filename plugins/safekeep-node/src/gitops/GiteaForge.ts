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

import type { GiteaIntegrationConfig } from '@backstage/integration';
import { PullRequestFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { BasicCredentials } from './BasicCredentials';
import { Forge, OpenPullRequest } from './Forge';
import { ForgeRest } from './ForgeRest';
import { assertForgeUrl } from './forgeUrl';
import { GitopsLocation } from './gitopsUrl';
import { createPull, listPulls, RestPull } from './restPulls';

interface GiteaPull extends RestPull {
  /**
   * `label` is the branch. `ref` is it only while the branch is there: many
   * repositories delete it with the merge.
   */
  head: { label: string; repo_id: number };
  base: { repo_id: number };
}

/**
 * Gitea, and Forgejo, which speaks its REST.
 *
 * @internal
 */
export class GiteaForge implements Forge {
  readonly #location: GitopsLocation;
  readonly #credentials: BasicCredentials | undefined;
  readonly #rest: ForgeRest;

  static create(options: {
    location: GitopsLocation;
    integration: GiteaIntegrationConfig;
    signal?: AbortSignal;
  }): GiteaForge {
    const { location, integration, signal } = options;
    const { username, password } = integration;
    const baseUrl = integration.baseUrl ?? `https://${integration.host}`;
    assertForgeUrl(location, { type: 'gitea', url: baseUrl });
    return new GiteaForge(
      location,
      `${baseUrl}/api/v1`,
      // With a token in place of the password any name will do.
      password
        ? new BasicCredentials(username ?? 'x-access-token', password)
        : undefined,
      signal,
    );
  }

  private constructor(
    location: GitopsLocation,
    apiBaseUrl: string,
    credentials: BasicCredentials | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#location = location;
    this.#credentials = credentials;
    this.#rest = new ForgeRest({
      location,
      apiBaseUrl,
      getHeaders: async () => ({ ...credentials?.headers }),
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
    return this.#credentials?.headers;
  }

  /** Gitea finds one by its branches, but of whatever state. */
  async findOpenPullRequest(
    branch: string,
  ): Promise<OpenPullRequest | undefined> {
    for await (const pulls of this.#pagesOf('open')) {
      const found = pulls.find(pull => branchOf(pull) === branch);
      if (found) {
        return { url: found.html_url, number: found.number };
      }
    }
    return undefined;
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
    return listPulls({
      ...options,
      pagesOf: state => this.#pagesOf(state),
      branchOf,
    });
  }

  redact(text: string): string {
    return this.#credentials?.redact(text) ?? text;
  }

  #pagesOf(state: 'open' | 'closed'): AsyncGenerator<GiteaPull[]> {
    return this.#rest.pages({
      path: '/pulls',
      what: `the pull requests of ${this.#location.repositoryUrl}`,
      // 50 is the most that a server gives as it is installed.
      query: { state, sort: 'recentupdate', limit: '50' },
    });
  }
}

/** A fork may have a branch that is named like ours. */
function branchOf({ head, base }: GiteaPull): string | undefined {
  return head.repo_id === base.repo_id ? head.label : undefined;
}
