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

import { ContainerExit, Observation } from '../observations';
import { ReasonCode } from '../reasons';
import { HealthState } from '../status';
import {
  claim,
  NAMESPACE,
  observerDeployment,
  observerPod,
  pod,
  postgresDeployment,
  postgresPod,
  postgresStatefulSet,
  sealedSecret,
  workload,
} from './__fixtures__/observer';
import {
  databaseOf,
  endpoints,
  entityOf,
  server,
  service,
  storageClass,
  visibility,
} from './__fixtures__/surroundings';

const labelled = { podLabels: { app: 'postgres' } };
const running = [postgresPod({ claims: ['observer-db-pvc'] }), claim()];
const pending = (options = {}) =>
  claim({
    phase: 'Pending',
    capacity: undefined,
    requested: '10Gi',
    accessModes: ['ReadWriteOnce'],
    ...options,
  });
const starting = postgresStatefulSet({ ready: 0 });

function codesOf(
  observations: Observation[],
  surroundings = visibility(),
): ReasonCode[] {
  return databaseOf(observations, surroundings).reasons.map(({ code }) => code);
}

function crashed(lastExit: ContainerExit): Observation {
  return postgresPod({
    ready: false,
    waiting: 'CrashLoopBackOff',
    restarts: 3,
    lastExit,
  });
}

describe('a claim that waits says why', () => {
  const noNode = postgresPod({
    ready: false,
    phase: 'Pending',
    waiting: 'Unschedulable',
    claims: ['observer-db-pvc'],
  });
  const onNode = { ...noNode, waiting: undefined, node: 'n1' };
  const failed = (message?: string): Observation => ({
    kind: 'Event',
    namespace: NAMESPACE,
    name: 'e1',
    reason: 'ProvisioningFailed',
    about: { kind: 'PersistentVolumeClaim', name: 'observer-db-pvc' },
    count: 4,
    message,
  });

  it.each<[string, Observation[], ReasonCode]>([
    [
      'its StorageClass is not there',
      [pending({ storageClass: 'fast' }), storageClass()],
      'claim-class-missing',
    ],
    [
      'it names none and there is no default',
      [pending({ storageClass: undefined }), storageClass()],
      'claim-no-default-class',
    ],
    [
      'it names none, and the default comes later',
      [pending({ storageClass: undefined }), storageClass({ isDefault: true })],
      'claim-pending',
    ],
    ['nothing uses it yet', [pending(), storageClass()], 'claim-waits-for-pod'],
    [
      'the pod that uses it has no node',
      [pending(), storageClass(), noNode],
      'claim-waits-for-pod',
    ],
    [
      'the pod has a node: it is being made',
      [pending(), storageClass(), onNode],
      'claim-pending',
    ],
    [
      'the provisioner failed',
      [pending(), storageClass(), onNode, failed()],
      'claim-not-provisioned',
    ],
    [
      'nothing makes volumes of its class',
      [
        pending(),
        storageClass({ provisioner: 'kubernetes.io/no-provisioner' }),
        onNode,
      ],
      'claim-no-volume',
    ],
    ['it wants no class', [pending({ storageClass: '' })], 'claim-no-volume'],
    [
      'it wants a volume that is not to be had',
      [pending({ volume: 'pv-1' }), storageClass()],
      'claim-volume-taken',
    ],
  ])('%s', (_, observations, code) => {
    expect(codesOf([starting, ...observations])).toContain(code);
  });

  it('is as before where nobody may look at StorageClasses', () => {
    expect(
      codesOf(
        [starting, pending({ storageClass: 'fast' })],
        visibility('forbidden'),
      ),
    ).toContain('claim-pending');
  });

  it('comes before the pod that says nothing meanwhile', () => {
    const silent = { ...onNode, node: undefined };
    expect(codesOf([starting, pending(), storageClass(), silent])).toEqual([
      'claim-waits-for-pod',
      'database-not-ready',
    ]);
    // Of the same pod with its claim bound nothing but that is known.
    expect(codesOf([starting, claim(), silent])).toEqual([
      'database-not-ready',
    ]);
  });

  it('says what there is instead, and what the provisioner said', () => {
    const missing = databaseOf([
      starting,
      pending({ storageClass: 'fast' }),
      storageClass(),
      storageClass({ name: 'slow' }),
    ]).reasons.find(({ code }) => code === 'claim-class-missing');
    expect(missing?.why).toBe(
      'Claim observer-db-pvc asks for StorageClass fast, which this cluster does not have. It has: local-path, slow.',
    );
    const failure = databaseOf([
      starting,
      pending(),
      storageClass(),
      onNode,
      failed('Only support ReadWriteOnce access mode'),
    ]).reasons.find(({ code }) => code === 'claim-not-provisioned');
    expect(failure?.why).toMatch(/: Only support ReadWriteOnce access mode\.$/);
  });
});

describe('a server that does not start says why', () => {
  it.each<[ContainerExit, ReasonCode]>([
    [{ exitCode: 1, said: 'permission-denied' }, 'data-permission-denied'],
    [{ exitCode: 1, said: 'wrong-owner' }, 'data-permission-denied'],
    [{ exitCode: 1, said: 'wrong-version' }, 'data-of-another-version'],
    [{ exitCode: 1, said: 'no-space' }, 'data-disk-full'],
    [{ exitCode: 1, said: 'lock-file' }, 'data-lock-left'],
    [{ exitCode: 1, said: 'not-empty' }, 'data-directory-not-empty'],
    [{ exitCode: 1, said: 'no-password' }, 'database-password-missing'],
    [{ exitCode: 137, reason: 'OOMKilled' }, 'database-out-of-memory'],
    [{ exitCode: 1, reason: 'Error' }, 'database-not-ready'],
  ])('%p', (lastExit, code) => {
    const found = databaseOf([starting, claim(), crashed(lastExit)]);
    expect(found.state).toBe('failing');
    expect(found.reasons[0].code).toBe(code);
    expect(found.pods[0].lastExit?.exitCode).toBe(lastExit.exitCode);
  });

  it.each<[object, ReasonCode]>([
    [{ runAsUser: 999 }, 'data-user-unusual'],
    [{ runAsUser: 70 }, 'database-not-ready'],
    [{ runAsUser: 0 }, 'database-not-ready'],
    [{ runAsUser: 999, imageUser: undefined }, 'database-not-ready'],
  ])('by its user, where the image is known: %p', (user, code) => {
    const found = databaseOf([
      { ...starting, server: server(user) },
      claim(),
      crashed({ exitCode: 1 }),
    ]);
    expect(found.reasons[0].code).toBe(code);
  });
});

describe('data that is not where it should be', () => {
  it.each<[string, object, ReasonCode[]]>([
    ['on the claim', {}, []],
    ['in a folder of it', { pgdata: '/var/lib/postgresql/data/pgdata' }, []],
    [
      'elsewhere',
      { pgdata: '/data', mounts: [{ claim: 'a', path: '/database' }] },
      ['data-outside-claim'],
    ],
    [
      'below a mount that the image shadows',
      { mounts: [{ claim: 'a', path: '/var/lib/postgresql' }] },
      ['data-outside-claim'],
    ],
    [
      'from 18 on above it',
      {
        image: 'postgres:18',
        pgdata: '/var/lib/postgresql/18/docker',
        mounts: [{ claim: 'a', path: '/var/lib/postgresql' }],
      },
      [],
    ],
    [
      'mounted as before 18',
      {
        image: 'postgres:18',
        pgdata: '/var/lib/postgresql/18/docker',
        mounts: [{ claim: 'a', path: '/var/lib/postgresql/data' }],
      },
      ['data-outside-claim'],
    ],
    ['nobody can tell', { pgdata: undefined, mounts: [] }, []],
  ])('%s', (_, options, codes) => {
    const set = postgresStatefulSet({ server: server(options) });
    expect(codesOf([set, ...running])).toEqual(codes);
  });

  it('is an empty database beside the one of the Deployment', () => {
    const set = postgresStatefulSet({
      server: server({ pgdata: '/var/lib/postgresql/data/pgdata' }),
    });
    const resting = (options = {}) =>
      postgresDeployment({
        name: 'old',
        desired: 0,
        ready: 0,
        server: server(options),
      });
    const [moved] = entityOf([set, ...running, resting()]).databases.filter(
      ({ workload: { kind } }) => kind === 'StatefulSet',
    );
    expect(moved).toMatchObject({ state: 'failing' });
    expect(moved.reasons[0]).toMatchObject({
      code: 'data-directory-differs',
      parameters: {
        directory: '/pgdata',
        other: 'deployment/old',
        otherDirectory: '/',
      },
    });
    // The same folder, by another way.
    const alike = resting({
      pgdata: '/data',
      mounts: [{ claim: 'observer-db-pvc', path: '/data', subPath: 'pgdata' }],
    });
    const [same] = entityOf([set, ...running, alike]).databases.filter(
      ({ workload: { kind } }) => kind === 'StatefulSet',
    );
    expect(same.reasons).toEqual([]);
  });

  const older = claim({
    name: 'postgres-data',
    createdAt: '2025-01-01T00:00:00.000Z',
  });
  const newer = claim({ createdAt: '2026-02-01T00:00:00.000Z' });
  const set = postgresStatefulSet();

  it.each<[string, Observation[], ReasonCode[]]>([
    ['an older claim that nothing mounts', [older], ['claim-left-behind']],
    [
      'one that a pod mounts',
      [older, observerPod({ claims: ['postgres-data'] })],
      [],
    ],
    [
      'one that a workload at zero has',
      [older, observerDeployment({ claims: ['postgres-data'], desired: 0 })],
      [],
    ],
    ['a dump', [{ ...older, name: 'postgres-dump-1a' }], []],
    ['dumps', [{ ...older, name: 'postgres-dumps' }], []],
    ['somebody else’s', [{ ...older, name: 'grafana' }], []],
    [
      'a younger one',
      [{ ...older, createdAt: '2026-02-03T00:00:00.000Z' }],
      [],
    ],
  ])('may have stayed behind: %s', (_, others, codes) => {
    expect(codesOf([set, postgresPod(), newer, ...others])).toEqual(codes);
  });
});

describe('one claim and several servers', () => {
  const first = postgresPod({ claims: ['observer-db-pvc'] });
  const second = (options = {}) =>
    pod({
      name: 'old-6d4b75cb6d-abcde',
      owner: 'ReplicaSet/old-6d4b75cb6d',
      claims: ['observer-db-pvc'],
      ...options,
    });
  const set = postgresStatefulSet();
  const old = (options = {}) => postgresDeployment({ name: 'old', ...options });
  const stateAndCodes = (observations: Observation[]) => {
    const found = entityOf(observations).databases.find(
      ({ name }) => name === 'postgres',
    )!;
    return [found.state, found.reasons.map(({ code }) => code)];
  };

  it.each<[string, Observation[], HealthState, ReasonCode[]]>([
    [
      'both run',
      [old(), second()],
      'failing',
      ['claim-two-servers', 'claim-shared'],
    ],
    [
      'one waits behind a guard',
      [old(), second({ initializing: true, startedAt: undefined })],
      'attention',
      ['claim-shared'],
    ],
    ['the other is at zero', [old({ desired: 0, ready: 0 })], 'ok', []],
    [
      'the other is at zero, and its pod still stops',
      [old({ desired: 0, ready: 0 }), second()],
      'failing',
      ['claim-two-servers'],
    ],
    [
      'it is no server that reads the claim',
      [
        observerDeployment({ claims: ['observer-db-pvc'] }),
        observerPod({ claims: ['observer-db-pvc'] }),
      ],
      'attention',
      ['claim-shared'],
    ],
  ])('%s', (_, others, state, codes) => {
    expect(stateAndCodes([set, first, claim(), ...others])).toEqual([
      state,
      codes,
    ]);
  });

  it.each<[string, string, HealthState, ReasonCode[]]>([
    ['in folders of their own', 'b', 'ok', []],
    ['in the same', 'a', 'failing', ['claim-two-servers', 'claim-shared']],
    [
      'one below the other',
      '',
      'failing',
      ['claim-two-servers', 'claim-shared'],
    ],
  ])('%s', (_, subPath, state, codes) => {
    const inFolder = (folder: string) =>
      server({
        mounts: [
          {
            claim: 'observer-db-pvc',
            path: '/var/lib/postgresql/data',
            subPath: folder,
          },
        ],
      });
    const neighbour = postgresStatefulSet({
      name: 'old',
      server: inFolder(subPath),
    });
    const neighbours = pod({
      name: 'old-0',
      owner: 'StatefulSet/old',
      claims: ['observer-db-pvc'],
    });
    expect(
      stateAndCodes([
        { ...set, server: inFolder('a') },
        first,
        claim(),
        neighbour,
        neighbours,
      ]),
    ).toEqual([state, codes]);
  });

  it('sees a Deployment’s second pod beside the first', () => {
    const pods = ['a', 'b'].map(name =>
      pod({
        name: `postgres-6d4b75cb6d-${name}`,
        owner: 'ReplicaSet/postgres-6d4b75cb6d',
        claims: ['observer-db-pvc'],
      }),
    );
    expect(codesOf([postgresDeployment(), claim(), ...pods])).toEqual([
      'claim-two-servers',
      'database-in-deployment',
    ]);
  });
});

describe('a Service', () => {
  const set = postgresStatefulSet(labelled);
  it.each<[string, Observation[], ReasonCode[]]>([
    ['leads to the pod', [service(), endpoints(['postgres-0'])], []],
    [
      'has no endpoint that is ready',
      [service(), endpoints([], ['postgres-0'])],
      ['service-without-endpoints'],
    ],
    [
      'selects what is not there any more, at the port of the database',
      [service({ selector: { app: 'postgresql' } }), endpoints([])],
      ['service-without-endpoints'],
    ],
    [
      'is somebody else’s',
      [service({ name: 'web', selector: { app: 'web' }, ports: [80] })],
      [],
    ],
    [
      'leads to two workloads',
      [
        service(),
        endpoints(['postgres-0', 'exporter-1']),
        workload({ name: 'exporter', ...labelled }),
      ],
      ['service-several-workloads'],
    ],
    [
      'leads past what is at zero',
      [
        service(),
        endpoints(['postgres-0']),
        workload({ name: 'exporter', ...labelled, desired: 0 }),
      ],
      [],
    ],
    ['selects nothing itself', [service({ selector: {} })], []],
  ])('%s', (_, observations, codes) => {
    expect(codesOf([set, ...running, ...observations])).toEqual(codes);
  });

  it('is not spoken of where nobody may look', () => {
    const found = databaseOf(
      [set, ...running, service(), endpoints([])],
      visibility('forbidden'),
    );
    expect(found.reasons).toEqual([]);
    expect(found.services).toBeUndefined();
    expect(found.notReadable).toContain('Service');
    expect(found.advice.map(({ reason }) => reason.code)).toContain(
      'kinds-not-readable',
    );
  });

  it('is not called empty while endpoints cannot be seen', () => {
    const found = databaseOf(
      [set, ...running, service()],
      visibility('seen', { EndpointSlice: 'not-visible' }),
    );
    expect(found.reasons).toEqual([]);
    expect(found.services).toEqual([
      { name: 'postgres', type: 'ClusterIP', headless: false, ports: [5432] },
    ]);
  });
});

describe('what applies it', () => {
  const failures = (why: 'immutable' | 'refused') => [
    { kind: 'StatefulSet', namespace: NAMESPACE, name: 'postgres', why },
    { kind: 'Deployment', namespace: NAMESPACE, name: 'observer', why },
  ];
  const application = (options = {}): Observation => ({
    kind: 'Application',
    namespace: 'argocd',
    name: 'observer',
    destination: NAMESPACE,
    state: 'OutOfSync',
    prunes: true,
    failures: [],
    ...options,
  });
  const certain = { tool: 'argo-cd', name: 'observer', certain: true } as const;
  const set = (appliedBy: object) =>
    postgresStatefulSet({ appliedBy: appliedBy as typeof certain });

  it('says which field it cannot change', () => {
    const found = databaseOf([
      set(certain),
      ...running,
      application({ failures: failures('immutable') }),
    ]);
    expect(found).toMatchObject({
      state: 'attention',
      appliedBy: 'argo-cd',
      sync: { name: 'observer', state: 'OutOfSync', prunes: true },
    });
    expect(found.reasons.map(({ why }) => why)).toEqual([
      'Application observer cannot apply StatefulSet postgres: Git changes a field of it that cannot be changed. It runs as it was before.',
    ]);
  });

  it('says that the cluster refuses it', () => {
    expect(
      codesOf([
        set(certain),
        ...running,
        application({ failures: failures('refused') }),
      ]),
    ).toEqual(['sync-refused']);
  });

  it.each([
    [certain, 'seen', 'argo-cd'],
    [certain, 'forbidden', 'argo-cd'],
    [{ tool: 'argo-cd', name: 'observer' }, 'seen', 'argo-cd'],
    // Helm writes that label, too.
    [{ tool: 'argo-cd', name: 'observer' }, 'forbidden', undefined],
    [{ tool: 'argo-cd', name: 'release' }, 'seen', undefined],
    [{ tool: 'argo-cd', name: 'elsewhere' }, 'seen', undefined],
  ] as const)('is told only for certain: %p, %s', (by, seen, tool) => {
    const found = databaseOf(
      [
        set(by),
        ...running,
        ...(seen === 'seen'
          ? [
              application(),
              application({ name: 'elsewhere', destination: 'other' }),
            ]
          : []),
      ],
      visibility(seen),
    );
    expect(found.appliedBy).toBe(tool);
  });
});

describe('clients of a database', () => {
  const set = postgresStatefulSet(labelled);
  const good = [service(), endpoints(['postgres-0'])];
  const check = (observations: Observation[], surroundings = visibility()) =>
    entityOf(
      [set, ...running, sealedSecret(), ...observations],
      surroundings,
    ).checks.find(({ id }) => id === 'database-connected');

  it('reach it through a Service that leads to it', () => {
    expect(check([...good, observerDeployment(), observerPod()])).toEqual({
      id: 'database-connected',
      state: 'ok',
      evidence: 'service/postgres: 1 ready, READY 1/1, deployment/observer',
    });
  });

  it.each<[string, Observation[], HealthState, ReasonCode]>([
    [
      'no Service leads there',
      [observerDeployment()],
      'attention',
      'database-without-service',
    ],
    [
      'the Service leads nowhere',
      [service(), endpoints([]), observerDeployment()],
      'failing',
      'service-without-endpoints',
    ],
    [
      'they are not ready',
      [...good, observerDeployment({ ready: 0 })],
      'failing',
      'database-not-reached',
    ],
  ])('do not: %s', (_, observations, state, code) => {
    expect(check(observations)).toMatchObject({
      state,
      reason: { code },
    });
  });

  it('is left out where Services may not be looked at, or nothing is a client', () => {
    expect(check([observerDeployment()], visibility('forbidden'))).toBe(
      undefined,
    );
    expect(check(good)).toBeUndefined();
    expect(
      check([observerDeployment()], visibility('not-visible')),
    ).toMatchObject({ state: 'unknown' });
  });
});
