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
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { BranchMark, GitopsLocation, parseGitopsUrl } from './gitopsUrl';

const FORGES: Record<'github' | 'gitea', { name: string; mark: BranchMark }> = {
  github: { name: 'GitHub', mark: 'tree' },
  gitea: { name: 'Gitea', mark: 'src/branch' },
};

/**
 * Refuses a GitOps URL that is not written as the forge at its host does it:
 * read otherwise, it would lead to another repository or branch than the one
 * that the access rules were asked about.
 *
 * @internal
 * @throws InputError with the form that it must have.
 */
export function assertForgeUrl(
  location: GitopsLocation,
  forge: { type: 'github' | 'gitea'; url: string },
): void {
  const { name, mark } = FORGES[forge.type];
  const url = new URL(forge.url).href.replace(/\/+$/, '');
  const isOfForge = location.forgeUrl === url;
  if (!isOfForge || (location.mark && location.mark !== mark)) {
    throw new InputError(
      `The GitOps URL is not one of ${name} at ${url}; write it as ${url}/owner/repository/${mark}/<branch>/<folder>`,
    );
  }
}

/**
 * A GitOps URL as Backstage's URL readers take it.
 *
 * @remarks
 *
 * That of Gitea compares the URL with the configured `baseUrl` letter by letter,
 * has no notion of a default branch, and decodes only the branch.
 *
 * @public
 * @throws InputError when the URL is not one of the forge at its host, or names
 *   no branch where the reader needs one.
 */
export function readableGitopsUrl(options: {
  url: string;
  integrations: ScmIntegrationRegistry;
}): string {
  const { url, integrations } = options;
  const location = parseGitopsUrl(url);
  const { owner, repo, ref, path, repositoryUrl, host } = location;
  if (integrations.github.byHost(host)) {
    assertForgeUrl(location, {
      type: 'github',
      url: new URL(repositoryUrl).origin,
    });
    return url;
  }
  const gitea = integrations.gitea.byHost(host)?.config;
  if (!gitea) {
    return url;
  }
  const baseUrl = gitea.baseUrl ?? `https://${host}`;
  assertForgeUrl(location, { type: 'gitea', url: baseUrl });
  if (ref === undefined) {
    throw new InputError(
      `The GitOps URL names no branch, which ${host} needs; write it as ${repositoryUrl}/src/branch/<branch>/<folder>`,
    );
  }
  const root = `${baseUrl}/${owner}/${repo}/src/branch/${encodeURIComponent(
    ref,
  )}`;
  return path ? `${root}/${path}` : root;
}
