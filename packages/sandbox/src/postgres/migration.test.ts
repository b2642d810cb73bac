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
  DatabaseSnapshot,
  GuardVerdict,
  parseGuardVerdict,
  parseSnapshotVerdict,
  renderSnapshotRequest,
  SnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  claim,
  eventually,
  startQuickCluster,
  workload,
} from '../controllers/__testUtils__/testCluster';
import { recordAt, recordsAt } from '../kubernetes/json/isRecord';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { SandboxCluster } from '../kubernetes/SandboxCluster';

const NAMESPACE = 'prod';
const PGDATA = '/var/lib/postgresql/data/pgdata';

const ENVIRONMENT = [
  { name: 'POSTGRES_USER', value: 'observer' },
  { name: 'POSTGRES_PASSWORD', value: 'first' },
  { name: 'POSTGRES_DB', value: 'observer' },
];

interface Server {
  replicas?: number;
  image?: string;
  pgdata?: string;
  claim?: string;
  subPath?: string;
  /** The id of its guard. */
  guard?: string;
  released?: number;
  app?: string;
}

/** A PostgreSQL as a Deployment or a StatefulSet has it, on a claim. */
function server(
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  options: Server = {},
): KubernetesObject {
  const { image = 'postgres:15-alpine', pgdata = PGDATA, subPath } = options;
  const volumeMounts = [
    { name: 'data', mountPath: '/var/lib/postgresql/data', subPath },
  ];
  const pgdataVariable = { name: 'PGDATA', value: pgdata };
  const guard = {
    name: 'safekeep-guard',
    image,
    command: ['/bin/sh', '-c', 'guard'],
    env: [
      pgdataVariable,
      { name: 'SAFEKEEP_GUARD', value: options.guard },
      { name: 'SAFEKEEP_MAJOR', value: /:(\d+)/.exec(image)?.[1] },
      { name: 'SAFEKEEP_PATIENCE', value: '0.2' },
      ...(options.released
        ? [{ name: 'SAFEKEEP_RELEASED_LOCK', value: `${options.released}` }]
        : []),
    ],
    volumeMounts,
  };
  const object = workload(kind, name, {
    image,
    container: { env: [...ENVIRONMENT, pgdataVariable], volumeMounts },
    podSpec: {
      ...(options.guard ? { initContainers: [guard] } : {}),
      volumes: [
        {
          name: 'data',
          persistentVolumeClaim: { claimName: options.claim ?? 'data' },
        },
      ],
    },
    spec: { replicas: options.replicas ?? 1 },
  });
  const spec = recordAt(object, 'spec');
  const labels = { app: name, db: options.app ?? 'postgres' };
  const template = recordAt(spec, 'template');
  return {
    ...object,
    spec: { ...spec, template: { ...template, metadata: { labels } } },
  };
}

function service(name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector: { db: name }, ports: [{ port: 5432 }] },
  };
}

const client = workload('Deployment', 'observer', {
  container: {
    env: [
      { name: 'DB_HOST', value: 'postgres' },
      { name: 'DB_USER', value: 'observer' },
      { name: 'DB_PASSWORD', value: 'first' },
    ],
  },
});

/** A snapshot Job; what else it does is in its environment. */
function snapshotJob(
  name: string,
  options: { host?: string; password?: string; env?: object[] } = {},
): KubernetesObject {
  const annotations = {
    'safekeep.io/database-snapshot': renderSnapshotRequest({
      migration: '0123456789',
      moment: 'before',
      database: 'deployment/postgres',
    }),
  };
  const labels = { 'safekeep.io/job': 'database-snapshot' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: NAMESPACE, labels, annotations },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels, annotations },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'snapshot',
              image: 'postgres:15-alpine',
              command: ['/bin/sh', '-c'],
              args: ['psql'],
              env: [
                { name: 'PGHOST', value: options.host ?? 'postgres' },
                { name: 'PGUSER', value: 'observer' },
                { name: 'PGPASSWORD', value: options.password ?? 'first' },
                { name: 'SAFEKEEP_PATIENCE', value: '0.2' },
                ...(options.env ?? []),
              ],
              volumeMounts: [{ name: 'dump', mountPath: '/dump' }],
            },
          ],
          volumes: [
            { name: 'dump', persistentVolumeClaim: { claimName: 'dump' } },
          ],
        },
      },
    },
  };
}

describe('a simulated PostgreSQL that moves', () => {
  let cluster: SandboxCluster;

  beforeEach(async () => {
    cluster = await startQuickCluster(
      { restartBackOffMs: 20 },
      {
        databases: [
          {
            namespace: NAMESPACE,
            claim: 'data',
            path: 'pgdata',
            contents: {
              observer: [
                { schema: 'public', name: 'ticks', rows: 1000, growth: 50 },
                { schema: 'public', name: 'symbols', rows: 7 },
              ],
            },
          },
        ],
      },
    );
    await apply(
      claim('data'),
      claim('other'),
      claim('dump'),
      service('postgres'),
    );
  }, 60_000);
  afterEach(async () => cluster.stop());

  async function apply(...objects: KubernetesObject[]) {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  function podsOf(name: string): KubernetesObject[] {
    return cluster
      .list('v1', 'Pod', NAMESPACE)
      .filter(({ metadata }) => metadata.name.startsWith(`${name}-`));
  }

  async function untilReady(name: string) {
    await eventually(() => {
      const pods = podsOf(name);
      expect(
        pods.map(
          pod => recordsAt(pod, 'status', 'containerStatuses')[0]?.ready,
        ),
      ).toEqual([true]);
    });
  }

  function guardOf(name: string) {
    const [pod] = podsOf(name);
    return recordsAt(pod, 'status', 'initContainerStatuses')[0];
  }

  async function untilVerdict(name: string, expected: GuardVerdict) {
    await eventually(() => {
      const { state, lastState } = guardOf(name) ?? {};
      const end =
        recordAt(state, 'terminated').message ??
        recordAt(lastState, 'terminated').message;
      expect(parseGuardVerdict(String(end))).toEqual(expected);
    });
  }

  async function said(
    name: string,
    options?: Parameters<typeof snapshotJob>[1],
  ): Promise<SnapshotVerdict> {
    await apply(snapshotJob(name, options));
    let verdict: SnapshotVerdict | undefined;
    await eventually(() => {
      const [pod] = podsOf(name);
      const [status] = recordsAt(pod, 'status', 'containerStatuses');
      const { message } = recordAt(status, 'state', 'terminated');
      verdict = parseSnapshotVerdict(String(message));
      expect(verdict).toBeDefined();
    });
    return verdict!;
  }

  async function snapshot(
    name: string,
    options?: Parameters<typeof snapshotJob>[1],
  ): Promise<DatabaseSnapshot> {
    const verdict = await said(name, options);
    if (verdict.verdict !== 'taken') {
      throw new Error(verdict.detail);
    }
    return verdict.snapshot;
  }

  const rows = ({ tables }: DatabaseSnapshot, name: string) =>
    tables.find(table => table.name === name)?.rows;

  it('stays one database while its guard waits for the server before', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    const before = await snapshot('before');
    await apply(server('StatefulSet', 'new', { guard: 'first' }));
    await eventually(() =>
      expect(recordAt(guardOf('new'), 'state').running).toBeDefined(),
    );
    expect(recordAt(podsOf('new')[0], 'status').phase).toBe('Pending');

    await apply(server('Deployment', 'old', { replicas: 0 }));
    await untilReady('new');
    await untilVerdict('new', { verdict: 'passed' });
    expect(await snapshot('after')).toEqual({
      ...before,
      takenAt: expect.any(String),
      serverStartedAt: expect.any(String),
    });
    expect(cluster.databaseCorruptions()).toEqual([]);

    // Its own restart is nobody's business.
    const [{ metadata }] = podsOf('new');
    await cluster.delete('v1', 'Pod', metadata.name, NAMESPACE);
    await eventually(() =>
      expect(podsOf('new')[0]?.metadata.uid).not.toBe(metadata.uid),
    );
    await untilReady('new');
    await untilVerdict('new', { verdict: 'passed-before' });
  });

  it('is two servers on one directory without a guard', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    await apply(server('StatefulSet', 'new'));
    await untilReady('new');
    expect(cluster.databaseCorruptions()).toEqual([
      {
        directory: expect.stringMatching(/^pvc-.*\/pgdata$/),
        first: expect.objectContaining({
          name: podsOf('old')[0].metadata.name,
        }),
        second: expect.objectContaining({ name: 'new-0' }),
      },
    ]);
  });

  it('keeps the lock of a server that was killed until that is released', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    const response = await fetch(
      `${cluster.url}/api/v1/namespaces/${NAMESPACE}/pods/${
        podsOf('old')[0].metadata.name
      }?gracePeriodSeconds=0`,
      {
        method: 'DELETE',
        headers: { authorization: `Bearer ${cluster.token}` },
      },
    );
    expect(response.status).toBe(200);
    await apply(server('Deployment', 'old', { replicas: 0 }));
    await eventually(() => expect(podsOf('old')).toEqual([]));
    await apply(server('StatefulSet', 'new', { guard: 'first' }));
    let lockSince = 0;
    await eventually(() => {
      const { terminated } = recordAt(guardOf('new'), 'lastState');
      const verdict = parseGuardVerdict(
        String((terminated as { message?: string })?.message),
      );
      expect(verdict?.verdict).toBe('waiting');
      lockSince = verdict?.lockSince ?? 0;
    });
    expect(Math.abs(lockSince - Date.now() / 1000)).toBeLessThan(60);
    expect(podsOf('new')).toHaveLength(1);

    const release = async (released: number) => {
      await apply(server('StatefulSet', 'new', { guard: 'first', released }));
      const [{ metadata }] = podsOf('new');
      await cluster.delete('v1', 'Pod', metadata.name, NAMESPACE);
      await eventually(() =>
        expect(podsOf('new')[0]?.metadata.uid).not.toBe(metadata.uid),
      );
    };
    // Only that very lock.
    await release(lockSince - 1);
    await untilVerdict('new', { verdict: 'waiting', lockSince });
    await release(lockSince);
    await untilReady('new');
    await untilVerdict('new', { verdict: 'released' });
    expect(rows(await snapshot('after'), 'symbols')).toBe(7);
  });

  it.each<[string, Server]>([
    ['another PGDATA', { pgdata: '/var/lib/postgresql/data' }],
    ['another folder of the volume', { subPath: 'postgres' }],
    ['another claim', { claim: 'other' }],
  ])('is an empty one at %s, which a guard does not pass', async (_, place) => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    const before = await snapshot('before');
    await apply(server('Deployment', 'old', { replicas: 0 }));
    await apply(server('StatefulSet', 'guarded', { ...place, guard: 'first' }));
    await untilVerdict('guarded', { verdict: 'no-data' });
    await cluster.delete('apps/v1', 'StatefulSet', 'guarded', NAMESPACE);
    await eventually(() => expect(podsOf('guarded')).toEqual([]));

    await apply(server('StatefulSet', 'new', place));
    await untilReady('new');
    const after = await snapshot('after');
    expect(after.tables).toEqual([]);
    expect(after.systemIdentifier).not.toBe(before.systemIdentifier);
    expect(cluster.databaseCorruptions()).toEqual([]);
  });

  it('does not start on the files of another major', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    await apply(server('Deployment', 'old', { replicas: 0 }));
    await eventually(() => expect(podsOf('old')).toEqual([]));
    const image = 'postgres:16-alpine';
    await apply(
      server('StatefulSet', 'guarded', { image, guard: 'first' }),
      server('StatefulSet', 'new', { image }),
    );
    await untilVerdict('guarded', { verdict: 'wrong-major' });
    await eventually(() => {
      const [status] = recordsAt(
        podsOf('new')[0],
        'status',
        'containerStatuses',
      );
      expect(recordAt(status, 'lastState', 'terminated').exitCode).toBe(1);
    });
  });

  it('lets in who was there before it', async () => {
    await apply(client);
    await untilReady('observer');
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    expect(await snapshot('before')).toMatchObject({ otherSessions: 1 });
  });

  it('grows while somebody is connected, and is left alone by a Job that waits for quiet', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    const before = await snapshot('before');
    expect(before.otherSessions).toBe(0);
    await apply(client);
    await untilReady('observer');
    await new Promise(resolve => setTimeout(resolve, 100));
    const during = await snapshot('during');
    expect(during.otherSessions).toBe(1);
    expect(rows(during, 'ticks')).toBeGreaterThan(rows(before, 'ticks')!);
    expect(rows(during, 'symbols')).toBe(7);
    const digest = ({ databases }: DatabaseSnapshot) =>
      databases.find(({ name }) => name === 'observer')?.tablesDigest;
    expect(digest(during)).not.toBe(digest(before));
    const quiet = { env: [{ name: 'SAFEKEEP_QUIET', value: '1' }] };
    expect(await said('noisy', quiet)).toEqual({
      verdict: 'failed',
      detail: 'clients-connected',
    });
    await cluster.delete('apps/v1', 'Deployment', 'observer', NAMESPACE);
    await eventually(() => expect(podsOf('observer')).toEqual([]));
    const after = await snapshot('quiet', quiet);
    const again = await snapshot('again');
    expect(again).toEqual({ ...after, takenAt: expect.any(String) });
    expect(await said('stranger', { password: 'second' })).toEqual({
      verdict: 'failed',
      detail: 'login-refused',
    });
    expect(await said('lost', { host: 'nowhere' })).toEqual({
      verdict: 'failed',
      detail: 'server-unreachable',
    });
  });

  it('is told from the server that was looked at before', async () => {
    await apply(server('Deployment', 'old'));
    await untilReady('old');
    const { takenAt, systemIdentifier } = await snapshot('before');
    const later = {
      env: [
        { name: 'SAFEKEEP_SINCE', value: takenAt },
        { name: 'SAFEKEEP_SYSTEM_IDENTIFIER', value: systemIdentifier },
      ],
    };
    expect(await said('early', later)).toEqual({
      verdict: 'failed',
      detail: 'same-server',
    });
    const [{ metadata }] = podsOf('old');
    await cluster.delete('v1', 'Pod', metadata.name, NAMESPACE);
    await eventually(() =>
      expect(podsOf('old')[0]?.metadata.uid).not.toBe(metadata.uid),
    );
    await untilReady('old');
    expect(await snapshot('after', later)).toMatchObject({ systemIdentifier });
  });

  it('moves by a dump into an empty server, once', async () => {
    await apply(service('new'), server('Deployment', 'old'));
    await untilReady('old');
    const transfer = (name: string, host?: string) => ({
      host,
      env: [{ name, value: '/run/safekeep/dump' }],
    });
    await apply(server('StatefulSet', 'new', { claim: 'other', app: 'new' }));
    await untilReady('new');
    expect(await said('early', transfer('SAFEKEEP_RESTORE', 'new'))).toEqual({
      verdict: 'failed',
      detail: 'dump-missing',
    });
    const before = await snapshot('before', transfer('SAFEKEEP_DUMP'));
    expect(await said('wrong', transfer('SAFEKEEP_RESTORE'))).toEqual({
      verdict: 'failed',
      detail: 'same-server',
    });
    const after = await snapshot('after', transfer('SAFEKEEP_RESTORE', 'new'));
    expect(after.tables).toEqual(before.tables);
    expect(after.databases).toEqual(before.databases);
    expect(after.systemIdentifier).not.toBe(before.systemIdentifier);
    const again = await snapshot('again', transfer('SAFEKEEP_RESTORE', 'new'));
    expect(again.tables).toEqual(before.tables);
    expect(await said('late', transfer('SAFEKEEP_DUMP'))).toEqual({
      verdict: 'failed',
      detail: 'restored-already',
    });
  });
});
