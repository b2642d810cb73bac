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

import {
  Reason,
  reason,
  RepositoryFacts,
  SourceState,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  isRepositoryAllowed,
  parseGitopsUrl,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  RepositoryMirror,
  RepositoryReading,
} from '../repositories/RepositoryMirror';
import { DecidedNamespace } from './namespaceFacts';

function facts(
  url: string,
  state: SourceState,
  why: Reason | undefined,
): RepositoryFacts {
  return {
    source: { kind: 'repository', name: url, state, reason: why },
    url,
    secrets: [],
  };
}

/** An annotation that is no GitOps URL is allowed nothing, whatever is configured. */
function isAllowed(url: string, allowed: string[]): boolean {
  try {
    return isRepositoryAllowed(url, allowed);
  } catch {
    return false;
  }
}

function shown(
  url: string,
  reading: RepositoryReading,
  namespaces: ReadonlySet<string>,
): RepositoryFacts {
  const { contents, failure } = reading;
  if (!contents) {
    return failure
      ? facts(
          url,
          'unreachable',
          reason('repository-unreachable', {
            repository: url,
            message: failure.message,
          }),
        )
      : facts(
          url,
          'starting',
          reason('repository-starting', { repository: url }),
        );
  }
  // An annotation can name any folder that is allowed to somebody: what is not
  // of a namespace that this entity may show is another team's.
  const secrets = contents.secrets.filter(
    secret =>
      secret.namespace !== undefined && namespaces.has(secret.namespace),
  );
  const notVisible = [
    ...contents.notVisible,
    ...contents.secrets
      .filter(secret => secret.namespace === undefined)
      .map(secret => secret.path),
  ];
  return {
    source: {
      kind: 'repository',
      name: url,
      state: failure ? 'stale' : 'live',
      observedAt: reading.seenAt?.toISOString(),
      reason:
        failure &&
        reason('repository-stale', {
          repository: url,
          since: failure.since.toISOString(),
          message: failure.message,
        }),
    },
    url,
    secrets,
    ...(notVisible.length > 0 && { notVisible: [...new Set(notVisible)] }),
  };
}

/**
 * The facts of the repository that an entity names: only of namespaces that it
 * may show.
 */
export async function repositoryFacts(options: {
  url: string;
  allowed: string[];
  namespaces: DecidedNamespace[];
  mirror: RepositoryMirror;
}): Promise<RepositoryFacts> {
  const { url, allowed, mirror } = options;
  if (!isAllowed(url, allowed)) {
    const repository = safeName(url);
    return facts(
      repository,
      'forbidden',
      reason('repository-not-allowed', { repository }),
    );
  }
  const mayShow = options.namespaces.filter(
    ({ access }) => access === 'allowed',
  );
  if (mayShow.length === 0) {
    // It is seen no better than the namespaces which it would be shown for.
    const undecided = options.namespaces.find(
      ({ access }) => access === 'undecided',
    );
    const source = (undecided ?? options.namespaces[0])?.facts.source;
    return facts(url, source?.state ?? 'forbidden', source?.reason);
  }
  const names = new Set(
    mayShow.flatMap(({ facts: { source } }) => source.namespace ?? []),
  );
  return shown(url, await mirror.read(url), names);
}

/** An annotation's text is not repeated when it may hold credentials. */
function safeName(url: string): string {
  try {
    return parseGitopsUrl(url).repositoryUrl;
  } catch {
    return '(not a GitOps URL)';
  }
}
