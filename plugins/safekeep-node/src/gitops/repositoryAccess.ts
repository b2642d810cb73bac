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

import { Config } from '@backstage/config';
import { InputError, NotAllowedError } from '@backstage/errors';
import { parseGitopsUrl } from './gitopsUrl';

/**
 * The URL prefixes of `safekeep.access.repositories`: the GitOps repositories
 * that Safekeep may read and change. None when it is not configured.
 *
 * @public
 */
export function readAllowedRepositories(config: Config): string[] {
  return config.getOptionalStringArray('safekeep.access.repositories') ?? [];
}

/**
 * Whether a GitOps URL is one of those that the configuration allows.
 *
 * @remarks
 *
 * A prefix ends at a slash: `https://github.com/acme` allows
 * `https://github.com/acme/deployment` and not `https://github.com/acme-inc/…`.
 *
 * @public
 */
export function isRepositoryAllowed(url: string, allowed: string[]): boolean {
  const { repositoryUrl, mark, ref, path } = parseGitopsUrl(url);
  const whole = mark
    ? `${repositoryUrl}/${mark}/${ref}/${path}`
    : repositoryUrl;
  return allowed.some(prefix => {
    let parsed: URL;
    try {
      parsed = new URL(prefix);
    } catch {
      throw new InputError(
        `safekeep.access.repositories holds '${prefix}', which is not a URL`,
      );
    }
    const start = `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '');
    return `${whole}/`.startsWith(`${start}/`);
  });
}

/**
 * Refuses a GitOps URL that the configuration does not allow.
 *
 * @public
 * @throws NotAllowedError
 */
export function assertRepositoryAllowed(url: string, allowed: string[]): void {
  if (!isRepositoryAllowed(url, allowed)) {
    throw new NotAllowedError(
      `Repository ${
        parseGitopsUrl(url).repositoryUrl
      } is not among those that Safekeep may read and change; add it to safekeep.access.repositories`,
    );
  }
}
