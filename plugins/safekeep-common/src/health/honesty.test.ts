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

import fc from 'fast-check';
import { DatabaseMigration, GuardVerdict } from '../databaseMigration';
import { DatabaseSnapshot } from '../databaseSnapshot';
import {
  NamespaceFacts,
  RepositoryFacts,
  SealingFacts,
  StatusFacts,
} from '../facts';
import {
  DatabaseSnapshotJob,
  Observation,
  PasswordRotationJob,
  RepositorySecret,
  SaidSnapshotVerdict,
  WorkloadObservation,
} from '../observations';
import {
  PASSWORD_VERDICT_DETAILS,
  PasswordSlots,
  PasswordVerdictDetail,
} from '../passwordRotation';
import { REASONS, Reason } from '../reasons';
import { EntityStatus, SourceState, SourceStatus } from '../status';
import {
  aSurrounding,
  someVisibility,
  workloadSurroundings,
} from './__testUtils__/arbitrarySurroundings';
import { describeEntity } from './describeEntity';
import { SURROUNDING_KINDS, SurroundingKind } from '../surroundings';
import { compareItems } from './severity';

/*
 * What holds of whatever may be observed, told as properties. Names come from a
 * small set, so that objects find one another.
 */

const RUNS = { numRuns: 150 };

function isSurrounding(kind: string): kind is SurroundingKind {
  return (SURROUNDING_KINDS as readonly string[]).includes(kind);
}

const aName = fc.constantFrom(
  'observer-secrets',
  'observer',
  'postgres',
  'a',
  'constructor',
  '__proto__',
);
const aKey = fc.constantFrom('POSTGRES_PASSWORD', 'DB_PASSWORD', 'toString');
const aChecksum = fc.constantFrom('aaaa', 'bbbb');
const aTime = fc.constantFrom(
  '2026-02-05T09:00:00Z',
  '2026-02-05T10:00:00Z',
  '2026-02-05T11:00:00Z',
);
const aUid = fc.constantFrom('uid-1', 'uid-2');
const aCount = fc.integer({ min: 0, max: 3 });
const aNamespace = fc.constantFrom('observer-prod', 'other');

const aFingerprint = fc.constantFrom('SHA256:x', 'SHA256:y', 'SHA256:z');

const someSealedKeys = fc.dictionary(
  aKey,
  fc.record(
    {
      sealedAt: aTime,
      rotatedAt: aTime,
      certificate: aFingerprint,
      label: fc.constantFrom('', 'observer-prod', 'observer-prod/observer'),
    },
    { requiredKeys: ['sealedAt', 'certificate'] },
  ),
  { maxKeys: 3 },
);
const someLinks = fc.array(fc.array(aKey, { maxLength: 3 }), { maxLength: 2 });

const aVerdict = fc.record(
  {
    verdict: fc.constantFrom(
      'changed' as const,
      'unchanged' as const,
      'retired' as const,
      'failed' as const,
    ),
    login: fc.constantFrom(
      'new' as const,
      'previous' as const,
      'none' as const,
      'unchecked' as const,
    ),
    detail: fc.constantFrom(
      ...(Object.keys(PASSWORD_VERDICT_DETAILS) as PasswordVerdictDetail[]),
    ),
    finishedAt: aTime,
  },
  { requiredKeys: ['verdict', 'login'] },
);
const aRotationJob: fc.Arbitrary<PasswordRotationJob> = fc.record(
  {
    strategy: fc.constantFrom('in-place' as const, 'two-slot' as const),
    step: fc.constantFrom(
      'change' as const,
      'prepare' as const,
      'retire' as const,
    ),
    secret: aName,
    keys: fc.array(aKey, { minLength: 1, maxLength: 2 }),
    database: fc.constantFrom('deployment/postgres', 'statefulset/observer'),
    rotatedAt: aTime,
    active: aCount,
    succeeded: aCount,
    failed: aCount,
    outcome: fc.constantFrom(
      'complete' as const,
      'failed' as const,
      'suspended' as const,
    ),
  },
  {
    requiredKeys: [
      'strategy',
      'step',
      'secret',
      'keys',
      'database',
      'rotatedAt',
      'active',
      'succeeded',
      'failed',
    ],
  },
);
const someSlots: fc.Arbitrary<PasswordSlots> = fc.record({
  passwordKey: aKey,
  userKey: aKey,
  owner: fc.constant('observer'),
  roles: fc.constant<[string, string]>(['observer_a', 'observer_b']),
  active: fc.constantFrom('observer', 'observer_a'),
  stage: fc.constantFrom(
    'prepared' as const,
    'switched' as const,
    'retired' as const,
  ),
  other: fc.constant('observer_b'),
  rotatedAt: aTime,
});

const aMigration: fc.Arbitrary<DatabaseMigration> = fc.record({
  id: fc.constant('0123456789'),
  option: fc.constantFrom('reuse-claim' as const, 'dump-and-restore' as const),
  way: fc.constantFrom('guarded' as const, 'staged' as const),
  stage: fc.constantFrom(
    'quiesce' as const,
    'switch' as const,
    'roll-back' as const,
    'finalized' as const,
  ),
  from: aName.map(name => `deployment/${name}`),
  to: aName.map(name => `statefulset/${name}`),
  claim: aName,
  startedAt: aTime,
});
const aSnapshot: fc.Arbitrary<DatabaseSnapshot> = fc.record({
  takenAt: aTime,
  version: fc.constant('15.14'),
  versionNumber: fc.constant(150014),
  systemIdentifier: fc.constantFrom('1', '2'),
  dataChecksums: fc.boolean(),
  otherSessions: aCount,
  roles: aCount,
  rolesDigest: fc.constant('0123456789abcdef'),
  databases: fc.constant([]),
  tables: fc.constant([]),
  more: aCount,
});
const aSnapshotVerdict: fc.Arbitrary<SaidSnapshotVerdict> = fc.oneof(
  aSnapshot.map(snapshot => ({ verdict: 'taken' as const, snapshot })),
  fc.constant({ verdict: 'failed' as const, detail: 'no-room' as const }),
);
const aSnapshotJob: fc.Arbitrary<DatabaseSnapshotJob> = fc.record(
  {
    migration: fc.constant('0123456789'),
    moment: fc.constantFrom('before' as const, 'after' as const),
    database: aName.map(name => `deployment/${name}`),
    active: aCount,
    succeeded: aCount,
    failed: aCount,
    outcome: fc.constantFrom('complete' as const, 'failed' as const),
    before: aSnapshot,
  },
  {
    requiredKeys: [
      'migration',
      'moment',
      'database',
      'active',
      'succeeded',
      'failed',
    ],
  },
);
const aGuardVerdict: fc.Arbitrary<GuardVerdict> = fc.record(
  {
    verdict: fc.constantFrom(
      'passed' as const,
      'waiting' as const,
      'no-data' as const,
    ),
    lockSince: fc.constantFrom(1_763_892_000, Number.MAX_SAFE_INTEGER),
  },
  { requiredKeys: ['verdict'] },
);

const aWorkload: fc.Arbitrary<WorkloadObservation> = fc.record(
  {
    ...workloadSurroundings(aName),
    passwordRotation: aRotationJob,
    migration: aMigration,
    replicasBefore: fc.constantFrom('1', 'active'),
    snapshotJob: aSnapshotJob,
    kind: fc.constantFrom(
      'Deployment' as const,
      'StatefulSet' as const,
      'DaemonSet' as const,
      'CronJob' as const,
      'Job' as const,
    ),
    namespace: aNamespace,
    name: aName,
    generation: aCount,
    observedGeneration: aCount,
    desired: aCount,
    ready: aCount,
    updated: aCount,
    total: aCount,
    images: fc.array(
      fc.oneof(
        fc.constantFrom('postgres:15', 'redis', 'acme/app:1', 'mysql:8'),
        fc.string(),
      ),
      { maxLength: 2 },
    ),
    claims: fc.array(aName, { maxLength: 2 }),
    secretReferences: fc.array(
      fc.record(
        { secret: aName, keys: fc.array(aKey, { maxLength: 2 }) },
        { requiredKeys: ['secret'] },
      ),
      { maxLength: 3 },
    ),
    checksums: fc.dictionary(aName, aChecksum, { maxKeys: 2 }),
  },
  {
    requiredKeys: [
      'kind',
      'namespace',
      'name',
      'generation',
      'desired',
      'ready',
      'updated',
      'total',
      'images',
      'claims',
      'secretReferences',
      'checksums',
    ],
  },
);

const anObservation: fc.Arbitrary<Observation> = fc.oneof(
  { arbitrary: aWorkload, weight: 4 },
  { arbitrary: aSurrounding(aName, aNamespace), weight: 3 },
  fc.record(
    {
      kind: fc.constant('Pod' as const),
      namespace: aNamespace,
      name: aName,
      owner: fc.oneof(
        aName.map(name => `ReplicaSet/${name}-6d4b75cb6d`),
        aName.map(name => `StatefulSet/${name}`),
        aName.map(name => `Job/${name}`),
        fc.string(),
      ),
      phase: fc.constantFrom('Running', 'Pending', 'Failed', ''),
      ready: fc.boolean(),
      waiting: fc.string(),
      startedAt: fc.oneof(aTime, fc.string()),
      restarts: aCount,
      passwordVerdict: aVerdict,
      snapshotVerdict: aSnapshotVerdict,
      guardVerdict: aGuardVerdict,
      claims: fc.array(aName, { maxLength: 1 }),
    },
    {
      requiredKeys: ['kind', 'namespace', 'name', 'phase', 'ready', 'restarts'],
    },
  ),
  fc.record(
    {
      kind: fc.constant('PersistentVolumeClaim' as const),
      namespace: aNamespace,
      name: aName,
      phase: fc.constantFrom('Bound', 'Pending', 'Lost', ''),
      storageClass: fc.string(),
      capacity: fc.string(),
    },
    { requiredKeys: ['kind', 'namespace', 'name', 'phase'] },
  ),
  {
    arbitrary: fc.record(
      {
        kind: fc.constant('SealedSecret' as const),
        namespace: aNamespace,
        name: aName,
        generation: aCount,
        observedGeneration: aCount,
        uid: aUid,
        processedAt: aTime,
        templateKeys: fc.array(aKey, { maxLength: 2 }),
        droppedKeys: fc.array(aKey, { maxLength: 1 }),
        skipsOwner: fc.boolean(),
        synced: fc.boolean(),
        message: fc.oneof(
          fc.string(),
          fc.constant('no key could decrypt secret (A)'),
          fc.constant('{{message}}'),
        ),
        scope: fc.constantFrom(
          'strict' as const,
          'namespace-wide' as const,
          'cluster-wide' as const,
        ),
        keys: fc.array(aKey, { maxLength: 3 }),
        checksum: aChecksum,
        sealedKeys: someSealedKeys,
        linkedKeys: someLinks,
        passwordSlots: someSlots,
        template: fc.record(
          {
            namespace: aNamespace,
            name: aName,
            scope: fc.constantFrom('strict' as const, 'cluster-wide' as const),
          },
          { requiredKeys: [] },
        ),
        damagedKeys: fc.dictionary(
          aKey,
          fc.constantFrom(
            'not-base64' as const,
            'not-sealed' as const,
            'cut-off' as const,
          ),
          { maxKeys: 2 },
        ),
      },
      {
        requiredKeys: [
          'kind',
          'namespace',
          'name',
          'generation',
          'scope',
          'keys',
          'checksum',
          'sealedKeys',
          'linkedKeys',
        ],
      },
    ),
    weight: 2,
  },
  {
    arbitrary: fc.record(
      {
        kind: fc.constant('Secret' as const),
        namespace: aNamespace,
        name: aName,
        owners: fc.array(
          fc.record({
            kind: fc.constantFrom('SealedSecret', 'Deployment'),
            name: aName,
            uid: aUid,
            controller: fc.boolean(),
          }),
          { maxLength: 2 },
        ),
        managed: fc.boolean(),
        patched: fc.boolean(),
        writers: fc.array(
          fc.record(
            {
              manager: fc.constantFrom('controller', 'kubectl-edit', ''),
              time: fc.oneof(aTime, fc.string()),
              keys: fc.array(aKey, { maxLength: 3 }),
              owners: fc.array(aUid, { maxLength: 2 }),
            },
            { requiredKeys: ['manager', 'keys', 'owners'] },
          ),
          { maxLength: 3 },
        ),
      },
      {
        requiredKeys: [
          'kind',
          'namespace',
          'name',
          'owners',
          'managed',
          'patched',
        ],
      },
    ),
    weight: 2,
  },
  fc.record({
    kind: fc.constant('Namespace' as const),
    namespace: aNamespace,
    name: aName,
    entities: fc.array(fc.string(), { maxLength: 2 }),
  }),
);

/** As in a cluster, no two of the same kind and name. */
const someObservations = fc.uniqueArray(anObservation, {
  maxLength: 8,
  selector: ({ kind, name }) => `${kind}/${name}`,
});

const aFile: fc.Arbitrary<RepositorySecret> = fc.record(
  {
    kind: fc.constantFrom('Secret' as const, 'SealedSecret' as const),
    namespace: aNamespace,
    name: aName,
    path: fc.oneof(fc.constantFrom('secrets/a.yaml', 'b.yaml'), fc.string()),
    line: aCount,
    keys: fc.array(aKey, { maxLength: 3 }),
    referenced: fc.boolean(),
    type: fc.constantFrom(
      'Opaque',
      'helm.sh/release.v1',
      'kubernetes.io/service-account-token',
    ),
    checksum: aChecksum,
    sealedKeys: someSealedKeys,
    linkedKeys: someLinks,
  },
  {
    requiredKeys: [
      'kind',
      'name',
      'path',
      'line',
      'keys',
      'referenced',
      'sealedKeys',
      'linkedKeys',
    ],
  },
);

const anyState = fc.constantFrom<SourceState[]>(
  'live',
  'starting',
  'stale',
  'forbidden',
  'unreachable',
);
const mostlyLive = fc.oneof(
  { arbitrary: fc.constant<SourceState>('live'), weight: 3 },
  anyState,
);

function aSource(
  kind: SourceStatus['kind'],
  state: fc.Arbitrary<SourceState>,
): fc.Arbitrary<SourceStatus> {
  return fc.record(
    {
      kind: fc.constant(kind),
      name: fc.constantFrom('eu', 'us'),
      namespace: fc.constant('observer-prod'),
      state,
      observedAt: aTime,
    },
    { requiredKeys: ['kind', 'name', 'namespace', 'state'] },
  );
}

const someSealing: fc.Arbitrary<SealingFacts> = fc.record(
  {
    certificates: fc.uniqueArray(
      fc.record({
        fingerprint: aFingerprint,
        notBefore: aTime,
        notAfter: aTime,
        firstSeenAt: aTime,
        lastSeenAt: aTime,
      }),
      { maxLength: 2, selector: ({ fingerprint }) => fingerprint },
    ),
    isCurrent: fc.boolean(),
    elsewhere: fc.dictionary(aFingerprint, fc.constant('us'), { maxKeys: 1 }),
    cluster: fc.record({
      opened: fc.dictionary(aFingerprint, aTime, { maxKeys: 2 }),
      waiting: aCount,
      told: aCount,
      otherControllers: fc.array(fc.constant('default/sealed-secrets'), {
        maxLength: 1,
      }),
    }),
  },
  { requiredKeys: ['certificates', 'isCurrent', 'elsewhere'] },
);

function aNamespaceOf(
  state: fc.Arbitrary<SourceState>,
): fc.Arbitrary<NamespaceFacts> {
  return fc.record(
    {
      source: aSource('cluster', state),
      observations: someObservations,
      controller: fc.oneof(
        aWorkload,
        fc.constantFrom(undefined, 'not-visible' as const),
      ),
      controllerName: aName,
      controllerNamespace: aName,
      sealedSecretsInstalled: fc.boolean(),
      secretMetadata: aSource('secret-metadata', state),
      sealing: someSealing,
      surroundings: someVisibility,
    },
    {
      requiredKeys: [
        'source',
        'observations',
        'controller',
        'controllerName',
        'controllerNamespace',
      ],
    },
  );
}

function aRepositoryOf(
  state: fc.Arbitrary<SourceState>,
): fc.Arbitrary<RepositoryFacts> {
  return fc.record(
    {
      source: aSource('repository', state),
      url: fc.oneof(
        fc.constant('https://github.com/acme/d/tree/main/k8s'),
        fc.string(),
      ),
      secrets: fc.array(aFile, { maxLength: 4 }),
      notVisible: fc.array(fc.constant('broken.yaml'), { maxLength: 1 }),
    },
    { requiredKeys: ['source', 'url', 'secrets'] },
  );
}

function factsWith(state: fc.Arbitrary<SourceState>) {
  return fc.record<StatusFacts>(
    {
      entityRef: fc.constant('component:default/observer'),
      namespaces: fc.uniqueArray(aNamespaceOf(state), {
        maxLength: 2,
        selector: ({ source }) => source.name,
      }),
      repository: aRepositoryOf(state),
      pullRequests: fc.array(
        fc.record(
          {
            number: aCount,
            title: fc.string(),
            url: fc.string(),
            branch: fc.oneof(
              aName.map(name => `safekeep/rotate-${name}-a1b2c3d4e5`),
              fc.string(),
            ),
            merged: fc.boolean(),
            createdAt: aTime,
            mergedAt: aTime,
          },
          {
            requiredKeys: [
              'number',
              'title',
              'url',
              'branch',
              'merged',
              'createdAt',
            ],
          },
        ),
        { maxLength: 3 },
      ),
      mayPropose: fc.boolean(),
      today: fc.constantFrom('2026-02-05', '2027-11-12'),
    },
    {
      requiredKeys: ['entityRef', 'namespaces', 'pullRequests', 'mayPropose'],
    },
  );
}

const anyFacts = factsWith(mostlyLive);

function holds(
  facts: fc.Arbitrary<StatusFacts>,
  property: (facts: StatusFacts, status: EntityStatus) => void,
) {
  fc.assert(
    fc.property(facts, given => property(given, describeEntity(given))),
    RUNS,
  );
}

function itemsOf(status: EntityStatus) {
  return [...status.databases, ...status.secrets];
}

function allReasons(status: EntityStatus): Reason[] {
  return [
    ...itemsOf(status).flatMap(({ reasons }) => reasons),
    ...status.secrets.flatMap(({ advice }) => advice?.reason ?? []),
    ...status.databases.flatMap(({ advice }) =>
      advice.map(({ reason }) => reason),
    ),
    ...[...status.sources, ...status.checks].flatMap(
      ({ reason }) => reason ?? [],
    ),
  ];
}

describe('whatever is observed', () => {
  it('nothing is ok that depends on a source which is not live', () => {
    holds(anyFacts, (facts, status) => {
      const live = new Set(
        facts.namespaces
          .filter(({ source }) => source.state === 'live')
          .map(({ source }) => source.name),
      );
      const repositoryIsLive = facts.repository?.source.state === 'live';
      const clustersAreLive =
        facts.namespaces.length > 0 && live.size === facts.namespaces.length;
      for (const { state, cluster } of status.databases) {
        expect(state !== 'ok' || live.has(cluster!)).toBe(true);
      }
      for (const { state, cluster } of status.secrets) {
        expect(
          state !== 'ok' ||
            (repositoryIsLive && cluster !== undefined && live.has(cluster)),
        ).toBe(true);
      }
      for (const { id, state } of status.checks) {
        const needed =
          clustersAreLive &&
          (id !== 'secrets-sealed-in-git' || repositoryIsLive);
        expect(state !== 'ok' || needed).toBe(true);
      }
      expect(
        status.state !== 'ok' || (repositoryIsLive && clustersAreLive),
      ).toBe(true);
    });
  });

  it('is unknown as a whole when nothing can be seen', () => {
    const blind = anyState.filter(state => state !== 'live');
    holds(factsWith(blind), (_, status) => {
      expect(status.state).toBe('unknown');
      for (const { state } of [...itemsOf(status), ...status.checks]) {
        expect(state).toBe('unknown');
      }
      for (const { stage } of status.pullRequests) {
        expect(['opened', 'merged']).toContain(stage);
      }
    });
  });

  it('says that a Secret has not drifted only where it was looked at, now', () => {
    holds(anyFacts, (facts, status) => {
      const byCluster = new Map(
        facts.namespaces.map(one => [one.source.name, one]),
      );
      for (const { drift, cluster, state, reasons, name } of status.secrets) {
        const seen = byCluster.get(cluster!);
        const isLive =
          seen?.source.state === 'live' &&
          seen.secretMetadata?.state === 'live';
        expect(drift === 'none' && !isLive).toBe(false);
        expect(drift === 'found' && !isLive).toBe(false);
        expect(drift === 'not-watched' && seen?.secretMetadata).toBeFalsy();
        const isThere = seen?.observations.some(
          one => one.kind === 'Secret' && one.name === name,
        );
        expect(drift === 'none' && !isThere).toBe(false);
        expect(drift === 'found' && state === 'ok').toBe(false);
        expect(drift === 'found' && reasons.length === 0).toBe(false);
        const isBlind =
          seen?.secretMetadata && seen.secretMetadata.state !== 'live';
        expect(drift !== undefined && isBlind && state === 'ok').toBeFalsy();
      }
    });
  });

  it('keeps of a stale cluster what it was, beside unknown', () => {
    holds(factsWith(fc.constant('live')), (facts, status) => {
      const stale = describeEntity({
        ...facts,
        namespaces: facts.namespaces.map(namespace => ({
          ...namespace,
          source: { ...namespace.source, state: 'stale' },
        })),
      });
      const stateOf = new Map(
        status.databases.map(({ cluster, name, workload, state }) => [
          `${cluster} ${workload.kind} ${name}`,
          state,
        ]),
      );
      expect(stale.databases).toHaveLength(status.databases.length);
      for (const { cluster, name, workload, ...item } of stale.databases) {
        expect(item.state).toBe('unknown');
        expect(item.lastState).toBe(
          stateOf.get(`${cluster} ${workload.kind} ${name}`),
        );
      }
    });
  });

  it('gives a last state only where the state is not known to be ok', () => {
    holds(anyFacts, (facts, status) => {
      for (const { state, lastState } of itemsOf(status)) {
        expect(lastState === undefined || state !== 'ok').toBe(true);
      }
      const sources = facts.namespaces.map(({ source }) => source);
      const allLive = sources.every(({ state }) => state === 'live');
      for (const { lastState } of status.databases) {
        expect(allLive && lastState !== undefined).toBe(false);
      }
    });
  });

  it('tells nothing of what the entity may not show', () => {
    holds(anyFacts, (facts, status) => {
      const emptied = (given: StatusFacts): StatusFacts => ({
        ...given,
        namespaces: given.namespaces.map(namespace =>
          namespace.source.state === 'forbidden'
            ? {
                ...namespace,
                observations: [],
                controller: 'not-visible',
                sealing: undefined,
              }
            : namespace,
        ),
        repository:
          given.repository?.source.state === 'forbidden'
            ? { ...given.repository, secrets: [] }
            : given.repository,
      });
      expect(describeEntity(emptied(facts))).toEqual(status);
    });
  });

  it('has a reason for everything that is not ok, and for nothing else', () => {
    holds(anyFacts, (_, status) => {
      for (const { state, lastState, reasons } of itemsOf(status)) {
        expect(reasons.length > 0).toBe(state !== 'ok');
        expect(lastState === 'ok' && reasons.length === 0).toBe(false);
      }
      for (const { state, reason, evidence } of status.checks) {
        expect(reason !== undefined).toBe(state !== 'ok');
        expect(evidence).not.toBe('');
      }
      for (const { state, reason } of status.sources) {
        expect(reason !== undefined).toBe(state !== 'live');
      }
    });
  });

  it('gives each reason all that its sentences name', () => {
    holds(anyFacts, (_, status) => {
      for (const { code, parameters, why, whatToDo } of allReasons(status)) {
        const texts: { why: string; whatToDo?: string } = REASONS[code];
        const named = `${texts.why} ${texts.whatToDo ?? ''}`.matchAll(
          /\{\{(\w+)\}\}/g,
        );
        for (const [, name] of named) {
          expect(Object.keys(parameters)).toContain(name);
        }
        expect(`${why} ${whatToDo}`).not.toMatch(/\bNaN\b|\[object/);
      }
    });
  });

  it('is at least as bad as its worst part', () => {
    const order = ['failing', 'attention', 'unknown', 'ok'];
    holds(anyFacts, (_, status) => {
      for (const { state } of [...itemsOf(status), ...status.checks]) {
        expect(order.indexOf(status.state)).toBeLessThanOrEqual(
          order.indexOf(state),
        );
      }
    });
  });

  it('calls no password of a database right that no login showed to be', () => {
    holds(anyFacts, (facts, status) => {
      const verdicts = facts.namespaces.flatMap(({ observations }) =>
        observations.flatMap(observation =>
          observation.kind === 'Pod' && observation.passwordVerdict
            ? observation.passwordVerdict
            : [],
        ),
      );
      const hasLogin = verdicts.some(
        ({ verdict, login }) => verdict !== 'failed' && login === 'new',
      );
      for (const { state, passwordRotations } of status.databases) {
        for (const { state: rotation, verdict } of passwordRotations) {
          expect(rotation !== 'done' || hasLogin).toBe(true);
          expect(rotation !== 'done' || verdict?.login === 'new').toBe(true);
          expect(state !== 'ok' || rotation === 'done').toBe(true);
        }
      }
    });
  });

  it('tells nothing of a kind around a database that is not seen', () => {
    holds(anyFacts, (facts, status) => {
      const emptied = describeEntity({
        ...facts,
        namespaces: facts.namespaces.map(one => ({
          ...one,
          observations: one.observations.filter(
            ({ kind }) =>
              !isSurrounding(kind) || one.surroundings?.[kind] === 'seen',
          ),
        })),
      });
      expect(emptied).toEqual(status);
      for (const { cluster, ...database } of status.databases) {
        const { surroundings } = facts.namespaces.find(
          ({ source }) => source.name === cluster,
        )!;
        const seen = (kind: SurroundingKind) => surroundings?.[kind] === 'seen';
        expect(database.services !== undefined).toBe(seen('Service'));
        expect(database.events !== undefined).toBe(seen('Event'));
        expect(database.networkPolicies !== undefined).toBe(
          seen('NetworkPolicy'),
        );
        expect(database.disruptionBudgets !== undefined).toBe(
          seen('PodDisruptionBudget'),
        );
      }
    });
  });

  it('is sorted, and the same in whatever order it was observed', () => {
    fc.assert(
      fc.property(anyFacts, fc.infiniteStream(fc.nat()), (facts, numbers) => {
        const status = describeEntity(facts);
        const shuffled = describeEntity({
          ...facts,
          namespaces: facts.namespaces.map(namespace => ({
            ...namespace,
            observations: namespace.observations
              .map(observation => ({
                observation,
                rank: numbers.next().value ?? 0,
              }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ observation }) => observation),
          })),
        });
        expect(shuffled).toEqual(status);
        for (const items of [status.databases, status.secrets]) {
          for (let index = 1; index < items.length; index += 1) {
            expect(
              compareItems(items[index - 1], items[index]),
            ).toBeLessThanOrEqual(0);
          }
        }
      }),
      RUNS,
    );
  });

  it('offers an action only to whom it may be offered', () => {
    holds(anyFacts, (facts, status) => {
      const mayBeOffered =
        facts.mayPropose && facts.repository?.source.state === 'live';
      for (const { action, advice, cluster } of status.secrets) {
        for (const offered of [action, advice?.action]) {
          expect(offered === undefined || mayBeOffered).toBe(true);
          expect(offered?.formData.cluster).toBe(offered && cluster);
          expect(Object.values(offered?.formData ?? {})).not.toContain(
            undefined,
          );
        }
      }
      for (const { action, migration, cluster } of status.databases) {
        for (const offered of [
          action,
          migration?.next?.action,
          migration?.rollBack,
        ]) {
          expect(offered === undefined || mayBeOffered).toBe(true);
          expect(offered?.formData.cluster).toBe(offered && cluster);
          expect(Object.values(offered?.formData ?? {})).not.toContain(
            undefined,
          );
        }
      }
    });
  });

  it('lets a database move on only when what that needs was seen', () => {
    const needed = {
      switch: ['snapshot-taken'],
      release: ['stopped'],
      finalize: ['stopped', 'ready'],
    };
    holds(anyFacts, (facts, status) => {
      for (const { migration, state, cluster } of status.databases) {
        const { next, steps = [], verification = [] } = migration ?? {};
        const isLiveNow = facts.namespaces.some(
          ({ source }) => source.name === cluster && source.state === 'live',
        );
        const done: string[] = steps
          .filter(step => step.state === 'done')
          .map(({ id }) => id);
        const mayGoOn = next !== undefined && next.blockedBy.length === 0;
        expect(mayGoOn || next?.action === undefined).toBe(true);
        expect(mayGoOn && !isLiveNow).toBe(false);
        expect(
          !mayGoOn || needed[next.stage].every(id => done.includes(id)),
        ).toBe(true);
        const isLost =
          migration?.stage === 'switch' &&
          verification.some(({ result }) => result === 'fail');
        expect(isLost && next?.stage === 'finalize' && mayGoOn).toBe(false);
        expect(isLost && isLiveNow && state !== 'failing').toBe(false);
        const isUnderWay = migration && migration.stage !== 'finalized';
        expect(isUnderWay && state === 'ok').toBeFalsy();
      }
    });
  });

  it('calls a key the newest only while the certificate is known to be it', () => {
    holds(anyFacts, (facts, status) => {
      const current = facts.namespaces.filter(
        ({ sealing }) => sealing?.isCurrent && sealing.certificates.length > 0,
      );
      for (const { keys, advice, cluster } of status.secrets) {
        const isKnown = current.some(({ source }) => source.name === cluster);
        for (const { sealedWith } of keys) {
          expect(sealedWith !== 'newest' || isKnown).toBe(true);
        }
        expect(advice === undefined || isKnown).toBe(true);
      }
    });
  });

  it('survives being sent as JSON', () => {
    holds(anyFacts, (_, status) => {
      expect(JSON.parse(JSON.stringify(status))).toEqual(status);
    });
  });
});
