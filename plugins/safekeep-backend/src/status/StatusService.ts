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

import { Entity } from '@backstage/catalog-model';
import {
  describeEntity,
  EntityStatus,
  reason,
  SourceStatus,
  StatusFacts,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  PullRequestCache,
  PullRequestReading,
} from '../repositories/PullRequestCache';
import { RepositoryMirror } from '../repositories/RepositoryMirror';
import {
  DecidedNamespace,
  namespaceFacts,
  NamespaceFactsOptions,
} from './namespaceFacts';
import { EntityRequest, readEntityRequest } from './readEntityRequest';
import { repositoryFacts } from './repositoryFacts';

const DAY_MS = 24 * 3600 * 1000;

function pullRequestSource(
  url: string,
  { seenAt }: PullRequestReading,
  failure: { since: Date; message: string },
): SourceStatus {
  const repository = `${url} (pull requests)`;
  const { message } = failure;
  const since = failure.since.toISOString();
  return {
    kind: 'repository',
    name: repository,
    state: seenAt ? 'stale' : 'unreachable',
    observedAt: seenAt?.toISOString(),
    reason: seenAt
      ? reason('repository-stale', { repository, since, message })
      : reason('repository-unreachable', { repository, message }),
  };
}

/** In whole days, so that an unchanged status stays the same for a day. */
function rotationRule(afterMs: number | undefined): StatusFacts['rotation'] {
  if (afterMs === undefined) {
    return undefined;
  }
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return {
    dueBefore: new Date(today - afterMs).toISOString(),
    days: Math.round(afterMs / DAY_MS),
  };
}

export interface StatusServiceOptions extends NamespaceFactsOptions {
  repositories: RepositoryMirror;
  pullRequests: PullRequestCache;
}

/**
 * Puts together what is known of an entity, as far as it may be shown.
 */
export class StatusService {
  readonly #options: StatusServiceOptions;

  static create(options: StatusServiceOptions): StatusService {
    return new StatusService(options);
  }

  private constructor(options: StatusServiceOptions) {
    this.#options = options;
  }

  async describe(
    entity: Entity,
    viewer: { mayPropose: boolean },
  ): Promise<EntityStatus> {
    const request = readEntityRequest(entity);
    const namespaces = await this.#namespacesOf(request);
    const repository =
      request.repositoryUrl === undefined
        ? undefined
        : await repositoryFacts({
            url: request.repositoryUrl,
            allowed: this.#options.options.access.repositories,
            namespaces,
            mirror: this.#options.repositories,
          });
    const isRead =
      repository?.source.state === 'live' ||
      repository?.source.state === 'stale';
    const reading = isRead
      ? await this.#options.pullRequests.read(repository.url)
      : undefined;
    const status = describeEntity({
      entityRef: request.entityRef,
      namespaces: namespaces.map(({ facts }) => facts),
      repository,
      pullRequests: reading?.pullRequests ?? [],
      mayPropose: viewer.mayPropose,
      today: new Date().toISOString().slice(0, 10),
      rotation: rotationRule(this.#options.options.rotateAfterMs),
    });
    return {
      ...status,
      sources: [
        ...status.sources,
        // Not having been able to list them is not the same as none.
        ...(repository && reading?.failure
          ? [pullRequestSource(repository.url, reading, reading.failure)]
          : []),
      ],
      // The repository may be shared: others' pull requests are theirs to show.
      pullRequests: status.pullRequests.filter(
        ({ secrets }) => secrets.length > 0,
      ),
    };
  }

  async #namespacesOf(request: EntityRequest): Promise<DecidedNamespace[]> {
    const { namespace } = request;
    if (namespace === undefined) {
      return [];
    }
    const clusters =
      request.cluster === undefined
        ? this.#options.clusters.names
        : [request.cluster];
    const decided = await Promise.all(
      clusters.map(cluster =>
        namespaceFacts(request, cluster, namespace, this.#options),
      ),
    );
    // An entity that names no cluster need not be on each of them.
    const asked = decided.filter(({ access }) => access !== 'denied');
    return request.cluster === undefined && asked.length > 0 ? asked : decided;
  }
}
