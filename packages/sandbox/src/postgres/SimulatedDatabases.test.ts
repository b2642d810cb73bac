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
  PasswordRotation,
  renderPasswordRotation,
  renderPasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { createHash } from 'node:crypto';
import {
  claim,
  eventually,
  startQuickCluster,
  workload,
} from '../controllers/__testUtils__/testCluster';
import { recordAt, recordsAt } from '../kubernetes/json/isRecord';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { SandboxCluster } from '../kubernetes/SandboxCluster';
import { doesFit, makeVerifier } from './scram';

const NAMESPACE = 'prod';

describe('a simulated PostgreSQL', () => {
  let cluster: SandboxCluster;

  beforeEach(async () => {
    cluster = await startQuickCluster({ restartBackOffMs: 20 });
  }, 60_000);
  afterEach(async () => cluster.stop());

  async function apply(...objects: KubernetesObject[]) {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  function secret(data: Record<string, string>): KubernetesObject {
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: NAMESPACE },
      stringData: data,
    };
  }

  function from(name: string, key: string) {
    return { name, valueFrom: { secretKeyRef: { name: 'db', key } } };
  }

  const service: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'postgres', namespace: NAMESPACE },
    spec: { selector: { app: 'postgres' }, ports: [{ port: 5432 }] },
  };

  function postgres(environment: object[] = []): KubernetesObject {
    return workload('StatefulSet', 'postgres', {
      image: 'postgres:15-alpine',
      container: {
        env: [
          { name: 'POSTGRES_USER', value: 'observer' },
          from('POSTGRES_PASSWORD', 'PASSWORD'),
          ...environment,
        ],
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
      },
      podSpec: {
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
        ],
      },
    });
  }

  function client(name: string, environment: object[]): KubernetesObject {
    return workload('Deployment', name, {
      container: {
        env: [{ name: 'DB_HOST', value: 'postgres' }, ...environment],
      },
    });
  }

  const observer = (name: string = 'observer') =>
    client(name, [
      { name: 'DB_USER', value: 'observer' },
      from('DB_PASSWORD', 'PASSWORD'),
    ]);

  function rotationJob(
    name: string,
    options: {
      verifier?: string;
      files: Record<string, string>;
      environment?: Record<string, string>;
      patience?: number;
      step?: PasswordRotation['step'];
    },
  ): KubernetesObject {
    const { verifier = '', files, environment = {}, step = 'change' } = options;
    const annotations = {
      'safekeep.io/password-rotation': renderPasswordRotation({
        strategy: step === 'change' ? 'in-place' : 'two-slot',
        step,
        secret: 'db',
        keys: ['PASSWORD'],
        database: 'statefulset/postgres',
        rotatedAt: '2026-11-22T10:00:00Z',
      }),
    };
    const labels = { 'safekeep.io/job': 'password-rotation' };
    const variables = {
      PGHOST: 'postgres',
      SAFEKEEP_VALUES: '/run/safekeep',
      SAFEKEEP_PATIENCE: String(options.patience ?? 20),
      VERIFIER_SHA256: createHash('sha256').update(verifier).digest('hex'),
      ...environment,
    };
    const items = Object.entries(files).map(([path, key]) => ({ path, key }));
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
                name: 'rotate',
                image: 'postgres:15-alpine',
                command: ['/bin/sh', '-c'],
                args: ['psql'],
                env: Object.entries(variables).map(([key, value]) => ({
                  name: key,
                  value,
                })),
                volumeMounts: [{ name: 'values', mountPath: '/run/safekeep' }],
              },
            ],
            volumes: [
              {
                name: 'values',
                projected: {
                  sources: [{ secret: { name: 'db', optional: true, items } }],
                },
              },
            ],
          },
        },
      },
    };
  }

  function podsOf(name: string): KubernetesObject[] {
    return cluster
      .list('v1', 'Pod', NAMESPACE)
      .filter(({ metadata }) => metadata.name.startsWith(`${name}-`));
  }

  function containerOf(pod: KubernetesObject) {
    return recordsAt(pod, 'status', 'containerStatuses')[0];
  }

  const readyPods = (name: string) =>
    podsOf(name).filter(pod => containerOf(pod)?.ready).length;

  function said(name: string): string | undefined {
    const [pod] = podsOf(name);
    const message =
      pod && recordAt(containerOf(pod), 'state', 'terminated').message;
    return typeof message === 'string' ? message.trim() : undefined;
  }

  async function untilSaid(
    name: string,
    verdict: Parameters<typeof renderPasswordVerdict>[0],
  ) {
    await eventually(() =>
      expect(said(name)).toBe(renderPasswordVerdict(verdict)),
    );
  }

  async function startDatabase(environment: object[] = []) {
    await apply(secret({ PASSWORD: 'first' }), claim('data'), service);
    await apply(postgres(environment));
    await eventually(() => expect(readyPods('postgres')).toBe(1));
  }

  const SECOND = makeVerifier('second');
  const rotated = {
    PASSWORD: 'second',
    PASSWORD_PREVIOUS: 'first',
    PASSWORD_VERIFIER: SECOND,
  };
  const FILES = {
    new: 'PASSWORD',
    previous: 'PASSWORD_PREVIOUS',
    verifier: 'PASSWORD_VERIFIER',
  };
  const inPlace = (options: { patience?: number } = {}) =>
    rotationJob('rotate', {
      verifier: SECOND,
      files: FILES,
      environment: { SAFEKEEP_ROLE: 'observer' },
      ...options,
    });

  it('keeps the password of its first start, and refuses every other', async () => {
    await startDatabase();
    await apply(observer());
    await eventually(() => expect(readyPods('observer')).toBe(1));

    await apply(secret({ PASSWORD: 'second' }));
    // Who is connected stays so; who comes is refused.
    await apply(observer('late'));
    await eventually(() => {
      const [pod] = podsOf('late');
      expect(recordAt(containerOf(pod), 'state', 'waiting').reason).toBe(
        'CrashLoopBackOff',
      );
    });
    expect(readyPods('late')).toBe(0);
    const [{ metadata }] = podsOf('late');
    const log = await fetch(
      `${cluster.url}/api/v1/namespaces/${NAMESPACE}/pods/${metadata.name}/log`,
      { headers: { authorization: `Bearer ${cluster.token}` } },
    );
    expect(await log.text()).toContain(
      'FATAL:  password authentication failed for user "observer"',
    );
    expect(readyPods('observer')).toBe(1);

    // Nor does its own restart change that, while its claim is there.
    const [before] = podsOf('postgres');
    await cluster.delete('v1', 'Pod', before.metadata.name, NAMESPACE);
    await eventually(() => {
      const [pod] = podsOf('postgres');
      expect(pod?.metadata.uid).not.toBe(before.metadata.uid);
      expect(readyPods('postgres')).toBe(1);
    });
    await apply(observer('later'));
    await eventually(() =>
      expect(containerOf(podsOf('later')[0])?.restartCount).toBeGreaterThan(0),
    );

    await apply(secret({ PASSWORD: 'first' }));
    await eventually(() => expect(readyPods('later')).toBe(1));
  });

  it('takes the new password from a Job, after which clients start', async () => {
    await startDatabase();
    await apply(secret(rotated), observer());
    await eventually(() =>
      expect(containerOf(podsOf('observer')[0])?.restartCount).toBeGreaterThan(
        0,
      ),
    );
    await apply(inPlace());
    await untilSaid('rotate', { verdict: 'changed', login: 'new' });
    await eventually(() => {
      expect(readyPods('observer')).toBe(1);
      const job = cluster.get('batch/v1', 'Job', 'rotate', NAMESPACE);
      expect(recordAt(job, 'status').succeeded).toBe(1);
    });
    await apply({
      ...inPlace(),
      metadata: { ...inPlace().metadata, name: 'again' },
    });
    await untilSaid('again', { verdict: 'unchanged', login: 'new' });
  });

  it('waits for its Secret and for its server', async () => {
    await apply(secret({ PASSWORD: 'first' }), claim('data'), service);
    await apply(inPlace());
    await eventually(() => expect(podsOf('rotate')).toHaveLength(1));
    await apply(postgres());
    await eventually(() => expect(readyPods('postgres')).toBe(1));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(said('rotate')).toBe(undefined);
    await apply(secret(rotated));
    await untilSaid('rotate', { verdict: 'changed', login: 'new' });
  });

  it.each([
    [
      'no password that fits',
      { ...rotated, PASSWORD_PREVIOUS: 'other' },
      [],
      { login: 'none', detail: 'previous-refused' },
    ],
    [
      'a server that lets anyone in',
      rotated,
      [{ name: 'POSTGRES_HOST_AUTH_METHOD', value: 'trust' }],
      { login: 'unchecked', detail: 'password-not-checked' },
    ],
    [
      'a Secret that does not come',
      { PASSWORD: 'second' },
      [],
      { login: 'unchecked', detail: 'secret-not-updated' },
    ],
    [
      'a verifier of another password',
      { ...rotated, PASSWORD: 'third' },
      [],
      { login: 'none', detail: 'login-refused-after-change' },
    ],
  ] as const)('says what failed: %s', async (_, data, environment, end) => {
    await startDatabase([...environment]);
    await apply(secret(data), inPlace({ patience: 0.1 }));
    await untilSaid('rotate', { verdict: 'failed', ...end });
    await eventually(() => {
      const job = cluster.get('batch/v1', 'Job', 'rotate', NAMESPACE);
      expect(recordAt(job, 'status').failed).toBe(1);
    });
  });

  it('has two roles take turns', async () => {
    await startDatabase();
    await apply(
      secret({
        ...rotated,
        PASSWORD: 'first',
        USER: 'app',
        APP: 'own',
        PASSWORD_A: 'second',
      }),
    );
    const slot = (
      name: string,
      options: Record<string, string>,
      step: PasswordRotation['step'],
    ) =>
      rotationJob(name, {
        verifier: SECOND,
        files: {
          new: 'PASSWORD_A',
          verifier: 'PASSWORD_VERIFIER',
          admin: 'PASSWORD',
        },
        environment: {
          SAFEKEEP_ADMIN: 'observer',
          SAFEKEEP_OWNER: 'observer',
          SAFEKEEP_SLOT: 'observer_a',
          SAFEKEEP_RETIRE: '',
          ...options,
        },
        patience: 0.2,
        step,
      });
    const asSlot = (name: string) =>
      client(name, [
        { name: 'DB_USER', value: 'observer_a' },
        from('DB_PASSWORD', 'PASSWORD_A'),
      ]);
    await apply(slot('prepare', {}, 'prepare'));
    await untilSaid('prepare', { verdict: 'changed', login: 'new' });
    await apply(asSlot('switched'));
    await eventually(() => expect(readyPods('switched')).toBe(1));

    // The owner is the administrator here, and a second slot has nobody's use.
    await apply(slot('keep', { SAFEKEEP_RETIRE: 'observer' }, 'retire'));
    await untilSaid('keep', {
      verdict: 'retired',
      login: 'new',
      detail: 'owner-kept',
    });
    const shutOut = {
      SAFEKEEP_SLOT: 'observer_b',
      SAFEKEEP_RETIRE: 'observer_a',
    };
    await apply(slot('early', shutOut, 'retire'));
    await untilSaid('early', {
      verdict: 'failed',
      login: 'new',
      detail: 'sessions-connected',
    });
    await cluster.delete('apps/v1', 'Deployment', 'switched', NAMESPACE);
    await eventually(() => expect(podsOf('switched')).toEqual([]));
    await apply(slot('retire', shutOut, 'retire'));
    await untilSaid('retire', { verdict: 'retired', login: 'new' });
    await apply(asSlot('refused'));
    await eventually(() =>
      expect(containerOf(podsOf('refused')[0])?.restartCount).toBeGreaterThan(
        0,
      ),
    );
    await apply(slot('taken', { SAFEKEEP_SLOT: 'observer' }, 'prepare'));
    await untilSaid('taken', {
      verdict: 'failed',
      login: 'unchecked',
      detail: 'slot-taken',
    });
  });
});

describe('a verifier', () => {
  // The password and the salt of RFC 7677, section 3, as PostgreSQL keeps them.
  const PENCIL =
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';

  it('fits its password and no other', () => {
    expect(doesFit('pencil', PENCIL)).toBe(true);
    expect(doesFit('pencil ', PENCIL)).toBe(false);
    expect(doesFit('pencil', PENCIL.replace('wfPL', 'xfPL'))).toBe(false);
    expect(doesFit('pencil', PENCIL.replace('$WG5d', '$XG5d'))).toBe(false);
    expect(doesFit('pencil', 'pencil')).toBe(false);
    expect(doesFit('pencil', makeVerifier('pencil'))).toBe(true);
  });
});
