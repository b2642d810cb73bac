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

import { Observation } from '../observations';
import {
  NetworkPolicyObservation,
  OperatedDatabaseObservation,
} from '../surroundings';
import {
  claim,
  healthyFacts,
  NAMESPACE,
  namespaceFacts,
  pod,
  postgresPod,
  postgresStatefulSet,
  workload,
} from './__fixtures__/observer';
import {
  databaseOf,
  entityOf,
  service,
  visibility,
} from './__fixtures__/surroundings';
import { describeEntity } from './describeEntity';
import { endOfLife, hasFloatingTag } from './postgresVersions';
import { selects } from './selectors';

const set = postgresStatefulSet({ podLabels: { app: 'postgres' } });
const running = [set, postgresPod(), claim()];

function adviceOf(observations: Observation[], today?: string): string[] {
  return databaseOf(observations, visibility(), today).advice.map(
    ({ reason }) => reason.code,
  );
}

describe('what surrounds a database', () => {
  it('is absent, not empty, where nobody may look', () => {
    const blind = databaseOf(running, visibility('forbidden'));
    for (const fact of [
      'services',
      'disruptionBudgets',
      'networkPolicies',
      'events',
    ] as const) {
      expect(blind[fact]).toBeUndefined();
      expect(databaseOf(running)[fact]).toEqual([]);
    }
    expect(blind.state).toBe('ok');
  });

  it('is told as it was last seen of a cluster that is stale', () => {
    const [stale] = describeEntity(
      healthyFacts({
        namespaces: [
          namespaceFacts(
            [
              ...running,
              service(),
              {
                kind: 'EndpointSlice',
                namespace: NAMESPACE,
                name: 'a',
                service: 'postgres',
                ready: [],
                notReady: [],
              },
            ],
            { state: 'stale', surroundings: visibility() },
          ),
        ],
      }),
    ).databases;
    expect(stale).toMatchObject({ state: 'unknown', lastState: 'failing' });
  });

  it('shows of a claim its volume, of which nobody else has claimed it', () => {
    const volume = (of: string): Observation => ({
      kind: 'PersistentVolume',
      namespace: '',
      name: 'pv-1',
      phase: 'Bound',
      reclaimPolicy: 'Delete',
      onOneNode: true,
      claim: { namespace: NAMESPACE, name: of },
    });
    const bound = [set, postgresPod(), claim({ volume: 'pv-1' })];
    expect(databaseOf([...bound, volume('observer-db-pvc')]).claims).toEqual([
      {
        name: 'observer-db-pvc',
        phase: 'Bound',
        storageClass: 'local-path',
        capacity: '10Gi',
        volume: { name: 'pv-1', reclaimPolicy: 'Delete', onOneNode: true },
      },
    ]);
    expect(databaseOf([...bound, volume('other')]).claims[0].volume).toEqual({
      name: 'pv-1',
    });
    expect(adviceOf([...bound, volume('observer-db-pvc')])).toContain(
      'volume-goes-with-claim',
    );
  });

  it('shows the newest warnings about it, and nobody else’s', () => {
    const event = (
      kind: string,
      name: string,
      minute: number,
    ): Observation => ({
      kind: 'Event',
      namespace: NAMESPACE,
      name: `${name}.${minute}`,
      reason: 'BackOff',
      about: { kind, name },
      count: 2,
      lastAt: `2026-02-05T10:0${minute}:00.000Z`,
    });
    const { events } = databaseOf([
      ...running,
      event('Pod', 'postgres-0', 1),
      event('Pod', 'observer-1', 2),
      event('PersistentVolumeClaim', 'observer-db-pvc', 3),
      event('StatefulSet', 'postgres', 2),
    ]);
    expect(events?.map(({ about }) => about)).toEqual([
      'persistentvolumeclaim/observer-db-pvc',
      'statefulset/postgres',
      'pod/postgres-0',
    ]);
  });
});

describe('who may come in', () => {
  const policy = (
    ingress: NetworkPolicyObservation['ingress'],
    matchLabels: Record<string, string> = { app: 'postgres' },
  ): Observation => ({
    kind: 'NetworkPolicy',
    namespace: NAMESPACE,
    name: 'p',
    selector: { matchLabels },
    ...(ingress && { ingress }),
  });
  const at = (from: number, to = from) => ({ ports: [{ from, to }] });
  it.each<[string, Observation, unknown]>([
    ['nobody', policy([]), 'nobody'],
    ['at another port', policy([{ ...at(80), limited: true }]), 'nobody'],
    ['some', policy([{ ...at(5432), limited: true }]), 'some'],
    ['in a range', policy([{ ...at(5000, 6000), limited: true }]), 'some'],
    [
      'at a named port',
      policy([{ ports: [], namedPorts: ['db'], limited: true }]),
      'some',
    ],
    ['anybody', policy([{ limited: true }, { limited: false }]), 'anybody'],
    ['of all pods', policy([{ limited: true }], {}), 'some'],
  ])('%s', (_, observation, allows) => {
    expect(databaseOf([...running, observation]).networkPolicies).toEqual([
      { name: 'p', allows },
    ]);
  });

  it.each([
    ['is about what goes out', policy(undefined)],
    ['is about other pods', policy([], { app: 'web' })],
  ])('is no policy that %s', (_, observation) => {
    expect(databaseOf([...running, observation]).networkPolicies).toEqual([]);
  });

  it.each([
    [{ key: 'app', operator: 'In', values: ['a', 'postgres'] }, true],
    [{ key: 'app', operator: 'NotIn', values: ['postgres'] }, false],
    [{ key: 'tier', operator: 'NotIn', values: ['postgres'] }, true],
    [{ key: 'app', operator: 'Exists', values: [] }, true],
    [{ key: 'tier', operator: 'DoesNotExist', values: [] }, true],
    [{ key: 'app', operator: 'Newer', values: [] }, false],
  ])('is selected by %p: %p', (expression, is) => {
    const selector = { matchLabels: {}, matchExpressions: [expression] };
    expect(selects(selector, { app: 'postgres' })).toBe(is);
  });
});

describe('backups', () => {
  const secretReferences = [{ secret: 'observer-secrets' }];
  const cronJob = (options = {}) =>
    workload({
      kind: 'CronJob',
      name: 'postgres-backup',
      desired: 0,
      ready: 0,
      images: ['postgres:15-alpine'],
      backupTool: 'pg_dump',
      secretReferences,
      timetable: {
        schedule: '0 3 * * *',
        lastSuccessAt: '2026-02-04T03:01:00.000Z',
      },
      ...options,
    });
  const failed = (at: string) =>
    workload({
      kind: 'Job',
      name: `postgres-backup-${at}`,
      images: [],
      ended: { cronJob: 'postgres-backup', outcome: 'failed', at },
    });

  it('are none: that is advice, and no state', () => {
    expect(databaseOf(running)).toMatchObject({ state: 'ok', backups: [] });
    expect(adviceOf(running)).toEqual(['database-without-backup']);
  });

  it('are made by a CronJob that dumps what it reads the password of', () => {
    expect(databaseOf([...running, cronJob()])).toMatchObject({
      state: 'ok',
      advice: [],
      backups: [
        {
          kind: 'CronJob',
          name: 'postgres-backup',
          schedule: '0 3 * * *',
          lastSuccessAt: '2026-02-04T03:01:00.000Z',
        },
      ],
    });
  });

  it.each([
    ['2026-02-05T03:01:00.000Z', 'attention', ['backup-failed']],
    ['2026-02-03T03:01:00.000Z', 'ok', []],
  ])('failed at %s', (at, state, codes) => {
    const found = databaseOf([...running, cronJob(), failed(at)]);
    expect(found.state).toBe(state);
    expect(found.reasons.map(({ code }) => code)).toEqual(codes);
    expect(found.backups?.[0].lastFailureAt).toBe(at);
  });

  it('that are suspended are advice', () => {
    expect(
      adviceOf([
        ...running,
        cronJob({ timetable: { schedule: '0 3 * * *', suspended: true } }),
      ]),
    ).toEqual(['backup-suspended']);
  });

  it('are not what something else with a schedule does', () => {
    const report = cronJob({ name: 'report', backupTool: undefined });
    expect(databaseOf([...running, report]).backups).toEqual([]);
  });
});

describe('the version', () => {
  it.each([
    ['15', '2026-02-05', []],
    ['15', '2027-06-01', ['database-version-ending']],
    ['15', '2027-11-11', ['database-version-ending']],
    ['15', '2027-11-12', ['database-version-ended']],
    ['14', '2026-11-23', ['database-version-ended']],
  ])('%s on %s', (version, today, codes) => {
    const old = postgresStatefulSet({ images: [`postgres:${version}-alpine`] });
    expect(
      adviceOf([old, postgresPod(), claim()], today).filter(code =>
        code.startsWith('database-version'),
      ),
    ).toEqual(codes);
  });

  it('is not judged where nobody says what day it is', () => {
    const { databases } = describeEntity(
      healthyFacts({
        namespaces: [
          namespaceFacts([
            postgresStatefulSet({ images: ['postgres:9.6'] }),
            postgresPod(),
            claim(),
          ]),
        ],
      }),
    );
    expect(databases[0].endOfLife?.date).toBe('2021-11-11');
    expect(
      databases[0].advice.some(({ reason }) =>
        reason.code.startsWith('database-version'),
      ),
    ).toBe(false);
  });

  it.each([
    ['postgres', undefined, true],
    ['postgres:15-alpine', '15', true],
    ['postgres:15.4', '15.4', false],
    ['postgres:9.6', '9.6', true],
    ['postgres:9.6.24', '9.6.24', false],
    ['postgres:15@sha256:0a', '15', false],
  ])('of %s (%s) moves with its tag: %p', (image, version, floats) => {
    expect(hasFloatingTag(image, { engine: 'postgresql', version })).toBe(
      floats,
    );
  });

  it('of another engine, or one that is not known, has no end here', () => {
    expect(endOfLife({ engine: 'mysql', version: '8.0' })).toBeUndefined();
    expect(endOfLife({ engine: 'postgresql', version: '99' })).toBeUndefined();
  });
});

describe('a database of an operator', () => {
  const cnpg = (
    options: Partial<OperatedDatabaseObservation> = {},
  ): Observation => ({
    kind: 'Cluster',
    namespace: NAMESPACE,
    name: 'shop',
    generation: 1,
    phase: 'Cluster in healthy state',
    primary: 'shop-1',
    image: 'ghcr.io/cloudnative-pg/postgresql:16.4',
    instances: 3,
    readyInstances: 3,
    claims: ['shop-1'],
    hasBackup: true,
    walArchiving: 'working',
    lastBackupAt: '2026-02-05T02:00:00.000Z',
    ...options,
  });
  const others = [
    claim({ name: 'shop-1' }),
    pod({ name: 'shop-1', owner: 'Cluster/shop' }),
  ];

  it('is shown from its own status', () => {
    const found = databaseOf([cnpg(), ...others]);
    expect(found).toMatchObject({
      name: 'shop',
      state: 'ok',
      engine: 'postgresql',
      version: '16.4',
      workload: { kind: 'Cluster', desired: 3, ready: 3 },
      pods: [{ name: 'shop-1' }],
      claims: [{ name: 'shop-1', phase: 'Bound' }],
      operator: {
        operator: 'cloudnative-pg',
        primary: 'shop-1',
        instances: 3,
        readyInstances: 3,
        walArchiving: 'working',
      },
      backups: [
        { kind: 'operator', lastSuccessAt: '2026-02-05T02:00:00.000Z' },
      ],
      advice: [],
    });
  });

  it.each<[Partial<OperatedDatabaseObservation>, string, string[]]>([
    [{ readyInstances: 2 }, 'attention', ['database-not-ready']],
    [
      { readyInstances: 0, phase: 'Setting up primary' },
      'failing',
      ['database-not-ready', 'operator-not-well'],
    ],
    [{ phase: 'Failing over' }, 'attention', ['operator-not-well']],
    [{ walArchiving: 'failing' }, 'attention', ['wal-archiving-failing']],
    [
      { lastFailedBackupAt: '2026-02-05T03:00:00.000Z' },
      'attention',
      ['backup-failed'],
    ],
    [{ lastFailedBackupAt: '2026-02-05T01:00:00.000Z' }, 'ok', []],
  ])('%p', (options, state, codes) => {
    const found = databaseOf([cnpg(options), ...others]);
    expect(found.state).toBe(state);
    expect(found.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('of Zalando’s is told beside its StatefulSet', () => {
    const spilo = postgresStatefulSet({
      images: ['ghcr.io/zalando/spilo-16:3.2-p3'],
    });
    const postgresql = (phase: string): Observation => ({
      kind: 'postgresql',
      namespace: NAMESPACE,
      name: 'postgres',
      generation: 1,
      phase,
      version: '16',
      instances: 1,
      claims: [],
    });
    const found = databaseOf([
      spilo,
      postgresPod(),
      claim(),
      postgresql('Running'),
    ]);
    expect(found).toMatchObject({
      state: 'ok',
      version: '16',
      operator: { operator: 'zalando', phase: 'Running', readyInstances: 1 },
    });
    expect(
      databaseOf([spilo, postgresPod(), claim(), postgresql('SyncFailed')])
        .reasons[0].why,
    ).toBe('Zalando’s operator says of it: SyncFailed.');
  });

  it('is checked as others are', () => {
    const { checks } = entityOf([cnpg(), ...others]);
    expect(
      checks.find(({ id }) => id === 'database-in-stateful-set'),
    ).toMatchObject({ state: 'ok', evidence: 'READY 3/3, shop-1' });
  });
});
