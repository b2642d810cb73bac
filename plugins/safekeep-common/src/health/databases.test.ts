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
  Observation,
  PodObservation,
  WorkloadObservation,
} from '../observations';
import { ReasonCode } from '../reasons';
import { HealthState } from '../status';
import { describeEntity } from './describeEntity';
import {
  claim,
  healthyFacts,
  namespaceFacts,
  pod,
  postgresDeployment,
  postgresPod,
  postgresStatefulSet,
  sealedSecret,
  workload,
} from './__fixtures__/observer';

function databasesOf(observations: Observation[]) {
  return describeEntity(
    healthyFacts({ namespaces: [namespaceFacts(observations)] }),
  ).databases;
}

function rotated(key: string) {
  const at = '2026-02-05T10:00:00Z';
  return sealedSecret({
    keys: [key],
    sealedKeys: {
      [key]: { sealedAt: at, rotatedAt: at, certificate: 'SHA256:x' },
    },
  });
}

const stored = { images: ['redis:7'], claims: ['observer-db-pvc'] };

describe('databases', () => {
  it.each<[string, Observation[], HealthState, ReasonCode[]]>([
    [
      'a StatefulSet with a bound claim',
      [postgresStatefulSet(), postgresPod(), claim()],
      'ok',
      [],
    ],
    [
      'a Deployment with a claim',
      [postgresDeployment(), claim()],
      'failing',
      ['database-in-deployment'],
    ],
    [
      'a Deployment without a claim',
      [postgresDeployment({ claims: [] })],
      'failing',
      ['database-without-claim'],
    ],
    [
      'a StatefulSet without a claim',
      [postgresStatefulSet({ claims: [] })],
      'failing',
      ['database-without-claim'],
    ],
    [
      'a StatefulSet without pods, whose claims are not known',
      [postgresStatefulSet({ claims: [], desired: 0 })],
      'attention',
      ['database-scaled-to-zero'],
    ],
    [
      'a StatefulSet that never had a pod',
      [postgresStatefulSet({ desired: 0 })],
      'attention',
      ['database-scaled-to-zero', 'claim-not-found'],
    ],
    [
      'a cache without a claim',
      [workload({ name: 'cache', images: ['redis:7'] })],
      'attention',
      ['database-without-claim'],
    ],
    [
      'Redis with a claim in a Deployment',
      [workload({ name: 'queue', ...stored }), claim()],
      'failing',
      ['database-in-deployment'],
    ],
    [
      'no pod ready',
      [postgresStatefulSet({ ready: 0 }), claim()],
      'failing',
      ['database-not-ready'],
    ],
    [
      'some pods ready',
      [postgresStatefulSet({ desired: 2, ready: 1 }), claim()],
      'attention',
      ['database-not-ready'],
    ],
    [
      'a Deployment that was scaled down, as a migration does first',
      [postgresDeployment({ desired: 0 }), claim()],
      'failing',
      ['database-in-deployment', 'database-scaled-to-zero'],
    ],
    [
      'a claim that waits',
      [postgresStatefulSet({ ready: 0 }), claim({ phase: 'Pending' })],
      'failing',
      ['database-not-ready', 'claim-pending'],
    ],
    [
      'a claim that is lost',
      [postgresStatefulSet(), claim({ phase: 'Lost' })],
      'failing',
      ['claim-lost'],
    ],
    [
      'a claim that is gone',
      [postgresStatefulSet()],
      'failing',
      ['claim-not-found'],
    ],
    [
      'several, the worst first',
      [
        postgresDeployment({ desired: 2, ready: 1 }),
        claim(),
        rotated('POSTGRES_PASSWORD'),
      ],
      'failing',
      [
        'database-in-deployment',
        'database-not-ready',
        'database-password-unconfirmed',
      ],
    ],
  ])('%s', (_, observations, state, codes) => {
    const [database, ...others] = databasesOf(observations);
    expect(others).toEqual([]);
    expect(database.state).toBe(state);
    expect(database.reasons.map(({ code }) => code)).toEqual(codes);
    expect(database.lastState).toBeUndefined();
  });

  it.each<[string, Partial<PodObservation>, ReasonCode[], string]>([
    [
      'no node takes the pod, so that its claim waits for it',
      { waiting: 'Unschedulable', detail: '0/3 nodes are available.' },
      ['database-unschedulable', 'claim-pending'],
      'No node takes pod postgres-0: 0/3 nodes are available.',
    ],
    [
      'the pod waits for its claim',
      {
        waiting: 'Unschedulable',
        detail: 'pod has unbound immediate PersistentVolumeClaims.',
      },
      ['claim-pending', 'database-unschedulable'],
      'Claim observer-db-pvc is Pending, not Bound. Its StorageClass: local-path.',
    ],
    [
      'the image is not there',
      { waiting: 'ImagePullBackOff', detail: 'postgres:99: not found' },
      ['database-image-not-pulled', 'claim-pending'],
      'The image of pod postgres-0 cannot be pulled: postgres:99: not found.',
    ],
    [
      'nothing more is known',
      { waiting: 'Unschedulable' },
      ['database-unschedulable', 'claim-pending'],
      'No node takes pod postgres-0: Unschedulable.',
    ],
    [
      'a secret is not there',
      {
        waiting: 'CreateContainerConfigError',
        detail: 'secret "observer-secrets" not found',
      },
      ['database-not-ready', 'claim-pending'],
      '0 of 1 pods are ready. postgres-0: CreateContainerConfigError (secret "observer-secrets" not found).',
    ],
  ])('says the cause first: %s', (_, options, codes, why) => {
    const [database] = databasesOf([
      postgresStatefulSet({ ready: 0 }),
      claim({ phase: 'Pending' }),
      postgresPod({ ready: false, phase: 'Pending', ...options }),
    ]);
    expect(database.reasons.map(({ code }) => code)).toEqual(codes);
    expect(database.reasons[0].why).toBe(why);
  });

  it('tells of a claim without a StorageClass that it has none', () => {
    const [database] = databasesOf([
      postgresStatefulSet(),
      claim({ phase: 'Pending', storageClass: undefined }),
    ]);
    expect(database.reasons[0].why).toMatch(/Its StorageClass: –\.$/);
  });

  it('says which pods are not ready, and why', () => {
    const [database] = databasesOf([
      postgresStatefulSet({ ready: 0 }),
      claim(),
      postgresPod({ ready: false, waiting: 'CrashLoopBackOff' }),
      pod({ name: 'other-0', owner: 'StatefulSet/other', ready: false }),
    ]);
    expect(database.reasons[0].why).toBe(
      '0 of 1 pods are ready. postgres-0: CrashLoopBackOff.',
    );
  });

  it('says nothing about pods where none is known', () => {
    const [database] = databasesOf([
      postgresStatefulSet({ ready: 0 }),
      claim(),
    ]);
    expect(database.reasons[0].why).toBe('0 of 1 pods are ready.');
  });

  it.each<[string, WorkloadObservation]>([
    [
      'a backup',
      workload({ kind: 'CronJob', name: 'backup', images: ['postgres:15'] }),
    ],
    ['a Job', workload({ kind: 'Job', name: 'load', images: ['postgres:15'] })],
    [
      'an exporter',
      workload({
        name: 'exporter',
        images: ['quay.io/prometheuscommunity/postgres-exporter:v0.15.0'],
      }),
    ],
    [
      'a client with a database’s image',
      workload({ name: 'load', images: ['postgres:15'], clientsOnly: true }),
    ],
  ])('does not take %s for a database', (_, observation) => {
    expect(databasesOf([observation])).toEqual([]);
  });

  it('finds the server beside its exporter', () => {
    const [database] = databasesOf([
      postgresStatefulSet({
        images: ['bitnami/postgres-exporter:0.15', 'bitnami/postgresql:16.1.0'],
      }),
      claim(),
    ]);
    expect(database).toMatchObject({
      engine: 'postgresql',
      version: '16.1.0',
      image: 'bitnami/postgresql:16.1.0',
    });
  });

  describe('whose password was rotated', () => {
    const whole = [{ secret: 'observer-secrets' }];
    const only = (...keys: string[]) => [{ secret: 'observer-secrets', keys }];
    it.each([
      ['postgres:15', 'POSTGRES_PASSWORD', whole, true],
      ['bitnami/postgresql:15', 'POSTGRESQL_POSTGRES_PASSWORD', whole, true],
      ['postgres:15', 'password', whole, true],
      ['postgres:15', 'DB_PASSWORD', whole, false],
      ['postgres:15', 'KIS_APP_SECRET', whole, false],
      ['postgres:15', 'db-password', only('db-password'), true],
      ['postgres:15', 'POSTGRES_PASSWORD', only('POSTGRES_USER'), false],
      ['postgres:15', 'POSTGRES_USER', only('POSTGRES_USER'), false],
      ['postgres:15', 'POSTGRES_PASSWORD', [{ secret: 'other' }], false],
      ['redis:7', 'REDIS_PASSWORD', whole, false],
      ['valkey/valkey:8', 'password', only('password'), false],
    ])('%s, %s', (image, key, secretReferences, unconfirmed) => {
      const [database] = databasesOf([
        postgresStatefulSet({ images: [image], secretReferences }),
        claim(),
        rotated(key),
      ]);
      expect(database.reasons.map(({ code }) => code)).toEqual(
        unconfirmed ? ['database-password-unconfirmed'] : [],
      );
      expect(database.state).toBe(unconfirmed ? 'attention' : 'ok');
    });

    it.each([
      ['mysql:8', 'MYSQL_ROOT_PASSWORD'],
      ['mariadb:11', 'MARIADB_PASSWORD'],
      ['mongo:7', 'MONGO_INITDB_ROOT_PASSWORD'],
    ])('%s has users, not roles', (image, key) => {
      const [database] = databasesOf([
        postgresStatefulSet({ images: [image] }),
        claim(),
        rotated(key),
      ]);
      expect(database.reasons.map(({ code }) => code)).toEqual([
        'database-user-password-unconfirmed',
      ]);
    });

    it('says nothing of a password that was only sealed', () => {
      const [database] = databasesOf([
        postgresStatefulSet(),
        claim(),
        sealedSecret(),
      ]);
      expect(database).toMatchObject({ state: 'ok', reasons: [] });
    });
  });

  it('are sorted worst first, then by name', () => {
    const named = (name: string, options = {}) =>
      postgresStatefulSet({ name, claims: [name], ...options });
    const claims = ['a', 'b', 'c', 'd'].map(name => claim({ name }));
    expect(
      databasesOf([
        named('b'),
        named('d', { ready: 0 }),
        named('a'),
        named('c', { desired: 0 }),
        ...claims,
      ]).map(({ name }) => name),
    ).toEqual(['d', 'c', 'a', 'b']);
  });
});
