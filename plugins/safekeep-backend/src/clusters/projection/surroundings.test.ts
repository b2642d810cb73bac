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
  EventObservation,
  PodObservation,
  SyncObservation,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { WATCHED_RESOURCES } from '../watchedResources';

const CANARY = 'canary-7f3a91';

function project(kind: string, object: unknown) {
  const seen = WATCHED_RESOURCES.find(
    resource => resource.kind === kind,
  )!.project(object);
  // Not even in passing.
  expect(JSON.stringify(seen) ?? '').not.toContain(CANARY);
  return seen;
}

const place = { namespace: 'shop', name: 'postgres' };
const metadata = {
  ...place,
  annotations: { note: CANARY },
  labels: { team: CANARY },
};

describe('what is kept of what surrounds a database', () => {
  it('is of a Service whom it selects, and where', () => {
    expect(
      project('Service', {
        metadata,
        spec: {
          clusterIP: 'None',
          selector: { app: 'postgres' },
          ports: [{ port: 5432, name: CANARY }, {}],
        },
      }),
    ).toEqual({
      kind: 'Service',
      ...place,
      type: 'ClusterIP',
      headless: true,
      selector: { app: 'postgres' },
      ports: [5432],
    });
  });

  it('is of an EndpointSlice who answers', () => {
    const endpoint = (name: string, ready?: boolean) => ({
      addresses: ['10.0.0.1'],
      ...(ready !== undefined && { conditions: { ready } }),
      targetRef: { kind: 'Pod', name },
    });
    expect(
      project('EndpointSlice', {
        metadata: {
          ...place,
          labels: { 'kubernetes.io/service-name': 'postgres' },
        },
        endpoints: [
          endpoint('b', true),
          endpoint('a'),
          endpoint('c', false),
          { addresses: ['192.0.2.1'] },
        ],
      }),
    ).toEqual({
      kind: 'EndpointSlice',
      ...place,
      service: 'postgres',
      ready: ['192.0.2.1', 'a', 'b'],
      notReady: ['c'],
    });
  });

  it('is of a volume what becomes of its data', () => {
    expect(
      project('PersistentVolume', {
        metadata: { name: 'pv-1' },
        spec: {
          persistentVolumeReclaimPolicy: 'Delete',
          storageClassName: 'local-path',
          claimRef: { namespace: 'shop', name: 'data' },
          csi: { volumeAttributes: { secret: CANARY } },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: 'kubernetes.io/hostname',
                      operator: 'In',
                      values: ['n1'],
                    },
                  ],
                },
              ],
            },
          },
        },
        status: { phase: 'Bound' },
      }),
    ).toEqual({
      kind: 'PersistentVolume',
      namespace: '',
      name: 'pv-1',
      phase: 'Bound',
      reclaimPolicy: 'Delete',
      storageClass: 'local-path',
      claim: { namespace: 'shop', name: 'data' },
      onOneNode: true,
    });
  });

  it('is of a StorageClass when and by whom volumes are made', () => {
    expect(
      project('StorageClass', {
        metadata: {
          name: 'fast',
          annotations: {
            'storageclass.kubernetes.io/is-default-class': 'true',
          },
        },
        provisioner: 'acme.example/disk',
        parameters: { password: CANARY },
        volumeBindingMode: 'WaitForFirstConsumer',
      }),
    ).toEqual({
      kind: 'StorageClass',
      namespace: '',
      name: 'fast',
      provisioner: 'acme.example/disk',
      bindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete',
      isDefault: true,
    });
  });

  it('is of a budget and of a policy which pods and how many', () => {
    expect(
      project('PodDisruptionBudget', {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'a' } } },
        status: { disruptionsAllowed: 1 },
      }),
    ).toEqual({
      kind: 'PodDisruptionBudget',
      ...place,
      selector: { matchLabels: { app: 'a' } },
      maxUnavailable: '1',
      disruptionsAllowed: 1,
    });
    const policy = (spec: object) =>
      project('NetworkPolicy', { metadata, spec }) as object;
    expect(
      policy({
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { note: CANARY } } }],
            ports: [
              { port: 5432 },
              { protocol: 'UDP', port: 53 },
              { port: 'db' },
              { port: 1, endPort: 9 },
            ],
          },
          {},
        ],
      }),
    ).toMatchObject({
      selector: { matchLabels: {} },
      ingress: [
        {
          ports: [
            { from: 5432, to: 5432 },
            { from: 1, to: 9 },
          ],
          namedPorts: ['db'],
          limited: true,
        },
        { limited: false },
      ],
    });
    expect(policy({ policyTypes: ['Egress'] })).not.toHaveProperty('ingress');
  });

  it('is of a claim what it asks for and what it has', () => {
    expect(
      project('PersistentVolumeClaim', {
        metadata: {
          ...place,
          creationTimestamp: '2026-02-01T00:00:00Z',
          deletionTimestamp: '2026-02-02T00:00:00Z',
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '10Gi' } },
          storageClassName: 'fast',
          volumeName: 'pv-1',
        },
        status: { phase: 'Bound', capacity: { storage: '10Gi' } },
      }),
    ).toEqual({
      kind: 'PersistentVolumeClaim',
      ...place,
      phase: 'Bound',
      storageClass: 'fast',
      capacity: '10Gi',
      requested: '10Gi',
      accessModes: ['ReadWriteOnce'],
      volume: 'pv-1',
      createdAt: '2026-02-01T00:00:00.000Z',
      deleting: true,
    });
  });
});

describe('what is kept of a warning', () => {
  const warning = (reason: string, message: string, kind = 'Pod') =>
    project('Event', {
      metadata,
      involvedObject: { kind, name: 'postgres-0', namespace: 'shop' },
      type: 'Warning',
      reason,
      message,
      count: 3,
      firstTimestamp: '2026-02-01T00:00:00Z',
      lastTimestamp: '2026-02-01T00:05:00Z',
    }) as EventObservation | undefined;

  it.each<[string, string, string | undefined]>([
    [
      'FailedScheduling',
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 nodes are available.',
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
    ],
    [
      'ProvisioningFailed',
      'storageclass.storage.k8s.io "fast" not found',
      'storageclass.storage.k8s.io "fast" not found',
    ],
    ['ProvisioningFailed', `failed with ${CANARY}`, undefined],
    [
      'ProvisioningFailed',
      `failed to provision volume with StorageClass "local-path": Only support ReadWriteOnce access mode ${CANARY}`,
      'Only support ReadWriteOnce access mode',
    ],
    [
      'ProvisioningFailed',
      `failed to provision volume with StorageClass "local-path": NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes: ${CANARY}`,
      'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
    ],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "tls" : secret "tls" not found',
      'MountVolume.SetUp failed for volume "tls" : secret "tls" not found',
    ],
    [
      'FailedMount',
      `MountVolume.SetUp failed for volume "nfs" : mount failed: exit status 32 Mounting arguments: -o password=${CANARY}`,
      undefined,
    ],
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "pv-1" Volume is already used by pod(s) postgres-7c9d-x1',
      'Multi-Attach error for volume "pv-1" Volume is already used by pod(s) postgres-7c9d-x1',
    ],
    [
      'FailedCreate',
      `create Pod postgres-0 in StatefulSet postgres failed error: pods "postgres-0" is forbidden: violates PodSecurity "restricted:latest": ${CANARY}`,
      'create Pod postgres-0 in StatefulSet postgres failed error: pods "postgres-0" is forbidden: violates PodSecurity "restricted:latest"',
    ],
    ['Unhealthy', `Readiness probe failed: ${CANARY}`, undefined],
    ['BackOff', `Back-off restarting ${CANARY}`, undefined],
    ['constructor', CANARY, undefined],
  ])('%s: %s', (reason, message, kept) => {
    const seen = warning(reason, message);
    expect(seen).toMatchObject({
      reason,
      about: { kind: 'Pod', name: 'postgres-0' },
      count: 3,
      firstAt: '2026-02-01T00:00:00.000Z',
      lastAt: '2026-02-01T00:05:00.000Z',
    });
    expect(seen?.message).toBe(kept);
  });

  it('is nothing where it is about something else', () => {
    expect(warning('BackOff', '', 'Job')).toBeUndefined();
    expect(warning('BackOff', '', 'StatefulSet')).toBeDefined();
  });

  it('is asked for as warnings alone', () => {
    expect(
      WATCHED_RESOURCES.find(({ kind }) => kind === 'Event')?.fieldSelector,
    ).toBe('type=Warning');
  });
});

describe('what is kept of a container’s end', () => {
  const exit = (message: string, more = {}) =>
    (
      project('Pod', {
        metadata,
        spec: {
          nodeName: 'n1',
          volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
        },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: {
                terminated: {
                  exitCode: 1,
                  reason: 'Error',
                  finishedAt: '2026-02-01T00:00:00Z',
                  message,
                  ...more,
                },
              },
            },
          ],
        },
      }) as PodObservation
    ).lastExit;

  it.each([
    [
      `FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership ${CANARY}`,
      'wrong-owner',
    ],
    [
      'FATAL:  data directory "/var/lib/postgresql/data/pgdata" has invalid permissions',
      'permission-denied',
    ],
    [
      'chmod: /var/lib/postgresql/data: Operation not permitted',
      'permission-denied',
    ],
    [
      'initdb: error: could not access directory "/var/lib/postgresql/data": Permission denied',
      'permission-denied',
    ],
    ['FATAL:  database files are incompatible with server', 'wrong-version'],
    ['could not write: No space left on device', 'no-space'],
    ['FATAL:  bogus data in lock file "postmaster.pid"', 'lock-file'],
    [
      'initdb: error: directory "/var/lib/postgresql/data" exists but is not empty',
      'not-empty',
    ],
    [
      'Error: Database is uninitialized and superuser password is not specified.',
      'no-password',
    ],
    [CANARY, undefined],
  ])('%s', (message, said) => {
    expect(exit(message)).toEqual({
      exitCode: 1,
      reason: 'Error',
      at: '2026-02-01T00:00:00.000Z',
      ...(said && { said }),
    });
  });

  it('is nothing where it ended well', () => {
    expect(exit('', { exitCode: 0 })).toBeUndefined();
  });

  it('tells whether other containers than the first have started', () => {
    const pod = (status: object) =>
      (project('Pod', { metadata, status }) as PodObservation).initializing;
    const waiting = { state: { waiting: { reason: 'PodInitializing' } } };
    const runs = { state: { running: { startedAt: '2026-02-01T00:00:00Z' } } };
    expect(pod({ phase: 'Pending' })).toBe(true);
    expect(pod({ phase: 'Pending', containerStatuses: [waiting] })).toBe(true);
    expect(pod({ phase: 'Running', containerStatuses: [runs] })).toBe(
      undefined,
    );
    expect(pod({ phase: 'Running', containerStatuses: [waiting, runs] })).toBe(
      undefined,
    );
  });
});

describe('what is kept of a database’s workload', () => {
  const statefulSet = (options: {
    container?: object;
    metadata?: object;
    spec?: object;
  }) =>
    project('StatefulSet', {
      metadata: { ...place, ...options.metadata },
      spec: {
        template: {
          metadata: { labels: { app: 'postgres' } },
          spec: {
            securityContext: { runAsUser: 70, fsGroup: 70 },
            containers: [
              { name: 'exporter', image: 'postgres-exporter:1' },
              {
                name: 'postgres',
                image: 'postgres:15-alpine',
                env: [
                  { name: 'POSTGRES_PASSWORD', value: CANARY },
                  { name: 'PGDATA', value: '/data/pgdata' },
                ],
                args: [CANARY],
                volumeMounts: [
                  { name: 'data', mountPath: '/data', subPath: 'pg' },
                  { name: 'config', mountPath: '/etc' },
                ],
                readinessProbe: { exec: { command: [CANARY] } },
                ...options.container,
              },
            ],
            volumes: [{ name: 'config', configMap: { name: 'x' } }],
          },
        },
        volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        ...options.spec,
      },
    }) as WorkloadObservation;

  it('is where its data is, and whom it runs as', () => {
    expect(statefulSet({})).toMatchObject({
      podLabels: { app: 'postgres' },
      retention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      server: {
        name: 'postgres',
        image: 'postgres:15-alpine',
        pgdata: '/data/pgdata',
        mounts: [{ template: 'data', path: '/data', subPath: 'pg' }],
        probes: ['readiness'],
        runAsUser: 70,
        fsGroup: 70,
        variant: 'alpine',
        imageUser: 70,
      },
    });
    expect(statefulSet({ container: { env: [] } }).server?.pgdata).toBe(
      '/var/lib/postgresql/data',
    );
    const elsewhere = [{ name: 'PGDATA', valueFrom: { configMapKeyRef: {} } }];
    expect(
      statefulSet({ container: { env: elsewhere } }).server?.pgdata,
    ).toBeUndefined();
  });

  it('is none where each container with its image runs a client', () => {
    const client = { command: ['psql', '-h', CANARY] };
    expect(statefulSet({ container: client })).toMatchObject({
      clientsOnly: true,
    });
    expect(statefulSet({ container: client }).server).toBeUndefined();
    expect(JSON.stringify(statefulSet({ container: client }))).not.toContain(
      CANARY,
    );
    expect(statefulSet({}).clientsOnly).toBeUndefined();
  });

  const id = (where: string) => ({
    annotations: {
      'argocd.argoproj.io/tracking-id': `shop:apps/StatefulSet:${where}`,
    },
  });
  it.each([
    [id('shop/postgres'), { tool: 'argo-cd', name: 'shop', certain: true }],
    // Copied from another object.
    [id('shop/other'), undefined],
    [
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'teams_shop:apps/StatefulSet:shop/postgres',
        },
      },
      { tool: 'argo-cd', name: 'shop', namespace: 'teams', certain: true },
    ],
    [
      { labels: { 'app.kubernetes.io/instance': 'shop' } },
      { tool: 'argo-cd', name: 'shop' },
    ],
    [
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      { tool: 'flux', name: 'apps', namespace: 'flux-system', certain: true },
    ],
    [{}, undefined],
  ])('is what applies it: %p', (own, appliedBy) => {
    expect(statefulSet({ metadata: own }).appliedBy).toEqual(appliedBy);
  });

  it('is of a schedule when it ran, and which program', () => {
    const template = (command: string[]) => ({
      spec: { containers: [{ image: 'postgres:15', command }] },
    });
    const cronJob = (command: string[]) =>
      project('CronJob', {
        metadata: place,
        spec: {
          schedule: '0 3 * * *',
          suspend: true,
          jobTemplate: { spec: { template: template(command) } },
        },
        status: {
          lastScheduleTime: '2026-02-01T03:00:00Z',
          lastSuccessfulTime: '2026-02-01T03:01:00Z',
        },
      }) as WorkloadObservation;
    expect(
      cronJob(['sh', '-c', `PGPASSWORD=${CANARY} pg_dump -Fc > /dump`]),
    ).toMatchObject({
      backupTool: 'pg_dump',
      timetable: {
        schedule: '0 3 * * *',
        suspended: true,
        lastScheduledAt: '2026-02-01T03:00:00.000Z',
        lastSuccessAt: '2026-02-01T03:01:00.000Z',
      },
    });
    expect(cronJob(['my-pg_dump-wrapper']).backupTool).toBeUndefined();
    expect(
      project('Job', {
        metadata: {
          ...place,
          ownerReferences: [{ kind: 'CronJob', name: 'backup' }],
        },
        spec: { template: template([]) },
        status: {
          conditions: [
            {
              type: 'Failed',
              status: 'True',
              lastTransitionTime: '2026-02-01T03:02:00Z',
            },
          ],
        },
      }),
    ).toMatchObject({
      ended: {
        cronJob: 'backup',
        outcome: 'failed',
        at: '2026-02-01T03:02:00.000Z',
      },
    });
  });
});

describe('what is kept of what applies and of operators', () => {
  const immutable =
    'StatefulSet.apps "postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\', …';

  it('is of an Application how it stands and what it failed at', () => {
    const resource = (name: string, status: string, message = CANARY) => ({
      kind: 'StatefulSet',
      namespace: 'shop',
      name,
      status,
      message,
    });
    expect(
      project('Application', {
        metadata: { namespace: 'argocd', name: 'shop' },
        spec: {
          source: { helm: { parameters: [{ value: CANARY }] } },
          destination: { namespace: 'shop' },
          syncPolicy: { automated: { prune: true } },
        },
        status: {
          sync: { status: 'OutOfSync' },
          operationState: {
            message: CANARY,
            syncResult: {
              resources: [
                resource('postgres', 'SyncFailed', immutable),
                resource('other', 'SyncFailed'),
                resource('fine', 'Synced'),
              ],
            },
          },
        },
      }),
    ).toEqual<SyncObservation>({
      kind: 'Application',
      namespace: 'argocd',
      name: 'shop',
      destination: 'shop',
      state: 'OutOfSync',
      prunes: true,
      failures: [
        {
          kind: 'StatefulSet',
          namespace: 'shop',
          name: 'postgres',
          why: 'immutable',
        },
        {
          kind: 'StatefulSet',
          namespace: 'shop',
          name: 'other',
          why: 'refused',
        },
      ],
    });
  });

  it('is of a Kustomization whether it is ready, and what it failed at', () => {
    const kustomization = (status: string, message: string) =>
      project('Kustomization', {
        metadata: { namespace: 'flux-system', name: 'apps' },
        spec: { prune: true, postBuild: { substitute: { A: CANARY } } },
        status: {
          conditions: [
            { type: 'Ready', status, reason: 'ReconciliationFailed', message },
          ],
        },
      });
    expect(
      kustomization(
        'False',
        `StatefulSet/shop/postgres dry-run failed (Invalid): ${immutable} ${CANARY}`,
      ),
    ).toMatchObject({
      state: 'ReconciliationFailed',
      prunes: true,
      failures: [
        {
          kind: 'StatefulSet',
          namespace: 'shop',
          name: 'postgres',
          why: 'immutable',
        },
      ],
    });
    expect(kustomization('True', CANARY)).toMatchObject({
      state: 'Ready',
      failures: [],
    });
  });

  it('is of a Cluster of CloudNativePG what its status says', () => {
    expect(
      project('Cluster', {
        metadata,
        spec: {
          instances: 3,
          imageName: 'ghcr.io/cloudnative-pg/postgresql:16.4',
          backup: { barmanObjectStore: { path: CANARY } },
        },
        status: {
          phase: 'Cluster in healthy state',
          currentPrimary: 'postgres-1',
          readyInstances: 2,
          healthyPVC: ['postgres-2', 'postgres-1'],
          lastSuccessfulBackup: '2026-02-01T00:00:00Z',
          conditions: [{ type: 'ContinuousArchiving', status: 'False' }],
        },
      }),
    ).toEqual({
      kind: 'Cluster',
      ...place,
      generation: 0,
      phase: 'Cluster in healthy state',
      primary: 'postgres-1',
      image: 'ghcr.io/cloudnative-pg/postgresql:16.4',
      instances: 3,
      readyInstances: 2,
      claims: ['postgres-1', 'postgres-2'],
      lastBackupAt: '2026-02-01T00:00:00.000Z',
      walArchiving: 'failing',
      hasBackup: true,
    });
  });

  it('is of Zalando’s what its status says', () => {
    expect(
      project('postgresql', {
        metadata,
        spec: {
          numberOfInstances: 2,
          postgresql: { version: '16', parameters: { a: CANARY } },
        },
        status: { PostgresClusterStatus: 'Running' },
      }),
    ).toEqual({
      kind: 'postgresql',
      ...place,
      generation: 0,
      phase: 'Running',
      version: '16',
      instances: 2,
      claims: [],
    });
  });
});
