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

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export interface AccessGrant {
  /** Normalised refs of entities or of owners. */
  entities: ReadonlySet<string>;
  clusters: ReadonlySet<string>;
  namespaces: ReadonlySet<string>;
}

export interface AccessOptions {
  /** URL prefixes of repositories. */
  repositories: string[];
  grants: readonly AccessGrant[];
}

/** Told at start-up, rather than at the first entity that names a repository. */
function checkRepositoryPrefix(prefix: string): string {
  const url = URL.canParse(prefix) ? new URL(prefix) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search) {
    throw new InputError(
      'safekeep.access.repositories must have http(s) URLs without credentials and query, for instance https://github.com/acme/',
    );
  }
  return prefix;
}

function readEntityRef(ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref));
  } catch {
    throw new InputError(
      `safekeep.access.grants has the entity "${ref}", which is not an entity ref; write for instance component:default/orders`,
    );
  }
}

/**
 * Reads `safekeep.access`. Nothing configured allows nothing.
 */
export function readAccessOptions(config: Config | undefined): AccessOptions {
  return {
    repositories: (config?.getOptionalStringArray('repositories') ?? []).map(
      checkRepositoryPrefix,
    ),
    grants: (config?.getOptionalConfigArray('grants') ?? []).map(grant => ({
      entities: new Set(grant.getStringArray('entities').map(readEntityRef)),
      clusters: new Set(grant.getStringArray('clusters')),
      namespaces: new Set(grant.getStringArray('namespaces')),
    })),
  };
}
