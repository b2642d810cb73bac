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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SourceStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';

/**
 * `https://github.com/acme/deployment/tree/…` → `acme/deployment`; a Gitea may
 * be below a path of its host, which is left out.
 */
export function shortRepository(url: string): string {
  const [owner, repository] =
    URL.canParse?.(url) === false
      ? []
      : url
          .replace(/^[a-z+]+:\/\/[^/]+\//i, '')
          .replace(/^((?:[^/]+\/){1,}?[^/]+)\/(?:tree|src\/branch)\/.*$/, '$1')
          .split('/')
          .filter(Boolean)
          .slice(-2);
  return owner && repository
    ? `${owner}/${repository.replace(/\.git$/, '')}`
    : url;
}

/** What a person calls a source. */
export function useSourceName() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return {
    short: shortRepository,
    subject({ kind, name, namespace }: SourceStatus): string {
      if (kind === 'repository') {
        return t('freshness.repository', { name: shortRepository(name) });
      }
      if (kind === 'secret-metadata') {
        return t('freshness.secretMetadata', { name });
      }
      return namespace
        ? t('freshness.namespace', { name: namespace })
        : t('freshness.cluster', { name });
    },
  };
}
