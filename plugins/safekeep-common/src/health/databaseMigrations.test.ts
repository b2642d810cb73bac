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

import { DatabaseMigration, GuardVerdict } from '../databaseMigration';
import { DatabaseSnapshot } from '../databaseSnapshot';
import {
  DatabaseSnapshotJob,
  Observation,
  PodObservation,
  SaidSnapshotVerdict,
  WorkloadObservation,
} from '../observations';
import { DatabaseMigrationStatus, DatabaseStatus } from '../status';
import {
  claim,
  healthyFacts,
  namespaceFacts,
  observerDeployment,
  observerPod,
  pod,
  postgresDeployment,
  postgresPod,
  postgresStatefulSet,
  sealedSecret,
  workload,
} from './__fixtures__/observer';
import { describeEntity } from './describeEntity';

const MOVE: DatabaseMigration = {
  id: '0123456789',
  option: 'reuse-claim',
  way: 'staged',
  stage: 'quiesce',
  from: 'deployment/postgres',
  to: 'statefulset/postgres',
  claim: 'observer-db-pvc',
  startedAt: '2026-11-23T10:00:00Z',
};

const BEFORE: DatabaseSnapshot = {
  takenAt: '2026-11-23T10:05:00Z',
  serverStartedAt: '2026-11-01T00:00:00Z',
  version: '15.14',
  versionNumber: 150014,
  systemIdentifier: '7439018265301234567',
  dataChecksums: false,
  otherSessions: 0,
  roles: 2,
  rolesDigest: 'aaaaaaaaaaaaaaaa',
  databases: [
    {
      name: 'observer',
      encoding: 'UTF8',
      collation: 'en_US.utf8',
      extensions: ['plpgsql 1.0'],
      tables: 47,
      rows: 1_000_000,
      tablesDigest: 'bbbbbbbbbbbbbbbb',
      checksummed: 47,
      sequences: 12,
      sequencesDigest: 'cccccccccccccccc',
      objects: 400,
      objectsDigest: 'dddddddddddddddd',
      invalidIndexes: 0,
      invalidConstraints: 0,
    },
  ],
  tables: [],
  more: 47,
};
const AFTER: DatabaseSnapshot = {
  ...BEFORE,
  takenAt: '2026-11-23T10:15:00Z',
  serverStartedAt: '2026-11-23T10:14:00Z',
};
const EMPTY: DatabaseSnapshot = {
  ...AFTER,
  systemIdentifier: '7439018265309999999',
  databases: [],
};

function job(
  moment: 'before' | 'after',
  options: Partial<DatabaseSnapshotJob> = {},
): WorkloadObservation {
  return workload({
    kind: 'Job',
    name: `postgres-${moment}-0123456789`,
    snapshotJob: {
      migration: MOVE.id,
      moment,
      database: moment === 'before' ? MOVE.from : MOVE.to,
      active: 0,
      succeeded: 1,
      failed: 0,
      outcome: 'complete',
      ...options,
    },
  });
}

function jobPod(
  moment: 'before' | 'after',
  snapshotVerdict: SaidSnapshotVerdict,
): PodObservation {
  const name = `postgres-${moment}-0123456789`;
  return pod({
    name: `${name}-abcde`,
    owner: `Job/${name}`,
    phase: 'Succeeded',
    ready: false,
    snapshotVerdict,
  });
}

const taken = (snapshot: DatabaseSnapshot) =>
  ({ verdict: 'taken', snapshot } as const);

const COUNTED = [job('before'), jobPod('before', taken(BEFORE))];
const COUNTED_AFTER = [
  job('after', { before: BEFORE }),
  jobPod('after', taken(AFTER)),
];

/** The Deployment at zero, as the switch leaves it. */
const resting = (options: Partial<DatabaseMigration> = {}) =>
  postgresDeployment({
    desired: 0,
    generation: 4,
    migration: { ...MOVE, stage: 'switch', ...options },
  });
const serving = (options: Partial<WorkloadObservation> = {}) =>
  postgresStatefulSet({ migration: { ...MOVE, stage: 'switch' }, ...options });
const guarded = (guardVerdict?: GuardVerdict) =>
  postgresPod({
    claims: ['observer-db-pvc'],
    ready: !guardVerdict || guardVerdict.verdict === 'passed',
    ...(guardVerdict && { guardVerdict }),
  });
const oldPod = (options: Partial<PodObservation> = {}) =>
  pod({
    name: 'postgres-7c9d8f6b5-k4k4k',
    owner: 'ReplicaSet/postgres-7c9d8f6b5',
    claims: ['observer-db-pvc'],
    ...options,
  });
const consumerAtZero = observerDeployment({
  desired: 0,
  replicasBefore: '1',
});

function databases(
  observations: Observation[],
  options: Parameters<typeof namespaceFacts>[1] & { mayPropose?: boolean } = {},
): DatabaseStatus[] {
  const { mayPropose = true, ...rest } = options;
  return describeEntity(
    healthyFacts({
      mayPropose,
      namespaces: [
        namespaceFacts([claim(), sealedSecret(), ...observations], rest),
      ],
    }),
  ).databases;
}

function moveOf(
  ...given: Parameters<typeof databases>
): DatabaseMigrationStatus & { item: DatabaseStatus } {
  const [item, ...others] = databases(...given);
  expect(others).toEqual([]);
  return { ...item.migration!, item };
}

function steps({ steps: all }: DatabaseMigrationStatus) {
  return Object.fromEntries(
    all.map(({ id, state, reason }) => [
      id,
      reason ? `${state} ${reason.code}` : state,
    ]),
  );
}

const codes = (items: { code: string }[] = []) => items.map(({ code }) => code);

describe('a database’s move, staged', () => {
  const quiescing = postgresDeployment({ migration: MOVE });

  it('waits for what uses the database, and for the count', () => {
    const move = moveOf([
      quiescing,
      oldPod(),
      observerDeployment({ desired: 0, total: 1, replicasBefore: '1' }),
      observerPod(),
    ]);
    expect(steps(move)).toEqual({
      quiesced: 'running migration-consumers-running',
      'snapshot-taken': 'waiting migration-snapshot-waiting',
      stopped: 'waiting',
      'guard-passed': 'waiting',
      ready: 'waiting',
      verified: 'waiting',
      finalized: 'waiting',
    });
    expect(move.next?.stage).toBe('switch');
    expect(codes(move.next?.blockedBy)).toEqual([
      'migration-consumers-running',
      'migration-snapshot-waiting',
    ]);
    expect(move.next?.action).toBeUndefined();
    expect(move.rollBack?.template).toBe('roll-back-postgres');
  });

  it('can be switched once all of that is seen', () => {
    const all = [quiescing, oldPod(), consumerAtZero, ...COUNTED];
    const move = moveOf(all);
    expect(steps(move)).toMatchObject({
      quiesced: 'done',
      'snapshot-taken': 'done',
    });
    expect(move.next).toEqual({
      stage: 'switch',
      blockedBy: [],
      action: {
        template: 'migrate-postgres',
        formData: expect.objectContaining({
          cluster: 'sandbox',
          namespace: 'observer-prod',
          database: 'deployment/postgres',
          option: 'reuse-claim',
          stage: 'switch',
        }),
      },
    });
    expect(move.before).toEqual(BEFORE);
    expect(codes(move.item.reasons)).toContain('migration-can-switch');
    expect(move.item.action).toEqual(move.next?.action);
    // Who may not propose sees how it stands, and is offered nothing.
    const asGuest = moveOf(all, { mayPropose: false });
    expect(asGuest.next).toEqual({ stage: 'switch', blockedBy: [] });
    expect(asGuest.rollBack).toBeUndefined();
  });

  it.each<[string, WorkloadObservation | PodObservation]>([
    [
      'a change that the cluster has not come to',
      { ...consumerAtZero, generation: 3, observedGeneration: 2 },
    ],
    ['a pod that is left', consumerAtZero],
    ['one that was scaled up again', { ...consumerAtZero, desired: 1 }],
    [
      'a CronJob that runs',
      workload({
        kind: 'CronJob',
        name: 'report',
        total: 1,
        desired: 0,
        replicasBefore: 'active',
      }),
    ],
    [
      'a CronJob that is not suspended',
      workload({
        kind: 'CronJob',
        name: 'report',
        total: 0,
        desired: 0,
        replicasBefore: 'active',
        timetable: { schedule: '@daily' },
      }),
    ],
  ])('is kept back by %s', (why, consumer) => {
    const left = why === 'a pod that is left' ? [observerPod()] : [];
    const move = moveOf([quiescing, oldPod(), consumer, ...left, ...COUNTED]);
    expect(codes(move.next?.blockedBy)).toEqual([
      'migration-consumers-running',
    ]);
  });

  it.each<[string, Observation[], string]>([
    [
      'goes on',
      [job('before', { active: 1, succeeded: 0, outcome: undefined })],
      'running migration-snapshot-running',
    ],
    [
      'has failed',
      [
        job('before', { succeeded: 0, failed: 3, outcome: 'failed' }),
        jobPod('before', { verdict: 'failed', detail: 'clients-connected' }),
      ],
      'failed snapshot-clients-connected',
    ],
    [
      'has failed and tries again',
      [
        job('before', {
          active: 1,
          succeeded: 0,
          failed: 1,
          outcome: undefined,
        }),
        jobPod('before', { verdict: 'failed', detail: 'login-refused' }),
      ],
      'running snapshot-login-refused',
    ],
    // That it succeeded proves nothing.
    [
      'is not to be read',
      [job('before')],
      'not-known migration-snapshot-not-known',
    ],
  ])('is kept back by a count that %s', (_, seen, expected) => {
    const move = moveOf([quiescing, oldPod(), consumerAtZero, ...seen]);
    expect(steps(move)['snapshot-taken']).toBe(expected);
    expect(codes(move.next?.blockedBy)).toEqual([expected.split(' ')[1]]);
  });

  it('is kept back by what nobody can see now', () => {
    const move = moveOf([quiescing, oldPod(), consumerAtZero, ...COUNTED], {
      state: 'stale',
    });
    expect(codes(move.next?.blockedBy)).toEqual(['cluster-stale']);
    expect(move.next?.action).toBeUndefined();
    expect(move.rollBack).toBeUndefined();
    expect(move.item.state).toBe('unknown');
  });

  it('is one database on the card, from the Deployment to the StatefulSet', () => {
    const move = moveOf([
      resting(),
      serving({ ready: 0 }),
      oldPod(),
      guarded({ verdict: 'waiting', lockSince: 1_763_892_000 }),
      consumerAtZero,
      ...COUNTED,
    ]);
    expect(move.item.workload.kind).toBe('StatefulSet');
    expect(steps(move)).toMatchObject({
      stopped: 'running migration-old-server-running',
      'guard-passed': 'running migration-guard-waiting',
      verified: 'waiting migration-snapshot-waiting',
    });
    expect(move.next?.stage).toBe('finalize');
    expect(move.next?.blockedBy.length).toBeGreaterThan(0);
  });

  it('shows a Deployment that runs again beside the StatefulSet', () => {
    const all = databases([
      { ...resting(), desired: 1, ready: 1 },
      serving(),
      oldPod(),
      guarded({ verdict: 'passed' }),
    ]);
    expect(all.map(({ workload: { kind } }) => kind).sort()).toEqual([
      'Deployment',
      'StatefulSet',
    ]);
  });

  it('offers to give up a lock only when no pod that mounts the claim is left', () => {
    const held = [
      resting(),
      serving({ ready: 0 }),
      guarded({ verdict: 'waiting', lockSince: 1_763_892_000 }),
      consumerAtZero,
      ...COUNTED,
    ];
    const left = moveOf(held);
    expect(steps(left)).toMatchObject({
      stopped: 'done',
      'guard-passed': 'failed migration-lock-left',
    });
    expect(left.next).toMatchObject({
      stage: 'release',
      blockedBy: [],
      lockSince: 1_763_892_000,
      action: { formData: { stage: 'release', releasedLock: '1763892000' } },
    });
    expect(left.item.state).toBe('failing');
    for (const other of [
      oldPod(),
      pod({ name: 'copy', claims: ['observer-db-pvc'], phase: 'Pending' }),
    ]) {
      expect(moveOf([...held, other]).next?.stage).toBe('finalize');
    }
    // One that has ended writes no more.
    expect(moveOf([...held, oldPod({ phase: 'Succeeded' })]).next?.stage).toBe(
      'release',
    );
    // Without its time nobody could tell which lock is given up.
    const unnamed = held.map(each =>
      each.kind === 'Pod' && each.guardVerdict
        ? { ...each, guardVerdict: { verdict: 'waiting' as const } }
        : each,
    );
    expect(moveOf(unnamed).next?.stage).toBe('finalize');
  });

  it.each(['no-data', 'wrong-major', 'wrong-owner'] as const)(
    'says what the guard refuses: %s',
    verdict => {
      const move = moveOf([
        resting(),
        serving({ ready: 0 }),
        guarded({ verdict }),
        ...COUNTED,
      ]);
      expect(steps(move)['guard-passed']).toBe(
        `failed migration-guard-${verdict}`,
      );
      expect(move.item.state).toBe('failing');
      expect(move.next?.action).toBeUndefined();
    },
  );

  it('can be finished once before and after were compared', () => {
    const moved = [
      resting(),
      serving(),
      guarded({ verdict: 'passed' }),
      consumerAtZero,
    ];
    const counting = moveOf([...moved, ...COUNTED]);
    expect(codes(counting.next?.blockedBy)).toEqual([
      'migration-snapshot-waiting',
    ]);
    const move = moveOf([...moved, ...COUNTED_AFTER]);
    expect(Object.values(steps(move)).slice(0, -1)).toEqual(
      Array(6).fill('done'),
    );
    expect(move.verification).toHaveLength(14);
    expect(move.next).toMatchObject({
      stage: 'finalize',
      blockedBy: [],
      action: { formData: { stage: 'finalize' } },
    });
    expect(codes(move.item.reasons)).toEqual(['migration-can-finalize']);
    expect(move.item.state).toBe('attention');
  });

  it('compares with what was counted before, though that Job ran again since', () => {
    const move = moveOf([
      resting(),
      serving(),
      guarded({ verdict: 'passed' }),
      job('before'),
      jobPod('before', taken(EMPTY)),
      job('after', { before: BEFORE }),
      jobPod('after', taken(EMPTY)),
    ]);
    expect(move.before).toEqual(BEFORE);
    expect(steps(move).verified).toBe('failed migration-verification-failed');
  });

  it('stops at an empty new database', () => {
    const move = moveOf([
      resting(),
      serving(),
      guarded({ verdict: 'passed' }),
      job('after', { before: BEFORE }),
      jobPod('after', taken(EMPTY)),
    ]);
    expect(move.item.state).toBe('failing');
    expect(codes(move.next?.blockedBy)).toEqual([
      'migration-verification-failed',
    ]);
    expect(move.next?.action).toBeUndefined();
    expect(move.rollBack).toBeDefined();
  });

  it('leaves the Deployment that is kept at zero out of the consumers that are missed', () => {
    const { checks } = describeEntity(
      healthyFacts({
        namespaces: [
          namespaceFacts([
            claim(),
            sealedSecret(),
            resting(),
            serving(),
            observerDeployment(),
            observerPod(),
          ]),
        ],
      }),
    );
    expect(checks.find(({ id }) => id === 'consumers-ready')).toEqual({
      id: 'consumers-ready',
      state: 'ok',
      evidence: 'READY 1/1, observer',
    });
  });

  it('is on the checklist by what both counts came to', () => {
    const check = (...observations: Observation[]) =>
      describeEntity(
        healthyFacts({
          namespaces: [
            namespaceFacts([claim(), sealedSecret(), ...observations]),
          ],
        }),
      ).checks.find(({ id }) => id === 'data-unchanged');
    const moved = [
      resting(),
      serving(),
      guarded({ verdict: 'passed' }),
      consumerAtZero,
    ];
    const good = check(...moved, ...COUNTED_AFTER);
    expect(good).toMatchObject({ state: 'ok' });
    expect(good?.evidence).toMatch(/^tables \d+ → \d+, rows /);
    expect(
      check(
        ...moved,
        job('after', { before: BEFORE }),
        jobPod('after', taken(EMPTY)),
      ),
    ).toMatchObject({
      state: 'failing',
      reason: { code: 'migration-verification-failed' },
    });
    expect(check(...moved, ...COUNTED)).toMatchObject({ state: 'unknown' });
    const finalized = (verified: DatabaseMigration['verified']) =>
      check(
        serving({ migration: { ...MOVE, stage: 'finalized', verified } }),
        postgresPod(),
      );
    expect(finalized('pass')).toMatchObject({ state: 'ok' });
    expect(finalized('not-known')).toMatchObject({ state: 'unknown' });
    expect(check(postgresStatefulSet(), postgresPod())).toBeUndefined();
  });

  it('lets a restore go no further than what was compared', () => {
    const withoutBefore = (option: DatabaseMigration['option']) =>
      moveOf([
        resting({ option }),
        serving({ migration: { ...MOVE, option, stage: 'switch' } }),
        guarded({ verdict: 'passed' }),
        job('after'),
        jobPod('after', taken(AFTER)),
      ]);
    // The data directory is the same one; of a restore only the count tells.
    expect(withoutBefore('reuse-claim').next?.blockedBy).toEqual([]);
    expect(codes(withoutBefore('dump-and-restore').next?.blockedBy)).toEqual([
      'migration-before-not-known',
    ]);
    expect(steps(withoutBefore('dump-and-restore'))).not.toHaveProperty(
      'guard-passed',
    );
  });

  it('is over when the StatefulSet alone is left', () => {
    const finalized = serving({
      migration: { ...MOVE, stage: 'finalized', verified: 'pass' },
    });
    const move = moveOf([
      finalized,
      postgresPod(),
      observerDeployment(),
      observerPod(),
    ]);
    expect(new Set(Object.values(steps(move)))).toEqual(new Set(['done']));
    expect(move.next).toBeUndefined();
    expect(move.item.state).toBe('ok');
    expect(move.item.action?.template).not.toBe('migrate-postgres');
    // What applies the repository does not remove what has left Git.
    const left = moveOf([finalized, postgresPod(), resting()]);
    expect(steps(left).finalized).toBe('running migration-deployment-left');
    expect(left.item.state).toBe('attention');
  });

  it('goes back to the Deployment', () => {
    const back: DatabaseMigration = { ...MOVE, stage: 'roll-back' };
    const going = moveOf([
      postgresDeployment({ migration: back, ready: 0 }),
      postgresStatefulSet({ migration: back, desired: 0, total: 1 }),
      postgresPod({ claims: ['observer-db-pvc'] }),
      oldPod({
        ready: false,
        guardVerdict: { verdict: 'waiting', lockSince: 1_763_892_000 },
      }),
    ]);
    expect(going.item.workload.kind).toBe('Deployment');
    expect(steps(going)).toMatchObject({
      stopped: 'running migration-old-server-running',
      'guard-passed': 'running migration-guard-waiting',
    });
    expect(going.next?.stage).toBe('finalize');
    expect(going.next?.action).toBeUndefined();
    expect(going.rollBack).toBeUndefined();
    expect(codes(going.item.reasons)).toContain('migration-rolling-back');
    const done = moveOf([
      postgresDeployment({ migration: back }),
      postgresStatefulSet({ migration: back, desired: 0 }),
      oldPod({ guardVerdict: { verdict: 'passed' } }),
    ]);
    expect(new Set(Object.values(steps(done)))).toEqual(new Set(['done']));
    expect(done.next).toMatchObject({
      stage: 'finalize',
      blockedBy: [],
      action: { template: 'migrate-postgres' },
    });
    expect(codes(done.item.reasons)).toContain('migration-rolled-back');
    // Its guard can be kept by a lock, too.
    const held = moveOf([
      postgresDeployment({ migration: back, ready: 0 }),
      postgresStatefulSet({ migration: back, desired: 0 }),
      oldPod({
        ready: false,
        guardVerdict: { verdict: 'waiting', lockSince: 1_763_892_000 },
      }),
    ]);
    expect(held.next).toMatchObject({
      stage: 'release',
      lockSince: 1_763_892_000,
    });
  });
});

describe('a database’s move, guarded', () => {
  const guardedMove: DatabaseMigration = {
    ...MOVE,
    way: 'guarded',
    stage: 'switch',
  };

  it('takes growth for what it is', () => {
    const grown: DatabaseSnapshot = {
      ...AFTER,
      otherSessions: 2,
      databases: [
        {
          ...AFTER.databases[0],
          rows: 1_000_500,
          tablesDigest: 'eeeeeeeeeeeeeeee',
        },
      ],
    };
    const move = moveOf([
      resting({ way: 'guarded' }),
      serving({ migration: guardedMove }),
      guarded({ verdict: 'passed' }),
      ...COUNTED,
      job('after'),
      jobPod('after', taken(grown)),
    ]);
    expect(steps(move)).not.toHaveProperty('quiesced');
    expect(steps(move).verified).toBe('done');
    expect(move.next?.blockedBy).toEqual([]);
  });

  it('says why it has not begun, when the sync stopped at the count', () => {
    const [item] = databases([
      postgresDeployment(),
      oldPod(),
      job('before', { succeeded: 0, failed: 3, outcome: 'failed' }),
      jobPod('before', { verdict: 'failed', detail: 'login-refused' }),
    ]);
    expect(item.migration).toBeUndefined();
    expect(codes(item.reasons)).toContain('snapshot-login-refused');
  });
});

describe('what a database in a Deployment offers', () => {
  it('is to move it', () => {
    const [item] = databases([postgresDeployment(), oldPod()]);
    expect(item.action).toMatchObject({
      template: 'migrate-postgres',
      formData: { database: 'deployment/postgres' },
    });
  });

  it.each<[string, Partial<WorkloadObservation>]>([
    ['without a claim', { claims: [] }],
    ['with two claims', { claims: ['observer-db-pvc', 'other'] }],
    ['of another kind', { images: ['mysql:8'] }],
    ['in a StatefulSet', { kind: 'StatefulSet' }],
  ])('is not to move one %s', (_, options) => {
    const [item] = databases([postgresDeployment(options), oldPod()]);
    expect(item.action?.template).not.toBe('migrate-postgres');
  });
});
