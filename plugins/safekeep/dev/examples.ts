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
  DatabaseStatus,
  EntityStatus,
  reason,
  SecretKeyStatus,
  SecretStatus,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ago } from './ago';
import { operated, protectedWell, unprotected } from './surroundings';

const REPOSITORY =
  'https://github.com/tawbury/deployment/tree/main/infra/k8s/base';
const FILES = 'https://github.com/tawbury/deployment/blob/main/infra/k8s/base';
const CERTIFICATE = 'SHA256:mVhqJ3uN0rY9lKxE1sQpWc4TbDg7oZ2aFiRe8HvLkUs';
const OLDER_CERTIFICATE = 'SHA256:Zk1rT0pN4uVw2xYb8cDe6fGh3iJl5mQo7sXa9BvCdEf';

const PLACE = { cluster: 'sandbox', namespace: 'observer-prod' };

const KEYS = [
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'DB_USER',
  'DB_PASSWORD',
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIS_HTS_ID',
];
const LINKS: Record<string, string[]> = {
  POSTGRES_PASSWORD: ['DB_PASSWORD'],
  DB_PASSWORD: ['POSTGRES_PASSWORD'],
  POSTGRES_USER: ['DB_USER'],
  DB_USER: ['POSTGRES_USER'],
};

function liveCluster(): SourceStatus {
  return {
    kind: 'cluster',
    name: PLACE.cluster,
    namespace: PLACE.namespace,
    state: 'live',
    observedAt: ago({ seconds: 1 }),
  };
}

function liveRepository(): SourceStatus {
  return {
    kind: 'repository',
    name: REPOSITORY,
    state: 'live',
    observedAt: ago({ seconds: 12 }),
  };
}

/** What a form opens with. */
export function formData(name: string, path: string) {
  return {
    entityRef: 'component:default/observer',
    ...PLACE,
    name,
    repository: REPOSITORY,
    path,
  };
}

export function databaseInDeployment(): DatabaseStatus {
  return {
    ...PLACE,
    name: 'postgres',
    state: 'failing',
    reasons: [
      reason('database-in-deployment', {
        engine: 'postgresql',
        claim: 'observer-db-pvc',
      }),
    ],
    observedAt: ago({ seconds: 1 }),
    location: {
      repository: REPOSITORY,
      path: 'deployments/postgres.yaml',
      line: 1,
      url: `${FILES}/deployments/postgres.yaml#L1`,
    },
    workload: { kind: 'Deployment', desired: 1, ready: 1 },
    engine: 'postgresql',
    version: '15',
    image: 'postgres:15-alpine',
    claims: [
      {
        name: 'observer-db-pvc',
        phase: 'Bound',
        capacity: '10Gi',
        storageClass: 'local-path',
        accessModes: ['ReadWriteOnce'],
        volume: {
          name: 'pvc-0b6f3a52-8d4e-4c1b-9f57-2a1c7d3e9b80',
          reclaimPolicy: 'Delete',
          onOneNode: true,
        },
      },
    ],
    secrets: ['observer-secrets'],
    passwordRotations: [],
    pods: [],
    advice: [],
    notReadable: [],
    ...unprotected(),
  };
}

/** Its Job could not log in with the password that it has. */
export function databaseWithFailedRotation(): DatabaseStatus {
  const login = 'previous';
  return {
    ...databaseInStatefulSet(),
    state: 'attention',
    reasons: [
      reason('password-read-only', {
        job: 'rotate-observer-secrets-1a2b3c',
        secret: 'observer-secrets',
        login,
      }),
    ],
    passwordRotations: [
      {
        secret: 'observer-secrets',
        keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
        strategy: 'in-place',
        step: 'change',
        state: 'failed',
        since: ago({ minutes: 9 }),
        job: 'rotate-observer-secrets-1a2b3c',
        verdict: { verdict: 'failed', login, detail: 'read-only' },
        role: 'observer',
      },
    ],
  };
}

/** Of two roles, the one that waits for the consumers to switch to it. */
export function databaseWithPreparedRole(): DatabaseStatus {
  return {
    ...databaseInStatefulSet(),
    state: 'attention',
    reasons: [
      reason('password-slot-prepared', {
        secret: 'observer-secrets',
        role: 'observer_a',
      }),
    ],
    action: {
      template: 'rotate-database-password',
      formData: {
        ...formData('observer-secrets', 'sealed-secrets/observer-secrets.yaml'),
        keys: ['DB_PASSWORD'],
        database: 'statefulset/postgres',
        strategy: 'two-slot',
        step: 'switch',
      },
    },
    passwordRotations: [
      {
        secret: 'observer-secrets',
        keys: ['DB_PASSWORD_A'],
        strategy: 'two-slot',
        step: 'prepare',
        state: 'done',
        since: ago({ minutes: 9 }),
        job: 'prepare-observer-secrets-1a2b3c',
        verdict: { verdict: 'changed', login: 'new' },
        role: 'observer',
        otherRole: 'observer_a',
      },
    ],
  };
}

export function databaseInStatefulSet(): DatabaseStatus {
  return {
    ...databaseInDeployment(),
    ...protectedWell(),
    state: 'ok',
    reasons: [],
    location: {
      repository: REPOSITORY,
      path: 'statefulsets/postgres.yaml',
      line: 17,
      url: `${FILES}/statefulsets/postgres.yaml#L17`,
    },
    workload: { kind: 'StatefulSet', desired: 1, ready: 1 },
    claims: [
      {
        name: 'data-postgres-0',
        phase: 'Bound',
        capacity: '10Gi',
        storageClass: 'local-path',
        accessModes: ['ReadWriteOnce'],
        volume: {
          name: 'pvc-5d9c1e77-61b2-4f0a-8c3d-94e2ab6f1d20',
          reclaimPolicy: 'Retain',
          onOneNode: true,
        },
      },
    ],
  };
}

function keysOf(describe: (name: string) => Partial<SecretKeyStatus>) {
  return KEYS.map(name => ({
    name,
    linkedTo: LINKS[name] ?? [],
    ...describe(name),
  }));
}

export function plainSecret(): SecretStatus {
  const path = 'secrets/observer-secrets.yaml';
  return {
    ...PLACE,
    name: 'observer-secrets',
    state: 'attention',
    reasons: [reason('secret-plain-in-git', { count: '7', path })],
    observedAt: ago({ seconds: 1 }),
    location: {
      repository: REPOSITORY,
      path,
      line: 1,
      url: `${FILES}/${path}#L1`,
    },
    action: {
      template: 'seal-secret',
      formData: formData('observer-secrets', path),
    },
    management: 'plain',
    keys: keysOf(() => ({})),
    consumers: [
      { kind: 'Deployment', name: 'observer', restartPending: false },
      { kind: 'Deployment', name: 'postgres', restartPending: false },
    ],
  };
}

export function sealedSecret(): SecretStatus {
  const path = 'sealed-secrets/observer-secrets.yaml';
  return {
    ...plainSecret(),
    state: 'ok',
    reasons: [],
    location: {
      repository: REPOSITORY,
      path,
      line: 3,
      url: `${FILES}/${path}#L3`,
    },
    action: {
      template: 'rotate-secret',
      formData: formData('observer-secrets', path),
    },
    databaseAction: {
      template: 'rotate-database-password',
      formData: {
        ...formData('observer-secrets', path),
        keys: ['POSTGRES_PASSWORD'],
        database: 'deployment/postgres',
      },
    },
    management: 'sealed',
    scope: 'strict',
    processedAt: ago({ days: 12 }),
    keys: keysOf(name => ({
      sealedAt: ago({ days: 12 }),
      certificate: CERTIFICATE,
      sealedWith: 'newest' as const,
      ...(name.endsWith('PASSWORD') && { rotatedAt: ago({ days: 12 }) }),
    })),
  };
}

export function apiToken(): SecretStatus {
  return {
    ...sealedSecret(),
    name: 'observer-api-token',
    location: undefined,
    keys: [
      {
        name: 'token',
        linkedTo: [],
        sealedAt: ago({ days: 40 }),
        certificate: OLDER_CERTIFICATE,
        sealedWith: 'older',
      },
    ],
    advice: {
      reason: reason('sealed-with-older-key', { keys: 'token' }),
      action: {
        template: 're-encrypt-secrets',
        formData: formData(
          'observer-api-token',
          'sealed-secrets/observer-api-token.yaml',
        ),
      },
    },
    consumers: [
      { kind: 'CronJob', name: 'nightly-report', restartPending: false },
    ],
  };
}

/** The observer as it is found: a database in a Deployment, secrets in plain. */
export function asFound(): EntityStatus {
  return {
    entityRef: 'component:default/as-found',
    state: 'failing',
    sources: [liveCluster(), liveRepository()],
    databases: [databaseInDeployment()],
    secrets: [plainSecret(), apiToken()],
    checks: [
      {
        id: 'controller-running',
        state: 'ok',
        evidence: 'kube-system/sealed-secrets-controller READY 1/1',
      },
      {
        id: 'secrets-sealed-in-git',
        state: 'attention',
        evidence: 'secrets/observer-secrets.yaml: Secret, 7 keys',
        reason: plainSecret().reasons[0],
      },
      { id: 'secrets-unsealed', state: 'ok', evidence: '1 of 1 SYNCED True' },
      {
        id: 'database-in-stateful-set',
        state: 'failing',
        evidence: 'Deployment postgres, READY 1/1',
        reason: databaseInDeployment().reasons[0],
      },
      {
        id: 'claims-bound',
        state: 'ok',
        evidence: 'observer-db-pvc Bound, 10Gi, local-path',
      },
      { id: 'consumers-ready', state: 'ok', evidence: 'observer READY 1/1' },
    ],
    pullRequests: [],
  };
}

/** Everything as it should be. */
export function healthy(): EntityStatus {
  return {
    ...asFound(),
    entityRef: 'component:default/healthy',
    state: 'ok',
    databases: [databaseInStatefulSet()],
    secrets: [sealedSecret(), apiToken()],
    checks: asFound().checks.map(({ reason: _, ...check }) => ({
      ...check,
      state: 'ok' as const,
      evidence:
        {
          'secrets-sealed-in-git': '2 of 2 SealedSecret',
          'secrets-unsealed': '2 of 2 SYNCED True',
          'database-in-stateful-set':
            'StatefulSet postgres, READY 1/1, postgres-0',
          'claims-bound': 'data-postgres-0 Bound, 10Gi, local-path',
        }[check.id as string] ?? check.evidence,
    })),
  };
}

/** Two pull requests under way, and pods that still run with old values. */
export function underWay(): EntityStatus {
  const secret = sealedSecret();
  return {
    ...healthy(),
    entityRef: 'component:default/under-way',
    state: 'attention',
    secrets: [
      {
        ...secret,
        state: 'attention',
        reasons: [
          reason('restart-pending', { consumers: 'Deployment observer' }),
        ],
        keys: secret.keys.map(key =>
          key.name.endsWith('PASSWORD')
            ? {
                ...key,
                sealedAt: ago({ minutes: 4 }),
                rotatedAt: ago({ minutes: 4 }),
              }
            : key,
        ),
        consumers: [
          { kind: 'Deployment', name: 'observer', restartPending: true },
          { kind: 'StatefulSet', name: 'postgres', restartPending: false },
        ],
      },
      apiToken(),
    ],
    pullRequests: [
      {
        number: 42,
        title: 'Rotate token of observer-api-token',
        url: 'https://github.com/tawbury/deployment/pull/42',
        stage: 'opened',
        secret: 'observer-api-token',
        secrets: ['observer-api-token'],
        createdAt: ago({ minutes: 2 }),
        author: 'jane-doe',
      },
      {
        number: 41,
        title: 'Rotate DB_PASSWORD of observer-secrets',
        url: 'https://github.com/tawbury/deployment/pull/41',
        stage: 'unsealed',
        secret: 'observer-secrets',
        secrets: ['observer-secrets'],
        createdAt: ago({ minutes: 30 }),
        mergedAt: ago({ minutes: 4 }),
        author: 'safekeep[bot]',
        commit: '5f0c1e9a7b3d2846c0e1f2a3b4c5d6e7f8091a2b',
      },
      {
        number: 38,
        title: 'Seal observer-secrets',
        url: 'https://github.com/tawbury/deployment/pull/38',
        stage: 'restarted',
        secret: 'observer-secrets',
        secrets: ['observer-secrets'],
        createdAt: ago({ days: 12, minutes: 9 }),
        mergedAt: ago({ days: 12 }),
      },
    ],
  };
}

/** A database that an operator runs, and of which little may be read. */
export function operatedDatabase(): EntityStatus {
  const { services, networkPolicies, disruptionBudgets, events, ...rest } =
    databaseInStatefulSet();
  return {
    ...healthy(),
    entityRef: 'component:default/operated',
    state: 'attention',
    databases: [
      {
        ...rest,
        name: 'pg',
        state: 'attention',
        reasons: [
          reason('database-not-ready', {
            ready: '2',
            desired: '3',
            detail: 'pg-1 is not ready.',
          }),
        ],
        version: '13.21',
        image: 'ghcr.io/cloudnative-pg/postgresql:13.21',
        workload: { kind: 'Cluster', desired: 3, ready: 2 },
        endOfLife: {
          major: '13',
          date: '2025-11-13',
          source: 'https://www.postgresql.org/support/versioning/',
        },
        pods: ['pg-1', 'pg-2', 'pg-3'].map(name => ({
          name,
          node: 'worker-1',
          phase: 'Running',
          ready: name !== 'pg-1',
          restarts: name === 'pg-1' ? 4 : 0,
          ...(name === 'pg-1' && { waiting: 'CrashLoopBackOff' }),
        })),
        operator: operated(),
        appliedBy: undefined,
        sync: undefined,
        retention: undefined,
        notReadable: ['Service', 'NetworkPolicy', 'Event'],
        backups: [
          {
            kind: 'ScheduledBackup',
            name: 'pg-nightly',
            schedule: '0 0 2 * * *',
            suspended: true,
            lastSuccessAt: ago({ days: 9 }),
            lastFailureAt: ago({ minutes: 540 }),
          },
        ],
        advice: [
          {
            reason: reason('database-without-claim', { engine: 'PostgreSQL' }),
          },
        ],
      },
    ],
  };
}

/** The cluster stopped answering: what was seen last, and no more. */
export function stale(): EntityStatus {
  const since = ago({ minutes: 47 });
  const unreachable = reason('cluster-stale', {
    cluster: 'prod-eu',
    since,
    message: 'connect ECONNREFUSED 10.2.0.4:6443.',
  });
  const lastSeen = {
    cluster: 'prod-eu',
    state: 'unknown' as const,
    reasons: [unreachable],
    observedAt: since,
  };
  return {
    ...healthy(),
    entityRef: 'component:default/stale',
    state: 'unknown',
    sources: [
      {
        ...liveCluster(),
        name: 'prod-eu',
        state: 'stale',
        observedAt: since,
        reason: unreachable,
      },
      liveRepository(),
    ],
    databases: [{ ...databaseInStatefulSet(), ...lastSeen, lastState: 'ok' }],
    secrets: [
      {
        ...sealedSecret(),
        ...lastSeen,
        lastState: 'attention',
        action: undefined,
      },
      { ...apiToken(), ...lastSeen, lastState: 'ok', action: undefined },
    ],
    checks: healthy().checks.map(check => ({
      ...check,
      state: 'unknown',
      reason: reason('check-not-visible'),
    })),
  };
}

/** The namespace may not be shown; Git still says something. */
export function forbiddenNamespace(): EntityStatus {
  const why = reason('namespace-not-allowed', {
    namespace: PLACE.namespace,
    cluster: PLACE.cluster,
    entityRef: 'component:default/forbidden-namespace',
  });
  return {
    ...asFound(),
    entityRef: 'component:default/forbidden-namespace',
    state: 'attention',
    sources: [
      {
        ...liveCluster(),
        state: 'forbidden',
        observedAt: undefined,
        reason: why,
      },
      liveRepository(),
    ],
    databases: [],
    secrets: [{ ...plainSecret(), cluster: undefined }],
    checks: asFound().checks.map(check =>
      check.id === 'secrets-sealed-in-git'
        ? check
        : {
            ...check,
            state: 'unknown',
            evidence: '',
            reason: reason('check-not-visible'),
          },
    ),
  };
}

/** Neither cluster nor repository could be looked at. */
export function unseen(): EntityStatus {
  return {
    ...forbiddenNamespace(),
    entityRef: 'component:default/unseen',
    state: 'unknown',
    sources: [
      {
        ...liveCluster(),
        state: 'unreachable',
        observedAt: undefined,
        reason: reason('cluster-unreachable', {
          cluster: 'sandbox',
          message: 'getaddrinfo ENOTFOUND sandbox.internal.',
        }),
      },
      {
        ...liveRepository(),
        state: 'forbidden',
        observedAt: undefined,
        reason: reason('repository-not-allowed', { repository: REPOSITORY }),
      },
    ],
    secrets: [],
    checks: [],
  };
}

/** Looked everywhere, found nothing. */
export function empty(): EntityStatus {
  const entityRef = 'component:default/empty';
  return {
    entityRef,
    state: 'ok',
    sources: [liveCluster(), liveRepository()],
    databases: [],
    createDatabase: {
      template: 'create-postgres',
      formData: {
        entityRef,
        cluster: 'sandbox',
        namespace: 'observer-prod',
        repository: REPOSITORY,
      },
    },
    secrets: [],
    checks: [],
    pullRequests: [],
  };
}

/** The first reading is not complete. */
export function starting(): EntityStatus {
  return {
    ...empty(),
    entityRef: 'component:default/starting',
    state: 'unknown',
    sources: [
      {
        ...liveCluster(),
        state: 'starting',
        observedAt: undefined,
        reason: reason('cluster-starting', { cluster: 'sandbox' }),
      },
    ],
  };
}

/** More rows than a card has room for. */
export function many(): EntityStatus {
  return {
    ...asFound(),
    entityRef: 'component:default/many',
    secrets: [
      plainSecret(),
      ...['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'].map(
        name => ({ ...apiToken(), name: `observer-${name}` }),
      ),
      {
        ...sealedSecret(),
        name: 'observer-tls',
        state: 'failing',
        reasons: [
          reason('sealed-secret-wrong-key', {
            namespace: PLACE.namespace,
            name: 'observer-tls',
            keys: 'tls.crt, tls.key',
          }),
        ],
        action: {
          template: 'seal-secret',
          formData: formData(
            'observer-tls',
            'sealed-secrets/observer-tls.yaml',
          ),
        },
      },
      {
        ...plainSecret(),
        name: 'grafana-admin',
        management: 'unmanaged',
        state: 'attention',
        reasons: [reason('secret-unmanaged')],
        location: undefined,
        keys: [],
        action: {
          template: 'seal-secret',
          formData: formData('grafana-admin', ''),
        },
      },
    ],
  };
}

/** Answers by the entity's name. */
export const EXAMPLES: Record<string, () => EntityStatus> = {
  'as-found': asFound,
  healthy,
  'under-way': underWay,
  operated: operatedDatabase,
  stale,
  'forbidden-namespace': forbiddenNamespace,
  unseen,
  empty,
  starting,
  many,
};
