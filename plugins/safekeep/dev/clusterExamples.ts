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
  ClusterStatus,
  reason,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';

const DAY = 86_400_000;

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString();
}

function source(name: string, more: Partial<SourceStatus> = {}): SourceStatus {
  return {
    kind: 'cluster',
    name,
    state: 'live',
    observedAt: daysAgo(0),
    ...more,
  };
}

const NEWEST = 'SHA256:mVhqJ3uNo0c9y1rT7uWvQe5sPdLgJmFhAoBiCxDzEw4';
const OLDER = 'SHA256:4Hq2kXbZ0n3c9y1rT7uWvQe5sPdLgJmFhAoBiCxDzEw';
const OLDEST = 'SHA256:Zt7uWvQe5sPdLgJmFhAoBiCxDzEw4Hq2kXbZ0n3c9y1';

/** A cluster of which there is nothing to say but that some secrets have an older key. */
export function healthyCluster(
  options: Partial<ClusterStatus> = {},
): ClusterStatus {
  const name = options.name ?? 'prod-eu';
  return {
    name,
    state: 'ok',
    source: source(name),
    certificateSource: source(name),
    certificateFrom: 'controller',
    controller: {
      name: 'sealed-secrets-controller',
      namespace: 'kube-system',
      state: 'ok',
      reasons: [],
      image: 'docker.io/bitnami/sealed-secrets-controller:0.40.0',
      version: '0.40.0',
      desired: 1,
      ready: 1,
      renewalPeriod: { seconds: 30 * 86_400, from: 'default' },
    },
    keys: [
      {
        fingerprint: NEWEST,
        notBefore: daysAgo(12.3),
        notAfter: daysAgo(-3_638),
        newest: true,
        firstSeenAt: daysAgo(12.3),
        lastSeenAt: daysAgo(0),
        sealed: { secrets: 9, keys: 41 },
        reasons: [],
      },
      {
        fingerprint: OLDER,
        notBefore: daysAgo(42.6),
        notAfter: daysAgo(-3_608),
        newest: false,
        firstSeenAt: daysAgo(42.6),
        lastSeenAt: daysAgo(12.3),
        sealed: { secrets: 3, keys: 7 },
        reasons: [],
      },
    ],
    strayCertificates: [],
    sealedSecrets: {
      total: 14,
      synced: 14,
      waiting: 0,
      failing: 0,
      withOlderKey: 3,
      notRecorded: 2,
    },
    ...options,
  };
}

/** The controller does not run, and its key should have been renewed long ago. */
export function failingCluster(): ClusterStatus {
  const healthy = healthyCluster({ name: 'prod-us' });
  const [, older] = healthy.keys;
  return {
    ...healthy,
    state: 'failing',
    controller: {
      ...healthy.controller,
      state: 'failing',
      ready: 0,
      reasons: [
        reason('controller-not-ready', {
          namespace: 'kube-system',
          name: 'sealed-secrets-controller',
          ready: '0',
          desired: '1',
        }),
      ],
    },
    keys: [{ ...older, newest: true }],
    strayCertificates: [
      { fingerprint: NEWEST, keys: 2, secrets: 1, cluster: 'prod-eu' },
      { fingerprint: OLDEST, keys: 1, secrets: 1 },
    ],
    sealedSecrets: {
      total: 6,
      synced: 3,
      waiting: 2,
      failing: 1,
      withOlderKey: 0,
      notRecorded: 0,
    },
  };
}

/** Nobody installed a controller. */
export function clusterWithoutController(): ClusterStatus {
  return {
    name: 'staging',
    state: 'failing',
    source: source('staging'),
    certificateSource: source('staging', {
      state: 'unreachable',
      observedAt: undefined,
      reason: reason('cluster-unreachable', {
        cluster: 'staging',
        message: 'it does not have this (404)',
      }),
    }),
    certificateFrom: 'controller',
    controller: {
      name: 'sealed-secrets-controller',
      namespace: 'kube-system',
      state: 'failing',
      reasons: [
        reason('controller-not-found', {
          namespace: 'kube-system',
          name: 'sealed-secrets-controller',
        }),
      ],
    },
    keys: [],
    strayCertificates: [],
    sealedSecrets: {
      total: 0,
      synced: 0,
      waiting: 0,
      failing: 0,
      notRecorded: 0,
    },
  };
}

/** It does not answer, and what was seen of it is some hours old. */
export function silentCluster(): ClusterStatus {
  const name = 'edge';
  const healthy = healthyCluster({ name });
  const { sealedSecrets: _, ...rest } = healthy;
  const stale = source(name, {
    state: 'stale',
    observedAt: daysAgo(0.2),
    reason: reason('cluster-stale', {
      cluster: name,
      since: daysAgo(0.2),
      message: 'the connection is refused',
    }),
  });
  return {
    ...rest,
    state: 'unknown',
    source: stale,
    certificateSource: stale,
    controller: {
      name: 'sealed-secrets-controller',
      namespace: 'kube-system',
      state: 'unknown',
      reasons: [reason('check-not-visible')],
    },
    keys: healthy.keys.map(({ sealed: _sealed, ...key }) => key),
  };
}

/** What `/clusters?only=` of the gallery names. */
export const CLUSTER_EXAMPLES: Record<string, () => ClusterStatus[]> = {
  all: () => [
    silentCluster(),
    healthyCluster(),
    failingCluster(),
    clusterWithoutController(),
  ],
  healthy: () => [healthyCluster()],
  empty: () => [],
};
