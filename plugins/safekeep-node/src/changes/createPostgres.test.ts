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

import { parse, parseAllDocuments } from 'yaml';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { parseSealingCertificate } from '../sealing';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import { changePasswordSlot } from './changePasswordSlot';
import { createPostgres, CreatePostgresOptions } from './createPostgres';
import { PlannedChange } from './PlannedChange';
import { rotateDatabasePassword } from './rotateDatabasePassword';

const keys = createSealingKeyPair();
const BASE: CreatePostgresOptions = {
  certificate: parseSealingCertificate(keys.certificate),
  namespace: 'observer-prod',
  name: 'ticks',
  now: new Date('2026-03-01T12:00:00Z'),
  image: 'postgres:17.6-alpine',
  role: 'observer',
  database: 'ticks',
  storageClass: 'local-path',
  storage: '10Gi',
};

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- any object of Kubernetes */
type Manifest = any;

function create(
  change: Partial<CreatePostgresOptions> = {},
  files = observerFiles(),
) {
  const result = createPostgres(files, { ...BASE, ...change });
  const after = applyChanges(files, result.changes);
  const objects: Manifest[] = result.changes
    .filter(({ action }) => action === 'create')
    .flatMap(({ content }) => parseAllDocuments(content!))
    .map(document => document.toJS());
  const find = (kind: string, name: string): Manifest => {
    const found = objects.filter(
      each => each.kind === kind && each.metadata.name === name,
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  const values = (name: string) =>
    Object.fromEntries(
      Object.entries<string>(find('SealedSecret', name).spec.encryptedData).map(
        ([key, text]) => [
          key,
          unseal(text, keys, `observer-prod/${name}`).toString(),
        ],
      ),
    );
  return { result, after, objects, find, values };
}

// Several values are sealed in each.
jest.setTimeout(60_000);

describe('createPostgres', () => {
  it('writes all that a server needs, and lists it', () => {
    const { result, after, objects } = create();
    expect(result.changes.map(({ path, action }) => [path, action])).toEqual([
      ['cronjobs/ticks-backup.yaml', 'create'],
      ['kustomization.yaml', 'update'],
      ['sealed-secrets/ticks-app-sealed-secret.yaml', 'create'],
      ['sealed-secrets/ticks-superuser-sealed-secret.yaml', 'create'],
      ['statefulsets/ticks.yaml', 'create'],
    ]);
    expect(parse(after.get('kustomization.yaml')!).resources).toEqual([
      'namespace.yaml',
      'deployments/postgres.yaml',
      'secrets/observer-secrets.yaml',
      'deployments/observer.yaml',
      'sealed-secrets/ticks-superuser-sealed-secret.yaml',
      'sealed-secrets/ticks-app-sealed-secret.yaml',
      'statefulsets/ticks.yaml',
      'cronjobs/ticks-backup.yaml',
    ]);
    expect(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ).toEqual([
      'PersistentVolumeClaim ticks-backups',
      'CronJob ticks-backup',
      'Job ticks-backup-first',
      'SealedSecret ticks-app',
      'SealedSecret ticks-superuser',
      'Service ticks',
      'Service ticks-headless',
      'ConfigMap ticks-init',
      'StatefulSet ticks',
      'PodDisruptionBudget ticks',
      'NetworkPolicy ticks',
    ]);
    for (const { metadata } of objects) {
      expect(metadata.namespace).toBe('observer-prod');
    }
    expect(result).toMatchObject({
      path: 'statefulsets/ticks.yaml',
      secrets: ['ticks-superuser', 'ticks-app'],
      appSecret: 'ticks-app',
    });
    for (const { content } of result.changes) {
      expect(content).not.toMatch(/[&*]a\d/);
    }
    // What was there stays byte for byte.
    for (const line of observerFiles().get('kustomization.yaml')!.split('\n')) {
      expect(after.get('kustomization.yaml')).toContain(line);
    }
  });

  it('keeps the data on its own claim, whatever becomes of the StatefulSet', () => {
    const { spec } = create().find('StatefulSet', 'ticks');
    expect(spec).toMatchObject({
      serviceName: 'ticks-headless',
      replicas: 1,
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
    });
    expect(spec.volumeClaimTemplates).toMatchObject([
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'local-path',
          resources: { requests: { storage: '10Gi' } },
        },
      },
    ]);
    expect(spec.template.metadata.labels).toMatchObject(
      spec.selector.matchLabels,
    );
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(120);
  });

  it.each([
    ['postgres:15-alpine', 70, '/var/lib/postgresql/data', 'data/pgdata'],
    ['postgres:17.6-bookworm', 999, '/var/lib/postgresql/data', 'data/pgdata'],
    [
      'r.example/library/postgres:18.1',
      999,
      '/var/lib/postgresql',
      '18/docker',
    ],
    ['postgres:18-alpine', 70, '/var/lib/postgresql', '18/docker'],
  ])('knows the user and the layout of %s', (image, id, mountPath, pgdata) => {
    const { find } = create({ image });
    const pod = find('StatefulSet', 'ticks').spec.template.spec;
    expect(pod.securityContext).toMatchObject({
      runAsUser: id,
      runAsGroup: id,
      fsGroup: id,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
    const [container] = pod.containers;
    expect(container.image).toBe(image);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath });
    expect(container.env).toContainEqual({
      name: 'PGDATA',
      value: `/var/lib/postgresql/${pgdata}`,
    });
    const job = find('Job', 'ticks-backup-first').spec.template.spec;
    expect(job.securityContext.runAsUser).toBe(id);
    expect(job.containers[0].image).toBe(image);
  });

  it('gives every pod what the restricted standard asks for, and no more', () => {
    const { objects, find } = create({ monitoring: {} });
    const pods = objects
      .map(({ spec }) => spec?.jobTemplate?.spec ?? spec)
      .map(spec => spec?.template?.spec)
      .filter(spec => spec?.containers);
    expect(pods).toHaveLength(4);
    for (const pod of pods) {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.envFrom).toBeUndefined();
      }
    }
    const pod = find('StatefulSet', 'ticks').spec.template.spec;
    const [server] = pod.containers;
    expect(
      pod.volumes.map((each: Manifest) => [each.name, each.emptyDir]),
    ).toEqual([
      ['run', {}],
      ['tmp', { sizeLimit: '64Mi' }],
      ['shm', { medium: 'Memory', sizeLimit: '128Mi' }],
      ['init', undefined],
    ]);
    expect(server.resources.requests.memory).toBe(
      server.resources.limits.memory,
    );
  });

  it('lets in who has the label, and the Jobs of Safekeep', () => {
    const { find } = create();
    const [rule] = find('NetworkPolicy', 'ticks').spec.ingress;
    const label = { 'client-of.safekeep.io/ticks': 'true' };
    expect(rule).toEqual({
      from: [
        { podSelector: { matchLabels: label } },
        {
          podSelector: {
            matchExpressions: [{ key: 'safekeep.io/job', operator: 'Exists' }],
          },
        },
      ],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
    const { template } = find('CronJob', 'ticks-backup').spec.jobTemplate.spec;
    expect(template.metadata.labels).toMatchObject(label);
    // Its pods are none of the server's: two Services would lead to them.
    const { selector } = find('Service', 'ticks').spec;
    expect(template.metadata.labels).not.toMatchObject(selector);
    expect(find('PodDisruptionBudget', 'ticks').spec).toMatchObject({
      maxUnavailable: 1,
    });
  });

  it('makes passwords of its own for two roles, and shows them nowhere', () => {
    const { result, values, find } = create({ monitoring: {} });
    const [superuser, app, metrics] = [
      values('ticks-superuser'),
      values('ticks-app'),
      values('ticks-metrics'),
    ];
    expect(superuser).toEqual({
      POSTGRES_USER: 'postgres',
      POSTGRES_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
    });
    expect(app).toEqual({
      DB_NAME: 'ticks',
      DB_USER: 'observer',
      DB_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      DB_PASSWORD_VERIFIER: expect.stringMatching(/^SCRAM-SHA-256\$4096:/),
    });
    expect(metrics.METRICS_USER).toBe('metrics');
    const passwords = [
      superuser.POSTGRES_PASSWORD,
      app.DB_PASSWORD,
      metrics.METRICS_PASSWORD,
    ];
    expect(new Set(passwords).size).toBe(3);
    const told = JSON.stringify(result);
    for (const password of passwords) {
      expect(told).not.toContain(password);
    }
    const { annotations } = find('SealedSecret', 'ticks-app').metadata;
    // Known to the database from its first start on.
    expect(
      JSON.parse(annotations['safekeep.io/sealed-keys']).DB_PASSWORD,
    ).toEqual({
      sealedAt: '2026-03-01T12:00:00.000Z',
      certificate: BASE.certificate.fingerprint,
      label: 'observer-prod/ticks-app',
    });
    expect(annotations['safekeep.io/linked-keys'] ?? '[]').toBe('[]');
    expect(annotations).not.toHaveProperty(['safekeep.io/composed-keys']);
  });

  it('is a database whose password can be rotated, in place and between two roles', () => {
    const { after } = create();
    const secret = {
      certificate: BASE.certificate,
      namespace: BASE.namespace,
      name: 'ticks-app',
      now: BASE.now,
      keys: ['DB_PASSWORD'],
    };
    const rotated = rotateDatabasePassword(after, secret);
    expect(rotated.database).toBe('statefulset/ticks');
    expect(rotated.restartedWorkloads).toEqual([]);
    const jobIn = ({ changes }: typeof rotated | PlannedChange) =>
      parse(changes.find(({ path }) => path.startsWith('jobs/'))!.content!);
    const job = jobIn(rotated);
    // Through the NetworkPolicy, over the Service, as the role that it is.
    expect(job.spec.template.metadata.labels).toMatchObject({
      'client-of.safekeep.io/ticks': 'true',
    });
    const { env } = job.spec.template.spec.containers[0];
    expect(env).toContainEqual({ name: 'PGHOST', value: 'ticks' });
    expect(JSON.stringify(env)).toContain('"key":"DB_USER"');

    const prepared = changePasswordSlot(after, {
      ...secret,
      step: 'prepare',
      owner: 'observer',
    });
    expect(JSON.stringify(jobIn(prepared))).toContain('ticks-superuser');
  });

  it.each([undefined, {}])(
    'refers to nothing that is not there (monitoring: %j)',
    monitoring => {
      const { objects, find } = create({ monitoring });
      const text = JSON.stringify(objects);
      const references = [
        ...text.matchAll(
          /"secretKeyRef":\{"name":"([^"]+)","key":"([^"]+)"\}/g,
        ),
      ];
      expect(references.length).toBeGreaterThan(5);
      for (const [, name, key] of references) {
        expect(
          Object.keys(find('SealedSecret', name).spec.encryptedData),
        ).toContain(key);
      }
      for (const [, name] of text.matchAll(/"claimName":"([^"]+)"/g)) {
        find('PersistentVolumeClaim', name);
      }
      for (const [, name] of text.matchAll(/"configMap":\{"name":"([^"]+)"/g)) {
        find('ConfigMap', name);
      }
      const set = find('StatefulSet', 'ticks');
      expect(find('Service', set.spec.serviceName).spec.clusterIP).toBe('None');
      const { labels } = set.spec.template.metadata;
      for (const [kind, path] of [
        ['Service', 'selector'],
        ['NetworkPolicy', 'podSelector'],
        ['PodDisruptionBudget', 'selector'],
      ]) {
        const selector = find(kind, 'ticks').spec[path];
        expect(labels).toMatchObject(selector.matchLabels ?? selector);
      }
    },
  );

  it('is the same change when it is asked for again, and another for another wish', () => {
    const [one, same, other] = [
      create(),
      create(),
      create({ storage: '20Gi' }),
    ].map(({ result }) => result);
    expect(same.changeId).toBe(one.changeId);
    expect(same.changes).not.toEqual(one.changes);
    expect(other.changeId).not.toBe(one.changeId);
  });

  it('watches it from outside its pod, by a role that reads statistics', () => {
    const { result, find } = create({
      monitoring: { serviceMonitorLabels: { release: 'prometheus' } },
    });
    const pod = find('Deployment', 'ticks-exporter').spec.template;
    expect(pod.metadata.labels).toMatchObject({
      'client-of.safekeep.io/ticks': 'true',
    });
    expect(pod.spec.containers[0].env).toEqual([
      { name: 'DATA_SOURCE_URI', value: 'ticks:5432/ticks?sslmode=disable' },
      ...['USER', 'PASS'].map(part => ({
        name: `DATA_SOURCE_${part}`,
        valueFrom: {
          secretKeyRef: {
            name: 'ticks-metrics',
            key: part === 'USER' ? 'METRICS_USER' : 'METRICS_PASSWORD',
          },
        },
      })),
    ]);
    const monitor = find('ServiceMonitor', 'ticks-exporter');
    expect(monitor.metadata.labels.release).toBe('prometheus');
    expect(find('Service', 'ticks-exporter').metadata.labels).toMatchObject(
      monitor.spec.selector.matchLabels,
    );
    const { metadata, data } = find('ConfigMap', 'ticks-dashboard');
    expect(metadata.labels.grafana_dashboard).toBe('1');
    const { panels } = JSON.parse(data['observer-prod-ticks.json']);
    expect(new Set(panels.map((each: Manifest) => each.id)).size).toBe(9);
    for (const { targets } of panels) {
      for (const { expr } of targets) {
        expect(expr).toContain('{namespace="observer-prod",database="ticks"');
      }
    }
    expect(find('ConfigMap', 'ticks-init').data['10-roles.sh']).toContain(
      'GRANT pg_monitor',
    );
    expect(result.secrets).toContain('ticks-metrics');
  });

  it('tells how to see it, how the service connects and how to go back', () => {
    const { result } = create();
    expect(result.title).toBe('Create PostgreSQL ticks');
    for (const text of [
      'kubectl -n observer-prod rollout status statefulset/ticks',
      'client-of.safekeep.io/ticks: "true"',
      'secretKeyRef: { name: ticks-app, key: DB_PASSWORD }',
      'kubectl -n observer-prod get pvc data-ticks-0',
      'copy them elsewhere',
    ]) {
      expect(result.description).toContain(text);
    }
    for (const warning of result.warnings) {
      expect(result.description).toContain(warning);
    }
  });

  it('stands beside the other files where there is no kustomization', () => {
    const { result } = create(
      { folder: 'plain' },
      new Map([['plain/app.yaml', 'kind: ConfigMap\nmetadata: {name: app}\n']]),
    );
    expect(result.changes.map(({ path }) => path)).toEqual([
      'plain/ticks-app-sealed-secret.yaml',
      'plain/ticks-backup.yaml',
      'plain/ticks-superuser-sealed-secret.yaml',
      'plain/ticks.yaml',
    ]);
    expect(result.warnings.join()).toContain('no kustomization');
  });

  it.each<[string, Partial<CreatePostgresOptions>, RegExp]>([
    [
      'a name that is there',
      { name: 'postgres' },
      /^deployments\/postgres\.yaml, line \d+: there is a (Deployment|Service) postgres already/,
    ],
    [
      'a digest alone',
      { image: `postgres@sha256:${'0'.repeat(64)}` },
      /Which user image/,
    ],
    ['an unknown image', { image: 'acme/database:15' }, /Which user image/],
    [
      'a tag without a version',
      { image: 'postgres:alpine' },
      /Which PostgreSQL/,
    ],
    [
      'Bitnami',
      { image: 'bitnami/postgresql:15' },
      /variables and a layout of its own/,
    ],
    ['an ancient server', { image: 'postgres:9.6' }, /no SCRAM/],
    ['a role that is the superuser', { role: 'postgres' }, /has besides/],
    ['a role that needs quotes', { role: "o'brien" }, /not a plain name/],
    [
      'a database of every server',
      { database: 'template1' },
      /every server has/,
    ],
    ['no storage class', { storageClass: '' }, /kubectl get storageclass/],
    ['a size that is none', { storage: '10 GB' }, /such as 10Gi/],
    ['too little memory', { memory: '64Mi' }, /at least 256Mi/],
    [
      'a schedule that is none',
      { backup: { schedule: 'nightly' } },
      /not one of cron/,
    ],
    ['no days', { backup: { keepDays: 0 } }, /from 1 to 3650/],
    ['a name that is too long', { name: 'a'.repeat(41) }, /at most 40/],
    [
      'another namespace',
      { namespace: 'elsewhere' },
      /into namespace observer-prod/,
    ],
  ])('refuses %s, and writes nothing', (_, change, message) => {
    expect(() => create(change)).toThrow(message);
  });

  it('refuses a second time, what a kustomization renames, and an image that it replaces', () => {
    const { after } = create();
    expect(() => create({}, after)).toThrow(
      /line \d+: there is a SealedSecret ticks-superuser already/,
    );
    const withLine = (line: string) => {
      const files = observerFiles();
      const path = 'kustomization.yaml';
      return files.set(path, `${files.get(path)}${line}\n`);
    };
    expect(() => create({}, withLine('namePrefix: a-'))).toThrow(/namePrefix/);
    expect(() =>
      create({}, withLine('images: [{name: postgres, newTag: "15"}]')),
    ).toThrow(/puts another image in the place of postgres/);
  });
});
