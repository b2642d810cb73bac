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
import { Forge } from './Forge';
import { GiteaForge } from './GiteaForge';
import { GithubForge } from './GithubForge';
import { GitopsLocation } from './gitopsUrl';

/**
 * The forge that hosts a repository, as the configured integrations tell.
 *
 * @internal
 * @throws InputError when no integration is configured for its host, or one
 *   that Safekeep has no forge for yet.
 */
export function createForge(options: {
  location: GitopsLocation;
  integrations: ScmIntegrationRegistry;
  signal?: AbortSignal;
}): Forge {
  const { location, integrations, signal } = options;
  const github = integrations.github.byUrl(location.repositoryUrl);
  if (github) {
    // Loaded when it is needed: it takes longer to load than all else here.
    const { DefaultGithubCredentialsProvider } =
      require('@backstage/integration') as typeof import('@backstage/integration');
    return GithubForge.create({
      location,
      integration: github.config,
      credentials:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      signal,
    });
  }
  const gitea = integrations.gitea.byHost(location.host);
  if (gitea) {
    return GiteaForge.create({ location, integration: gitea.config, signal });
  }
  const other = integrations.byUrl(location.repositoryUrl);
  throw new InputError(
    other
      ? `Pull requests on ${other.type} (${location.host}) are not supported yet; those on GitHub and Gitea are`
      : `No integration is configured for ${location.host}; add it under integrations.github or integrations.gitea in the configuration`,
  );
}
