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

import { StatusFacts } from '../facts';
import {
  Observation,
  PasswordRotationJob,
  PodObservation,
  SaidPasswordVerdict,
  SealedSecretObservation,
} from '../observations';
import { PASSWORD_VERDICT_DETAILS, PasswordSlots } from '../passwordRotation';
import { LOGIN_SENTENCES } from '../reasons';
import { describeEntity } from './describeEntity';
import {
  CERTIFICATE,
  claim,
  healthyFacts,
  KEYS,
  namespaceFacts,
  observerDeployment,
  observerPod,
  pod,
  postgresPod,
  postgresStatefulSet,
  repositoryFacts,
  sealedFile,
  sealedSecret,
  workload,
} from './__fixtures__/observer';

const ROTATED_AT = '2026-02-05T10:00:00.123Z';
const CHECKSUMS = { 'observer-secrets': 'new' };

function rotated(
  options: Partial<SealedSecretObservation> = {},
): SealedSecretObservation {
  const keys = [
    ...KEYS,
    'POSTGRES_PASSWORD_PREVIOUS',
    'POSTGRES_PASSWORD_VERIFIER',
  ];
  const sealedAt = '2026-02-04T09:00:00Z';
  return sealedSecret({
    checksum: 'new',
    keys,
    sealedKeys: Object.fromEntries(
      keys.map(key => [
        key,
        {
          sealedAt,
          certificate: CERTIFICATE,
          ...(key.includes('PASSWORD') && { rotatedAt: ROTATED_AT }),
        },
      ]),
    ),
    ...options,
  });
}

const DONE = { succeeded: 1, outcome: 'complete' as const };
const FAILED = { failed: 3, outcome: 'failed' as const };

function job(
  rotation: Partial<PasswordRotationJob> = {},
  name: string = 'rotate-1',
) {
  return workload({
    kind: 'Job',
    name,
    images: ['postgres:15-alpine'],
    passwordRotation: {
      strategy: 'in-place',
      step: 'change',
      secret: 'observer-secrets',
      keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
      role: 'observer',
      database: 'statefulset/postgres',
      rotatedAt: ROTATED_AT,
      active: 0,
      succeeded: 0,
      failed: 0,
      ...rotation,
    },
  });
}

function said(
  passwordVerdict: SaidPasswordVerdict | undefined,
  options: Partial<PodObservation> = {},
) {
  return pod({
    name: 'rotate-1-abcde',
    owner: 'Job/rotate-1',
    phase: 'Succeeded',
    ready: false,
    startedAt: undefined,
    passwordVerdict,
    ...options,
  });
}

function factsOf(
  sealed: SealedSecretObservation,
  ...observations: Observation[]
): StatusFacts {
  return healthyFacts({
    namespaces: [
      namespaceFacts([
        postgresStatefulSet(),
        postgresPod(),
        claim(),
        observerDeployment({ checksums: CHECKSUMS }),
        observerPod({ startedAt: '2026-02-05T10:05:00Z' }),
        sealed,
        ...observations,
      ]),
    ],
    repository: repositoryFacts([sealedFile(sealed)]),
  });
}

function postgres(...observations: Observation[]) {
  return describeEntity(factsOf(rotated(), ...observations)).databases[0];
}

const codes = ({ reasons }: { reasons: { code: string }[] }) =>
  reasons.map(({ code }) => code);

const CHANGED: SaidPasswordVerdict = { verdict: 'changed', login: 'new' };

describe('a password that was rotated in place', () => {
  it.each<[string, Observation[], string, string[]]>([
    ['no Job yet', [], 'attention', ['password-rotation-waiting']],
    ['a Job that said so', [job(DONE), said(CHANGED)], 'ok', []],
    [
      'one for which it was right already',
      [job(DONE), said({ verdict: 'unchanged', login: 'new' })],
      'ok',
      [],
    ],
    [
      'one whose pod is gone',
      [job(DONE)],
      'unknown',
      ['password-rotation-not-known'],
    ],
    [
      'one whose pod said nothing that can be read',
      [job(DONE), said(undefined)],
      'unknown',
      ['password-rotation-not-known'],
    ],
    [
      'one that failed, with its pod gone',
      [job(FAILED)],
      'unknown',
      ['password-rotation-not-known'],
    ],
    [
      'one that could not show a login',
      [job(DONE), said({ verdict: 'changed', login: 'unchecked' })],
      'attention',
      ['password-rotation-failed'],
    ],
    [
      'one that runs',
      [job({ active: 1 })],
      'attention',
      ['password-rotation-running'],
    ],
    [
      'one that was not begun',
      [job()],
      'attention',
      ['password-rotation-running'],
    ],
    [
      'one that tries again',
      [
        job({ failed: 1 }),
        said({ verdict: 'failed', login: 'none', detail: 'previous-refused' }),
      ],
      'attention',
      ['password-rotation-running'],
    ],
    [
      'one of an earlier rotation',
      [job({ ...DONE, rotatedAt: '2026-01-05T10:00:00Z' }), said(CHANGED)],
      'attention',
      ['password-rotation-waiting'],
    ],
    [
      'one of another key',
      [job({ ...DONE, keys: ['DB_PASSWORD'] }), said(CHANGED)],
      'attention',
      ['password-rotation-waiting'],
    ],
    [
      'one of another secret',
      [job({ ...DONE, secret: 'other' }), said(CHANGED)],
      'attention',
      ['password-rotation-waiting'],
    ],
    [
      'one of another database',
      [
        job({ ...DONE, database: 'statefulset/other' }),
        workload({ kind: 'StatefulSet', name: 'other' }),
        said(CHANGED),
      ],
      'attention',
      ['password-rotation-waiting'],
    ],
    [
      'the pod of another Job',
      [job(DONE), said(CHANGED, { owner: 'Job/other' })],
      'unknown',
      ['password-rotation-not-known'],
    ],
  ])('%s', (_, observations, state, expected) => {
    const status = postgres(...observations);
    expect([status.state, codes(status)]).toEqual([state, expected]);
  });

  it('is not confirmed where only the Secret was rotated', () => {
    const { sealedKeys } = rotated();
    const verifier = sealedKeys.POSTGRES_PASSWORD_VERIFIER;
    const sealed = rotated({
      sealedKeys: {
        ...sealedKeys,
        POSTGRES_PASSWORD_VERIFIER: {
          ...verifier,
          rotatedAt: '2026-01-01T00:00:00Z',
        },
      },
    });
    const [database] = describeEntity(factsOf(sealed)).databases;
    expect(codes(database)).toEqual(['database-password-unconfirmed']);
  });

  it('counts what was said last', () => {
    const refused: SaidPasswordVerdict = {
      verdict: 'failed',
      login: 'previous',
      detail: 'server-unreachable',
      finishedAt: '2026-02-05T10:00:01Z',
    };
    const changed = { ...CHANGED, finishedAt: '2026-02-05T10:00:02Z' };
    const pods = [said(refused, { name: 'b' }), said(changed, { name: 'a' })];
    expect(postgres(job(DONE), ...pods).state).toBe('ok');
    const swapped = [
      said({ ...refused, finishedAt: '2026-02-05T10:00:03Z' }, { name: 'a' }),
      said(changed, { name: 'b' }),
    ];
    expect(codes(postgres(job(FAILED), ...swapped))).toEqual([
      'password-server-unreachable',
    ]);
  });

  it.each(Object.keys(LOGIN_SENTENCES) as (keyof typeof LOGIN_SENTENCES)[])(
    'says which password works: %s',
    login => {
      const status = postgres(
        job(FAILED),
        said({ verdict: 'failed', login, detail: 'read-only' }),
      );
      expect(status.state).toBe(login === 'none' ? 'failing' : 'attention');
      expect(status.reasons[0]).toMatchObject({
        code: 'password-read-only',
        parameters: { login, job: 'rotate-1' },
        why: expect.stringContaining(LOGIN_SENTENCES[login]),
      });
      expect(status.passwordRotations).toEqual([
        {
          secret: 'observer-secrets',
          keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
          strategy: 'in-place',
          step: 'change',
          state: 'failed',
          since: ROTATED_AT,
          job: 'rotate-1',
          verdict: { verdict: 'failed', login, detail: 'read-only' },
          role: 'observer',
        },
      ]);
    },
  );

  it.each(
    Object.keys(
      PASSWORD_VERDICT_DETAILS,
    ) as (keyof typeof PASSWORD_VERDICT_DETAILS)[],
  )('has a cure of its own for %s', detail => {
    const status = postgres(
      job(FAILED),
      said({ verdict: 'failed', login: 'previous', detail }),
    );
    expect(codes(status)).toHaveLength(1);
    expect(codes(status)[0]).toMatch(/^password-/);
    expect(codes(status)[0]).not.toBe('password-rotation-failed');
    expect(status.reasons[0].whatToDo).toMatch(/\.$/);
  });

  it('does not wait for the database to restart, once its role is changed', () => {
    const pending = (...observations: Observation[]) =>
      describeEntity(factsOf(rotated(), ...observations))
        .secrets[0].consumers.filter(({ restartPending }) => restartPending)
        .map(({ name }) => name);
    expect(pending()).toEqual(['postgres']);
    expect(pending(job(DONE))).toEqual(['postgres']);
    expect(pending(job(DONE), said(CHANGED))).toEqual([]);
    // Without a Job nothing tells what the new ciphertext is.
    const { consumers } = describeEntity(
      healthyFacts({
        namespaces: [
          namespaceFacts([
            postgresStatefulSet({ checksums: { 'observer-secrets': 'old' } }),
            postgresPod(),
            claim(),
            sealedSecret(),
          ]),
        ],
      }),
    ).secrets[0];
    expect(consumers).toMatchObject([{ restartPending: true }]);
    const other = { ...rotated().sealedKeys };
    other.KIS_HTS_ID = { ...other.KIS_HTS_ID, rotatedAt: ROTATED_AT };
    const status = describeEntity(
      factsOf(rotated({ sealedKeys: other }), job(DONE), said(CHANGED)),
    );
    expect(codes(status.secrets[0])).toEqual(['restart-pending']);
  });

  it('offers the change of both, where that can be made', () => {
    const formData = {
      entityRef: 'component:default/observer',
      cluster: 'sandbox',
      namespace: 'observer-prod',
      name: 'observer-secrets',
      path: 'sealed-secrets/observer-secrets.yaml',
      keys: ['POSTGRES_PASSWORD'],
      database: 'statefulset/postgres',
    };
    const facts = factsOf(rotated());
    const { databases, secrets } = describeEntity(facts);
    expect(databases[0].action).toMatchObject({
      template: 'rotate-database-password',
      formData,
    });
    expect(secrets[0].action?.template).toBe('rotate-secret');
    expect(secrets[0].databaseAction).toEqual(databases[0].action);
    for (const changed of [
      { ...facts, mayPropose: false },
      { ...facts, repository: repositoryFacts([]) },
      {
        ...facts,
        repository: repositoryFacts([sealedFile(rotated())], {
          state: 'stale',
        }),
      },
    ]) {
      const status = describeEntity(changed);
      expect(status.databases[0].action).toBe(undefined);
      expect(status.secrets[0].databaseAction).toBe(undefined);
    }
  });

  it('shows as what they are the keys that only the Job reads', () => {
    const { keys } = describeEntity(
      factsOf(
        rotated({
          keys: [...rotated().keys, 'KIS_HTS_ID_PREVIOUS'],
        }),
      ),
    ).secrets[0];
    expect(
      keys.flatMap(({ name, helper }) => (helper ? [[name, helper]] : [])),
    ).toEqual([
      ['POSTGRES_PASSWORD_PREVIOUS', 'earlier-value'],
      ['POSTGRES_PASSWORD_VERIFIER', 'verifier'],
    ]);
  });

  it('lets its pull request through only with the verdict', () => {
    const stageIn = (facts: StatusFacts, verb: string) =>
      describeEntity({
        ...facts,
        pullRequests: [
          {
            number: 1,
            title: '',
            url: '',
            branch: `safekeep/${verb}-observer-secrets-a1b2c3d4e5`,
            merged: true,
            createdAt: ROTATED_AT,
            mergedAt: ROTATED_AT,
          },
        ],
      }).pullRequests[0].stage;
    const stage = (
      verb: string,
      observations: Observation[],
      sealed: SealedSecretObservation = rotated(),
    ) => stageIn(factsOf(sealed, ...observations), verb);
    for (const verb of ['rotate', 'prepare', 'retire']) {
      expect(stage(verb, [])).toBe('unsealed');
      expect(stage(verb, [job({ active: 1 })])).toBe('unsealed');
      expect(stage(verb, [job(DONE)])).toBe('unsealed');
      expect(stage(verb, [job(DONE), said(CHANGED)])).toBe('restarted');
    }
    expect(stage('seal', [])).toBe('restarted');
    // Only the Secret was rotated since.
    const { sealedKeys } = rotated();
    const verifier = sealedKeys.POSTGRES_PASSWORD_VERIFIER;
    const since = {
      ...sealedKeys,
      POSTGRES_PASSWORD_VERIFIER: {
        ...verifier,
        rotatedAt: '2026-01-01T00:00:00Z',
      },
    };
    expect(stage('rotate', [], rotated({ sealedKeys: since }))).toBe(
      'restarted',
    );
    // The database carries the checksum too, and needs no restart.
    const facts = factsOf(rotated(), job(DONE), said(CHANGED));
    facts.namespaces[0].observations[0] = postgresStatefulSet({
      checksums: { 'observer-secrets': 'old' },
    });
    expect(stageIn(facts, 'rotate')).toBe('restarted');
  });
});

describe('two roles that take turns', () => {
  const SLOTS: PasswordSlots = {
    passwordKey: 'DB_PASSWORD',
    userKey: 'DB_USER',
    owner: 'observer',
    roles: ['observer_a', 'observer_b'],
    active: 'observer',
    stage: 'prepared',
    other: 'observer_a',
    rotatedAt: ROTATED_AT,
  };
  const switched: PasswordSlots = {
    ...SLOTS,
    active: 'observer_a',
    other: 'observer',
    stage: 'switched',
  };
  const slotJob = (options: Partial<PasswordRotationJob> = {}) =>
    job({
      strategy: 'two-slot',
      step: 'prepare',
      keys: ['DB_PASSWORD_A'],
      ...options,
    });

  function withSlots(
    passwordSlots: PasswordSlots,
    observations: Observation[],
    options: { checksum?: string; consumer?: string } = {},
  ) {
    const sealed = sealedSecret({ checksum: 'new', passwordSlots });
    const { checksum = 'new', consumer = 'new' } = options;
    return describeEntity({
      ...healthyFacts({
        namespaces: [
          namespaceFacts([
            postgresStatefulSet(),
            postgresPod(),
            claim(),
            observerDeployment({ checksums: { 'observer-secrets': consumer } }),
            observerPod(),
            sealed,
            ...observations,
          ]),
        ],
        repository: repositoryFacts([sealedFile({ ...sealed, checksum })]),
      }),
    }).databases[0];
  }

  const through = [slotJob(DONE), said(CHANGED)];

  it.each<[string, PasswordSlots, Observation[], object, string[], string]>([
    ['no Job yet', SLOTS, [], {}, ['password-rotation-waiting'], 'prepare'],
    [
      'a role that is being made',
      SLOTS,
      [slotJob({ active: 1 })],
      {},
      ['password-rotation-running'],
      'prepare',
    ],
    [
      'a role that could not be made',
      SLOTS,
      [
        slotJob(FAILED),
        said({ verdict: 'failed', login: 'previous', detail: 'slot-taken' }),
      ],
      {},
      ['password-slot-taken'],
      'prepare',
    ],
    [
      'a role that waits',
      SLOTS,
      through,
      {},
      ['password-slot-prepared'],
      'switch',
    ],
    [
      'consumers that have to restart',
      switched,
      through,
      { consumer: 'old' },
      ['password-slot-switching'],
      'switch',
    ],
    [
      'consumers that have',
      switched,
      through,
      {},
      ['password-slot-switched'],
      'retire',
    ],
    [
      'a Job of the step before',
      { ...switched, stage: 'retired' },
      through,
      {},
      ['password-rotation-waiting'],
      'retire',
    ],
    [
      'an earlier role that is in use',
      { ...switched, stage: 'retired' },
      [
        slotJob({ ...FAILED, step: 'retire' }),
        said({ verdict: 'failed', login: 'new', detail: 'sessions-connected' }),
      ],
      {},
      ['password-sessions-connected'],
      'retire',
    ],
    [
      'an earlier role that keeps its login',
      { ...switched, stage: 'retired' },
      [
        slotJob({ ...DONE, step: 'retire' }),
        said({ verdict: 'retired', login: 'new', detail: 'owner-kept' }),
      ],
      {},
      ['password-owner-kept'],
      'prepare',
    ],
    [
      'all done',
      { ...switched, stage: 'retired' },
      [
        slotJob({ ...DONE, step: 'retire' }),
        said({ verdict: 'retired', login: 'new' }),
      ],
      {},
      [],
      'prepare',
    ],
  ])('%s', (_, slots, observations, options, expected, step) => {
    const status = withSlots(slots, observations, options);
    expect(codes(status)).toEqual(expected);
    expect(status.action).toMatchObject({
      template: 'rotate-database-password',
      formData: { strategy: 'two-slot', step, keys: ['DB_PASSWORD'] },
    });
  });

  it('offers no step while Git is at another', () => {
    expect(withSlots(SLOTS, through, { checksum: 'z' }).action).toBe(undefined);
  });
});
