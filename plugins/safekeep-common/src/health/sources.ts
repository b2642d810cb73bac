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

import { PHRASES, Reason, reason } from '../reasons';
import { SourceStatus } from '../status';

/** Whether what this source says is true now. */
export function isLive(source: SourceStatus): boolean {
  return source.state === 'live';
}

/**
 * Whether this source has ever been read completely, and may be shown. Of any
 * other source, having no observation means nothing.
 */
export function wasSeen(source: SourceStatus): boolean {
  return source.state === 'live' || source.state === 'stale';
}

function defaultReason(source: SourceStatus, entityRef: string): Reason {
  const since = source.observedAt ?? PHRASES['unknown-time'];
  const message = PHRASES['no-detail'];
  if (source.kind === 'repository') {
    const repository = source.name;
    switch (source.state) {
      case 'starting':
        return reason('repository-starting', { repository });
      case 'forbidden':
        return reason('repository-not-allowed', { repository });
      case 'stale':
        return reason('repository-stale', { repository, since, message });
      default:
        return reason('repository-unreachable', { repository, message });
    }
  }
  const cluster = source.name;
  if (source.kind === 'secret-metadata') {
    const namespace = source.namespace ?? '';
    switch (source.state) {
      case 'starting':
        return reason('secret-metadata-starting', { namespace });
      case 'forbidden':
        return reason('secret-metadata-forbidden', { cluster, namespace });
      case 'stale':
        return reason('secret-metadata-stale', {
          cluster,
          namespace,
          since,
          message,
        });
      default:
        return reason('secret-metadata-unreachable', {
          cluster,
          namespace,
          message,
        });
    }
  }
  switch (source.state) {
    case 'starting':
      return reason('cluster-starting', { cluster });
    case 'forbidden':
      return reason('namespace-not-allowed', {
        cluster,
        namespace: source.namespace ?? '',
        entityRef,
      });
    case 'stale':
      return reason('cluster-stale', { cluster, since, message });
    default:
      return reason('cluster-unreachable', { cluster, message });
  }
}

/** The source as it is shown: with a reason unless it is live. */
export function explainSource(
  source: SourceStatus,
  entityRef: string,
): SourceStatus {
  if (isLive(source) || source.reason) {
    return source;
  }
  return { ...source, reason: defaultReason(source, entityRef) };
}

/** Why a source that is not live cannot be relied on. */
export function whyNotLive(source: SourceStatus, entityRef: string): Reason {
  return source.reason ?? defaultReason(source, entityRef);
}

/** The time up to which all of these sources were seen to be current. */
export function observedUntil(sources: SourceStatus[]): string | undefined {
  let earliest: string | undefined;
  for (const { observedAt } of sources) {
    if (observedAt === undefined) {
      return undefined;
    }
    if (
      earliest === undefined ||
      Date.parse(observedAt) < Date.parse(earliest)
    ) {
      earliest = observedAt;
    }
  }
  return earliest;
}
