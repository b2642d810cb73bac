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
  SealedSecretObservation,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { encryptedDataChecksum } from '@safekeep/backstage-plugin-safekeep-node';
import fc from 'fast-check';
import { WATCHED_RESOURCES } from '../watchedResources';

const CANARY = 'canary-7f3a91';

function project(kind: string, object: unknown) {
  return WATCHED_RESOURCES.find(resource => resource.kind === kind)!.project(
    object,
  );
}

const metadata = {
  name: 'observer',
  namespace: 'observer-prod',
  generation: 3,
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${CANARY}"}`,
    'acme.example/note': CANARY,
  },
  managedFields: [{ manager: CANARY }],
};

const podTemplate = {
  metadata: {
    annotations: {
      'checksum.safekeep.io/observer-secrets': 'c0ffee',
      'checksum.safekeep.io/not-read-here': CANARY,
      'acme.example/note': CANARY,
    },
  },
  spec: {
    initContainers: [
      {
        image: `busybox`,
        command: ['sh', '-c', CANARY],
        env: [
          {
            name: 'TOKEN',
            valueFrom: { secretKeyRef: { name: 'api-token', key: 'token' } },
          },
        ],
      },
    ],
    containers: [
      {
        image: 'observer:1.2',
        args: [CANARY],
        env: [
          { name: 'DB_PASSWORD', value: CANARY },
          {
            name: 'DB_USER',
            valueFrom: {
              secretKeyRef: { name: 'observer-secrets', key: 'DB_USER' },
            },
          },
          {
            name: 'API',
            valueFrom: { secretKeyRef: { name: 'api-token', key: 'id' } },
          },
        ],
        envFrom: [{ secretRef: { name: 'observer-secrets' } }],
      },
    ],
    volumes: [
      { persistentVolumeClaim: { claimName: 'observer-db-pvc' } },
      { secret: { secretName: 'tls', items: [{ key: 'tls.crt' }] } },
      { projected: { sources: [{ secret: { name: 'ca' } }] } },
    ],
  },
};

describe('projection', () => {
  it('keeps of a workload what it reads and how far it is, and no value', () => {
    const deployment = project('Deployment', {
      metadata,
      spec: { replicas: 2, template: podTemplate },
      status: {
        observedGeneration: 3,
        replicas: 3,
        readyReplicas: 1,
        updatedReplicas: 2,
      },
    });
    expect(deployment).toEqual({
      kind: 'Deployment',
      namespace: 'observer-prod',
      name: 'observer',
      generation: 3,
      observedGeneration: 3,
      desired: 2,
      ready: 1,
      updated: 2,
      total: 3,
      images: ['observer:1.2'],
      claims: ['observer-db-pvc'],
      secretReferences: [
        { secret: 'api-token', keys: ['id', 'token'] },
        { secret: 'ca' },
        { secret: 'observer-secrets' },
        { secret: 'tls', keys: ['tls.crt'] },
      ],
      checksums: { 'observer-secrets': 'c0ffee' },
    });
    expect(JSON.stringify(deployment)).not.toContain(CANARY);
  });

  it('reads the other workloads where they differ', () => {
    expect(
      project('StatefulSet', {
        metadata,
        spec: {
          replicas: 2,
          ordinals: { start: 1 },
          template: podTemplate,
          volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        },
      }),
    ).toMatchObject({
      desired: 2,
      ready: 0,
      claims: ['observer-db-pvc', 'data-observer-1', 'data-observer-2'],
    });
    expect(
      project('DaemonSet', {
        metadata,
        status: {
          desiredNumberScheduled: 3,
          currentNumberScheduled: 3,
          updatedNumberScheduled: 2,
          numberReady: 1,
        },
      }),
    ).toMatchObject({ desired: 3, ready: 1, updated: 2, total: 3 });
    expect(
      project('CronJob', {
        metadata,
        spec: { jobTemplate: { spec: { template: podTemplate } } },
        status: { active: [{}] },
      }),
    ).toMatchObject({ desired: 0, total: 1, images: ['observer:1.2'] });
    expect(
      project('Job', {
        metadata,
        spec: { completions: 2, template: podTemplate },
        status: { succeeded: 1, failed: 1 },
      }),
    ).toMatchObject({ desired: 2, ready: 1, total: 2 });
  });

  it('keeps of a SealedSecret its keys, its checksum and our records', () => {
    const sealed = project('SealedSecret', {
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          'sealedsecrets.bitnami.com/namespace-wide': 'true',
          'safekeep.io/sealed-keys':
            '{"A":{"sealedAt":"2026-11-22T10:00:00Z","certificate":"SHA256:x","label":"shop"},"B":"nonsense"}',
          'safekeep.io/linked-keys': '[["A","B"],["alone"],"nonsense"]',
        },
      },
      spec: {
        encryptedData: { B: `${CANARY}B`, A: `${CANARY}A` },
        template: {
          data: { config: CANARY },
          metadata: { labels: { CANARY } },
        },
      },
      status: {
        observedGeneration: 2,
        conditions: [
          {
            type: 'Synced',
            status: 'False',
            lastUpdateTime: '2026-11-22T10:00:03Z',
            message: 'x'.repeat(9_999),
          },
        ],
      },
    });
    expect(sealed).toMatchObject({
      scope: 'namespace-wide',
      keys: ['A', 'B'],
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      sealedKeys: {
        A: {
          sealedAt: '2026-11-22T10:00:00Z',
          certificate: 'SHA256:x',
          label: 'shop',
        },
      },
      damagedKeys: { A: 'not-base64', B: 'not-base64' },
      linkedKeys: [['A', 'B']],
      generation: 3,
      observedGeneration: 2,
      synced: false,
      processedAt: '2026-11-22T10:00:03Z',
      message: 'x'.repeat(500),
    });
    expect(JSON.stringify(sealed)).not.toContain(CANARY);
  });

  it.each([
    ['true', true],
    ['yes', undefined],
    [undefined, undefined],
  ])(
    'says that a SealedSecret lets its Secret stay (managed: %s)',
    (managed, detached) => {
      const annotations = {
        'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
        ...(managed && { 'sealedsecrets.bitnami.com/managed': managed }),
      };
      const object = {
        metadata: { name: 'a', namespace: 'b' },
        spec: { encryptedData: {}, template: { metadata: { annotations } } },
      };
      const read = (sealed: object) =>
        (project('SealedSecret', sealed) as SealedSecretObservation).detached;
      expect(read(object)).toBe(detached);
      // In its own metadata it says nothing.
      expect(
        read({
          metadata: { ...object.metadata, annotations },
          spec: { encryptedData: {} },
        }),
      ).toBeUndefined();
    },
  );

  it('keeps where the template of a SealedSecret is for something else', () => {
    const templateOf = (template: object, annotations = {}) => {
      const sealed = project('SealedSecret', {
        metadata: { ...metadata, annotations },
        spec: { encryptedData: {}, template },
      });
      return 'template' in sealed! ? sealed.template : undefined;
    };
    const { name, namespace } = metadata;
    const wide = { 'sealedsecrets.bitnami.com/namespace-wide': 'true' };
    expect(templateOf({ metadata: { name, namespace } })).toBeUndefined();
    expect(templateOf({ metadata: { name, namespace: 'dev' } })).toEqual({
      namespace: 'dev',
    });
    expect(templateOf({ metadata: { name: 'old' } })).toEqual({ name: 'old' });
    expect(templateOf({ metadata: { name, annotations: wide } })).toEqual({
      scope: 'namespace-wide',
    });
    expect(templateOf({ metadata: { name } }, wide)).toEqual({
      scope: 'strict',
    });
    // Not written by kubeseal: it says nothing of how it was sealed.
    expect(templateOf({ metadata: { labels: {} } }, wide)).toBeUndefined();
    expect(templateOf({})).toBeUndefined();
  });

  it.each<[string[], object]>([
    [[], {}],
    [['--key-renew-period=0'], { renewalSeconds: 0 }],
    [['--key-renew-period', '1h30m'], { renewalSeconds: 5400 }],
    [['--rotate-period=720h0m0s'], { renewalSeconds: 2_592_000 }],
    // The controller does not start with it.
    [['--key-renew-period=30d'], {}],
    [['--update-status'], {}],
    [['--update-status=false'], { updatesNoStatus: true }],
    [['--all-namespaces=F'], { onlyNamespaces: ['observer-prod'] }],
    [
      ['--additional-namespaces=a,,b', `--privatekey-annotations=${CANARY}`],
      { onlyNamespaces: ['observer-prod', 'a', 'b'] },
    ],
  ])('keeps of a controller’s arguments %s', (args, kept) => {
    const container = {
      image: 'registry.example/sealed-secrets-controller:0.40.0@sha256:0a',
      command: ['controller'],
      args,
      env: [{ name: 'SEALED_SECRETS_MY_CN', value: CANARY }],
    };
    const deployment = (image: string, kind = 'Deployment') =>
      project(kind, {
        metadata,
        spec: {
          template: { spec: { containers: [{}, { ...container, image }] } },
        },
      });
    const found = deployment(container.image);
    expect(found).toMatchObject({ sealedSecretsController: kept });
    expect(Object.keys(found!)).toContain('sealedSecretsController');
    expect(
      (found as { sealedSecretsController: object }).sealedSecretsController,
    ).toEqual(kept);
    expect(JSON.stringify(found)).not.toContain(CANARY);
    for (const other of [
      deployment('acme/sealed-secrets-web:1'),
      deployment(container.image, 'StatefulSet'),
    ]) {
      expect(other).not.toHaveProperty('sealedSecretsController');
    }
  });

  it('takes a controller’s variables, and its arguments before them', () => {
    const controller = (args: string[]) =>
      project('Deployment', {
        metadata,
        spec: {
          template: {
            spec: {
              containers: [
                {
                  image: 'bitnami/sealed-secrets:v0.27.1',
                  args,
                  env: [
                    { name: 'SEALED_SECRETS_KEY_RENEW_PERIOD', value: '1h' },
                  ],
                },
              ],
            },
          },
        },
      });
    expect(controller([])).toMatchObject({
      sealedSecretsController: { renewalSeconds: 3600 },
    });
    expect(controller(['--key-renew-period=2h'])).toMatchObject({
      sealedSecretsController: { renewalSeconds: 7200 },
    });
  });

  it('says which secrets Reloader restarts a workload for', () => {
    const workload = (
      kind: string,
      annotations?: object,
      template?: object,
    ) => {
      const pod = {
        metadata: { annotations: template },
        spec: {
          containers: [{ envFrom: [{ secretRef: { name: 'app' } }] }],
        },
      };
      return (
        project(kind, {
          metadata: { name: 'a', namespace: 'b', annotations },
          spec:
            kind === 'CronJob'
              ? { jobTemplate: { spec: { template: pod } } }
              : { template: pod },
        }) as WorkloadObservation
      ).reloader;
    };
    const auto = { 'reloader.stakater.com/auto': 'true' };
    const rule = { secrets: ['app'], searches: false };
    expect(workload('Deployment')).toBeUndefined();
    expect(workload('Deployment', auto)).toEqual(rule);
    expect(workload('StatefulSet', undefined, auto)).toEqual(rule);
    expect(workload('CronJob', undefined, auto)).toEqual(rule);
    const sealed = project('SealedSecret', {
      metadata: { name: 'a', namespace: 'b' },
      spec: {
        template: {
          metadata: { annotations: { 'reloader.stakater.com/match': 'true' } },
        },
      },
    });
    expect((sealed as SealedSecretObservation).reloaderMark).toBe('match');
  });

  it('keeps the checksums of the same values encrypted before, while they are', () => {
    const encryptedData = { A: 'AgA' };
    const checksum = encryptedDataChecksum(encryptedData);
    const earlier = ['a'.repeat(64), 'b'.repeat(64)];
    const earlierOf = (record: object, data: object = encryptedData) => {
      const sealed = project('SealedSecret', {
        metadata: {
          ...metadata,
          annotations: { 'safekeep.io/re-encrypted': JSON.stringify(record) },
        },
        spec: { encryptedData: data },
      });
      return sealed?.kind === 'SealedSecret' && sealed.earlierChecksums;
    };
    expect(earlierOf({ checksum, from: [...earlier, CANARY, 7] })).toEqual(
      earlier,
    );
    expect(earlierOf({ checksum, from: earlier }, { A: 'AgB' })).toBe(
      undefined,
    );
    expect(earlierOf({ checksum })).toBe(undefined);
    expect(earlierOf([])).toBe(undefined);
  });

  it("takes a pod's start to be that of its containers, which read the secrets then", () => {
    const pod = (...states: object[]) => ({
      metadata,
      status: {
        startTime: '2026-11-22T10:00:00Z',
        containerStatuses: states.map(state => ({ restartCount: 0, state })),
      },
    });
    const running = (startedAt: string) => ({ running: { startedAt } });
    expect(
      project(
        'Pod',
        pod(running('2026-11-22T10:00:09Z'), running('2026-11-22T10:00:07Z'), {
          waiting: { reason: 'CrashLoopBackOff' },
        }),
      ),
    ).toMatchObject({ startedAt: '2026-11-22T10:00:07Z' });
    // Nothing runs that could have read anything.
    expect(project('Pod', pod({ waiting: {} }))).toMatchObject({
      startedAt: undefined,
    });
  });

  it('tells why a pod is not ready', () => {
    expect(
      project('Pod', {
        metadata: {
          ...metadata,
          ownerReferences: [
            { kind: 'Node', name: 'n' },
            { kind: 'ReplicaSet', name: 'observer-1', controller: true },
          ],
        },
        spec: podTemplate.spec,
        status: {
          phase: 'Pending',
          startTime: '2026-11-22T10:00:00Z',
          conditions: [{ type: 'Ready', status: 'False' }],
          containerStatuses: [
            {
              restartCount: 4,
              state: {
                waiting: { reason: 'CrashLoopBackOff', message: CANARY },
              },
            },
          ],
        },
      }),
    ).toEqual({
      kind: 'Pod',
      namespace: 'observer-prod',
      name: 'observer',
      owner: 'ReplicaSet/observer-1',
      phase: 'Pending',
      ready: false,
      waiting: 'CrashLoopBackOff',
      restarts: 4,
      claims: ['observer-db-pvc'],
      initializing: true,
    });
    expect(
      project('Pod', {
        metadata,
        status: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
            },
          ],
        },
      }),
    ).toMatchObject({ waiting: 'Unschedulable', owner: undefined });
  });

  it.each([
    [
      'Unschedulable',
      `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
      `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.`,
    ],
    [
      'ImagePullBackOff',
      `failed to copy: Get "https://user:${CANARY}@cdn.example/blob?X-Amz-Signature=${CANARY}":\n  403`,
      'failed to copy: Get "https://cdn.example/blob": 403',
    ],
    [
      'CreateContainerConfigError',
      'secret "observer-secrets" not found',
      'secret "observer-secrets" not found',
    ],
    [
      'RunContainerError',
      `exec: "server --password=${CANARY}": executable file not found`,
      undefined,
    ],
    ['ErrImagePull', 'x'.repeat(1000), `${'x'.repeat(300)}…`],
  ])(
    'keeps what the cluster says of %s, and no value',
    (reason, message, detail) => {
      const status =
        reason === 'Unschedulable'
          ? {
              conditions: [
                { type: 'PodScheduled', status: 'False', reason, message },
              ],
            }
          : {
              containerStatuses: [{ state: { waiting: { reason, message } } }],
            };
      const pod = project('Pod', { metadata, status });
      expect(pod).toMatchObject({ waiting: reason });
      expect(pod).toHaveProperty('detail', detail);
    },
  );

  describe('of what moves a database', () => {
    const migration = {
      id: '0123456789',
      option: 'reuse-claim',
      way: 'guarded',
      stage: 'switch',
      from: 'deployment/postgres',
      to: 'statefulset/postgres',
      claim: 'observer-db-pvc',
      startedAt: '2026-11-23T10:00:00Z',
    };
    const snapshot = {
      safekeep: 'database-snapshot',
      verdict: 'taken',
      at: '2026-11-23T10:00:00Z',
      v: '15.14',
      n: 150014,
      id: '7439018265301234567',
      sums: false,
      others: 0,
      roles: [1, '0123456789abcdef'],
      dbs: [],
      tables: [['observer', 'public', 'ticks', 3]],
      more: 0,
    };
    const counted = {
      takenAt: '2026-11-23T10:00:00Z',
      systemIdentifier: '7439018265301234567',
      tables: [
        { database: 'observer', schema: 'public', name: 'ticks', rows: 3 },
      ],
    };
    const request = {
      migration: '0123456789',
      moment: 'after',
      database: 'statefulset/postgres',
    };
    const jobMetadata = (label = 'database-snapshot') => ({
      ...metadata,
      labels: { 'safekeep.io/job': label },
      annotations: {
        'safekeep.io/database-snapshot': JSON.stringify({
          ...request,
          extra: CANARY,
        }),
        'safekeep.io/database-snapshot-before': JSON.stringify(snapshot),
      },
    });
    const ended = (message: string) => ({
      terminated: { message, finishedAt: '2026-11-23T10:00:09Z' },
    });
    const counting = (message: string, label?: string) =>
      project('Pod', {
        metadata: jobMetadata(label),
        status: { containerStatuses: [{ state: ended(message) }] },
      });
    const guarded = (...guards: object[]) =>
      project('Pod', {
        metadata,
        status: { initContainerStatuses: guards },
      });

    it('keeps of a workload how far it is, and what it was scaled to', () => {
      const annotations = (given: object, replicas: string) => ({
        metadata: {
          ...metadata,
          annotations: {
            'safekeep.io/database-migration': JSON.stringify(given),
            'safekeep.io/replicas-before': replicas,
          },
        },
        spec: {},
      });
      const moved = annotations({ ...migration, extra: CANARY }, '2');
      for (const kind of ['Deployment', 'StatefulSet'] as const) {
        expect(project(kind, moved)).toMatchObject({
          migration,
          replicasBefore: '2',
        });
        expect(JSON.stringify(project(kind, moved))).not.toContain(CANARY);
      }
      expect(project('CronJob', moved)).not.toHaveProperty('migration');
      const other = annotations({ ...migration, option: CANARY }, CANARY);
      expect(project('Deployment', other)).not.toHaveProperty('migration');
      expect(project('Deployment', other)).not.toHaveProperty('replicasBefore');
    });

    it('keeps of a Job what it looks at, and what was counted before', () => {
      const job = project('Job', {
        metadata: jobMetadata(),
        spec: {},
        status: {
          succeeded: 1,
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      });
      expect(job).toMatchObject({
        snapshotJob: {
          ...request,
          active: 0,
          succeeded: 1,
          outcome: 'complete',
          before: counted,
        },
      });
      expect(JSON.stringify(job)).not.toContain(CANARY);
      expect(
        project('Job', { metadata: jobMetadata('backup'), spec: {} }),
      ).toHaveProperty('snapshotJob', undefined);
    });

    it('keeps of its pod what it counted', () => {
      const message = JSON.stringify({ ...snapshot, extra: CANARY });
      const pod = counting(`${message}\n`);
      expect(pod).toMatchObject({
        snapshotVerdict: {
          verdict: 'taken',
          snapshot: counted,
          finishedAt: '2026-11-23T10:00:09.000Z',
        },
      });
      expect(JSON.stringify(pod)).not.toContain(CANARY);
      expect(counting(message, 'backup')).toHaveProperty(
        'snapshotVerdict',
        undefined,
      );
      for (const wrong of [
        CANARY,
        message.slice(0, -1),
        JSON.stringify({ ...snapshot, v: `${CANARY}!` }),
        JSON.stringify({
          ...snapshot,
          tables: [[CANARY.repeat(9), '', '', 1]],
        }),
        JSON.stringify({ ...snapshot, verdict: 'failed', detail: CANARY }),
      ]) {
        expect(JSON.stringify(counting(wrong))).not.toContain(CANARY);
        expect(counting(wrong)).toHaveProperty('snapshotVerdict', undefined);
      }
    });

    it('keeps of its guard what that said last', () => {
      const said = (verdict: string) =>
        JSON.stringify({
          safekeep: 'database-guard',
          verdict,
          lockSince: 1_763_892_000,
          extra: CANARY,
        });
      const running = { running: { startedAt: '2026-11-23T10:00:00Z' } };
      const waiting = { verdict: 'waiting', lockSince: 1_763_892_000 };
      const name = 'safekeep-guard';
      expect(guarded({ name, state: running, lastState: {} })).toHaveProperty(
        'guardVerdict',
        { verdict: 'waiting' },
      );
      expect(
        guarded({ name, state: running, lastState: ended(said('waiting')) }),
      ).toHaveProperty('guardVerdict', waiting);
      expect(
        guarded({
          name,
          state: ended(said('passed')),
          lastState: ended(said('waiting')),
        }),
      ).toHaveProperty('guardVerdict', { ...waiting, verdict: 'passed' });
      for (const none of [
        { name, state: { waiting: { reason: 'PodInitializing' } } },
        { name, state: ended(said(CANARY)) },
        { name: 'other', state: ended(said('passed')) },
      ]) {
        expect(guarded(none)).toHaveProperty('guardVerdict', undefined);
        expect(JSON.stringify(guarded(none))).not.toContain(CANARY);
      }
    });
  });

  describe('of what changes a database’s password', () => {
    const rotation = {
      strategy: 'in-place',
      step: 'change',
      secret: 'observer-secrets',
      keys: ['POSTGRES_PASSWORD'],
      role: 'observer',
      database: 'deployment/postgres',
      rotatedAt: '2026-11-22T10:00:00.123Z',
    };
    const marked = (options: { label?: string; text?: string } = {}) => ({
      ...metadata,
      labels: { 'safekeep.io/job': options.label ?? 'password-rotation' },
      annotations: {
        'safekeep.io/password-rotation':
          options.text ?? JSON.stringify({ ...rotation, extra: CANARY }),
      },
    });
    const job = (given: object, status: object = {}) =>
      project('Job', { metadata: given, spec: {}, status });
    const saying = (message: string, options: { label?: string } = {}) =>
      project('Pod', {
        metadata: marked(options),
        status: {
          containerStatuses: [
            {
              state: {
                terminated: { message, finishedAt: '2026-11-22T10:00:09Z' },
              },
            },
          ],
        },
      });

    it('keeps of the Job what it does and how far it is', () => {
      const status = {
        failed: 2,
        active: 1,
        conditions: [
          { type: 'Complete', status: 'False' },
          { type: 'Failed', status: 'True', message: CANARY },
        ],
      };
      expect(job(marked(), status)).toHaveProperty('passwordRotation', {
        ...rotation,
        active: 1,
        succeeded: 0,
        failed: 2,
        outcome: 'failed',
      });
      expect(job(marked({ label: 'backup' }))).toHaveProperty(
        'passwordRotation',
        undefined,
      );
      expect(job(marked({ text: CANARY }))).toHaveProperty(
        'passwordRotation',
        undefined,
      );
    });

    it('keeps of its pod the verdict', () => {
      const message =
        '{"safekeep":"password-rotation","verdict":"failed","login":"previous","detail":"read-only"}\n';
      expect(saying(message)).toHaveProperty('passwordVerdict', {
        verdict: 'failed',
        login: 'previous',
        detail: 'read-only',
        finishedAt: '2026-11-22T10:00:09.000Z',
      });
      expect(saying(message, { label: 'backup' })).toHaveProperty(
        'passwordVerdict',
        undefined,
      );
    });

    // A termination message is whatever a container writes.
    it.each([
      ['text', CANARY],
      [
        'another verdict',
        `{"safekeep":"password-rotation","verdict":"${CANARY}","login":"new"}`,
      ],
      [
        'another login',
        `{"safekeep":"password-rotation","verdict":"changed","login":"${CANARY}"}`,
      ],
      [
        'another detail',
        `{"safekeep":"password-rotation","verdict":"failed","login":"none","detail":"${CANARY}"}`,
      ],
      [
        'another field',
        `{"safekeep":"password-rotation","verdict":"changed","login":"new","x":"${CANARY}","${CANARY}":1}`,
      ],
      [
        'an inherited detail',
        `{"safekeep":"password-rotation","verdict":"failed","login":"none","detail":"constructor","__proto__":{"x":"${CANARY}"}}`,
      ],
    ])('lets no %s out of a termination message', (_, message) => {
      const pod = saying(message);
      expect(pod).toBeDefined();
      expect(JSON.stringify(pod)).not.toContain(CANARY);
      expect(JSON.stringify(pod)).not.toContain('constructor');
    });

    it('keeps of a SealedSecret how far two roles are', () => {
      const slots = {
        passwordKey: 'DB_PASSWORD',
        userKey: 'DB_USER',
        owner: 'observer',
        roles: ['observer_a', 'observer_b'],
        active: 'observer',
        stage: 'prepared',
        other: 'observer_a',
        rotatedAt: '2026-11-22T10:00:00Z',
      };
      const sealed = (text: string) =>
        project('SealedSecret', {
          metadata: {
            ...metadata,
            annotations: { 'safekeep.io/password-slots': text },
          },
          spec: { encryptedData: {} },
        });
      expect(
        sealed(JSON.stringify({ ...slots, extra: CANARY })),
      ).toHaveProperty('passwordSlots', slots);
      expect(sealed(CANARY)).toHaveProperty('passwordSlots', undefined);
    });
  });

  it('takes only full entity refs from a Namespace', () => {
    expect(
      project('Namespace', {
        metadata: {
          name: 'shop',
          annotations: {
            'safekeep.io/entities':
              ' Component:default/Shop, group:team-a , shop, __proto__, default/x, a:,',
          },
        },
      }),
    ).toEqual({
      kind: 'Namespace',
      namespace: 'shop',
      name: 'shop',
      entities: ['component:default/shop', 'group:default/team-a'],
    });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WATCHED_RESOURCES),
        fc.oneof(
          fc.anything(),
          fc.record({
            metadata: fc.record({
              name: fc.string(),
              namespace: fc.string(),
              annotations: fc.dictionary(fc.string(), fc.anything()),
              ownerReferences: fc.anything(),
            }),
            spec: fc.dictionary(
              fc.constantFrom(
                'template',
                'replicas',
                'jobTemplate',
                'encryptedData',
                'volumeClaimTemplates',
              ),
              fc.anything(),
            ),
            status: fc.anything(),
          }),
        ),
        (resource, object) => {
          const seen = resource.project(object);
          expect(seen === undefined || seen.kind === resource.kind).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
