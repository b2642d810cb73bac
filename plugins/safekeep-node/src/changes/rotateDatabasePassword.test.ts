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

import { parsePasswordVerdict } from '@safekeep/backstage-plugin-safekeep-common';
import { parse, parseAllDocuments } from 'yaml';
import {
  hasPostgres,
  TestPostgres,
} from '../postgres/__testUtils__/TestPostgres';
import { applyChanges } from './__testUtils__/observerFiles';
import { SEALED_PATH, SealedObserver } from './__testUtils__/SealedObserver';
import {
  rotateDatabasePassword,
  RotateDatabasePasswordOptions,
} from './rotateDatabasePassword';

const JOB = 'jobs/observer-secrets-db-password.yaml';
const OBSERVER = 'deployments/observer.yaml';
const POSTGRES = 'deployments/postgres.yaml';

function rotate(
  observer: SealedObserver,
  change: Partial<RotateDatabasePasswordOptions> = {},
) {
  const result = rotateDatabasePassword(observer.files, {
    ...observer.options,
    keys: ['POSTGRES_PASSWORD'],
    ...change,
  });
  observer.files = applyChanges(observer.files, result.changes);
  return result;
}

describe('rotateDatabasePassword', () => {
  it('changes the secret, adds the Job and restarts who reads it, the database not', () => {
    const observer = new SealedObserver();
    const before = observer.read();
    const result = rotate(observer);
    const after = observer.read();

    expect(result.keys).toEqual(['DB_PASSWORD', 'POSTGRES_PASSWORD']);
    expect(after.values.DB_PASSWORD).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(after.values.POSTGRES_PASSWORD).toBe(after.values.DB_PASSWORD);
    expect(after.values.DB_PASSWORD_VERIFIER).toMatch(/^SCRAM-SHA-256\$4096:/);
    // The earlier value is there by its very ciphertext.
    expect(after.encrypted.DB_PASSWORD_PREVIOUS).toBe(
      before.encrypted.DB_PASSWORD,
    );
    expect(after.records.DB_PASSWORD_PREVIOUS).toEqual(
      before.records.DB_PASSWORD,
    );
    expect(after.links).toEqual(before.links);
    for (const key of ['DB_USER', 'KIS_APP_KEY', 'KIS_APP_SECRET']) {
      expect(after.encrypted[key]).toBe(before.encrypted[key]);
    }

    expect(result.changes.map(({ path, action }) => [path, action])).toEqual([
      [OBSERVER, 'update'],
      [JOB, 'create'],
      ['kustomization.yaml', 'update'],
      [SEALED_PATH, 'update'],
    ]);
    expect(
      parse(observer.files.get('kustomization.yaml')!).resources,
    ).toContain(JOB);
    expect(result.restartedWorkloads).toEqual([
      { kind: 'Deployment', name: 'observer', path: OBSERVER },
    ]);
    const deployment = parse(observer.files.get(OBSERVER)!);
    expect(deployment.metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-wave': '2',
    });
    expect(observer.files.get(OBSERVER)).toContain(
      '# the Service selects by this',
    );
    expect(observer.files.get(POSTGRES)).not.toContain('checksum');
  });

  it('gives the Job what the restricted standard asks for, and no value', () => {
    const observer = new SealedObserver();
    // In its fixture the Secret is in a wave of its own, before the others.
    const { job } = rotate(observer);
    const text = observer.files.get(JOB)!;
    const [document] = parseAllDocuments(text);
    const manifest = document.toJS();
    const { metadata, spec } = manifest;
    expect(metadata.name).toBe(job);
    expect(job).toMatch(/^observer-secrets-password-[0-9a-f]{10}$/);
    expect(metadata.labels).toEqual({ 'safekeep.io/job': 'password-rotation' });
    expect(metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('1');
    const rotation = JSON.parse(
      metadata.annotations['safekeep.io/password-rotation'],
    );
    expect(rotation).toEqual({
      strategy: 'in-place',
      step: 'change',
      secret: 'observer-secrets',
      keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
      roleKey: 'DB_USER',
      database: 'deployment/postgres',
      rotatedAt: observer.read().records.DB_PASSWORD.rotatedAt,
    });
    expect(spec.template.metadata.annotations).toEqual({
      'safekeep.io/password-rotation': JSON.stringify(rotation),
    });
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      image: 'postgres:15-alpine',
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    expect(container.env).toEqual(
      expect.arrayContaining([
        { name: 'PGHOST', value: 'postgres' },
        { name: 'PGPORT', value: '6432' },
        { name: 'PGDATABASE', value: 'postgres' },
        {
          name: 'SAFEKEEP_ROLE',
          valueFrom: {
            secretKeyRef: { name: 'observer-secrets', key: 'DB_USER' },
          },
        },
      ]),
    );
    expect(spec.ttlSecondsAfterFinished).toBeUndefined();
    for (const value of Object.values(observer.read().values)) {
      expect(text.includes(value) && value !== 'observer').toBe(false);
    }
  });

  it('replaces the Job of the rotation before, and keeps the value before', () => {
    const observer = new SealedObserver();
    const first = rotate(observer);
    const once = observer.read();
    const second = rotate(observer, { now: new Date('2026-11-23T10:00:00Z') });
    const twice = observer.read();
    expect(second.job).not.toBe(first.job);
    expect(second.changes.map(({ path }) => path)).toEqual([
      OBSERVER,
      JOB,
      SEALED_PATH,
    ]);
    expect(twice.encrypted.DB_PASSWORD_PREVIOUS).toBe(
      once.encrypted.DB_PASSWORD,
    );
    expect(twice.encrypted.DB_PASSWORD_EARLIER).toBe(
      once.encrypted.DB_PASSWORD_PREVIOUS,
    );
    expect(parse(observer.files.get(JOB)!).metadata.name).toBe(second.job);
  });

  it('is the same change for the same request, whatever it generates', () => {
    const { files, options } = new SealedObserver();
    const ask = (change: Partial<RotateDatabasePasswordOptions> = {}) =>
      rotateDatabasePassword(files, {
        ...options,
        keys: ['DB_PASSWORD'],
        ...change,
      });
    expect(ask().changeId).toBe(ask().changeId);
    expect(ask().changes).not.toEqual(ask().changes);
    expect(ask({ keys: ['POSTGRES_PASSWORD'] }).changeId).toBe(ask().changeId);
    expect(ask({ role: 'other' }).changeId).not.toBe(ask().changeId);
  });

  it('takes a password that was given, where all clients agree on it', () => {
    const observer = new SealedObserver();
    const value = Buffer.from('canary-given');
    rotate(observer, { value });
    expect(observer.read().values.DB_PASSWORD).toBe('canary-given');
    expect(value.toString()).toBe('canary-given');
    for (const refused of ['', 'canary-ü', 'canary\n']) {
      let message = '';
      try {
        rotate(new SealedObserver(), { value: Buffer.from(refused) });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/empty|printable ASCII/);
      expect(message).not.toContain('canary');
    }
  });

  it('reaches the server as the repository’s network policies want it', () => {
    const policy = (labels: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: postgres }
spec:
  podSelector: { matchLabels: { app: postgres } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: ${labels} } }]
`;
    const observer = new SealedObserver().edit(
      POSTGRES,
      text => text + policy('{ postgres-client: "true" }'),
    );
    expect(rotate(observer).warnings.join()).not.toContain('NetworkPolicy');
    const { job } = observer.job(JOB);
    expect(job.spec.template.metadata.labels).toEqual({
      'postgres-client': 'true',
      'safekeep.io/job': 'password-rotation',
    });

    // A label that a Service sends requests to is not taken.
    const served = new SealedObserver()
      .edit(POSTGRES, text => text + policy('{ app: observer }'))
      .edit(
        OBSERVER,
        text =>
          `${text}---\napiVersion: v1\nkind: Service\nmetadata: { name: observer }\nspec: { selector: { app: observer }, ports: [{ port: 80 }] }\n`,
      );
    const { warnings } = rotate(served);
    expect(warnings.join()).toMatch(
      /NetworkPolicy `postgres` \(`deployments\/postgres.yaml`, line 4\d\)/,
    );
    expect(served.job(JOB).job.spec.template.metadata.labels).toEqual({
      'safekeep.io/job': 'password-rotation',
    });
  });

  it('restarts no database, though its strategy would let it, and tells of what runs beside it', () => {
    const observer = new SealedObserver().edit(POSTGRES, text =>
      text
        .replace('kind: Deployment', 'kind: StatefulSet')
        .replace(
          '      containers:\n',
          '      containers:\n        - name: exporter\n          image: exporter:1\n          envFrom: [{ secretRef: { name: observer-secrets } }]\n',
        ),
    );
    const before = observer.files.get(POSTGRES);
    const { warnings, database } = rotate(observer);
    expect(database).toBe('statefulset/postgres');
    expect(observer.files.get(POSTGRES)).toBe(before);
    expect(warnings.join()).toMatch(
      /Container `exporter` of StatefulSet `postgres` reads the password too/,
    );
  });

  it('takes what only runs the image for a client', () => {
    const observer = new SealedObserver().edit(
      OBSERVER,
      text =>
        `${text}---\n${text
          .replace('name: observer\n', 'name: backup\n')
          .replace('app: observer   #', 'app: backup #')
          .replace(/image: .*/, 'image: postgres:15-alpine')}`,
    );
    expect(rotate(observer).database).toBe('deployment/postgres');
  });

  it('leaves waves out where Flux applies the repository', () => {
    const observer = new SealedObserver();
    observer.files.set(
      'flux.yaml',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x }\n',
    );
    const { description } = rotate(observer);
    expect(description).toContain('dependsOn');
    expect(observer.files.get(JOB)).not.toContain('sync-wave');
    expect(observer.files.get(OBSERVER)).not.toContain('sync-wave');
  });

  it('goes behind whatever wave the database is in', () => {
    const observer = new SealedObserver().edit(POSTGRES, text =>
      text.replace(
        'metadata:\n  name: postgres\n',
        'metadata:\n  name: postgres\n  annotations: { argocd.argoproj.io/sync-wave: "5" }\n',
      ),
    );
    rotate(observer);
    expect(observer.files.get(JOB)).toContain('sync-wave: "6"');
    expect(observer.files.get(OBSERVER)).toContain('sync-wave: "7"');
  });

  it.each([
    ['an unknown key', { keys: ['NO'] }, /line 1: .* has no key NO/],
    ['no key', { keys: [] }, /no key to rotate/],
    [
      'two passwords',
      { keys: ['DB_PASSWORD', 'KIS_APP_KEY'] },
      /KIS_APP_KEY is not recorded/,
    ],
    [
      'a value that is no role’s password',
      { keys: ['KIS_APP_KEY'] },
      /Nothing tells which role/,
    ],
    [
      'another database',
      { database: 'statefulset/postgres' },
      /holds no database statefulset\/postgres: it holds deployment\/postgres/,
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => rotate(new SealedObserver(), change)).toThrow(message);
  });

  it.each([
    [
      'MySQL',
      (text: string) => text.replace('postgres:15-alpine', 'mysql:8'),
      /Deployment postgres \(deployments\/postgres.yaml, line 1\) is MySQL/,
    ],
    [
      'a database that is not here',
      (text: string) => text.replace('postgres:15-alpine', 'nginx'),
      /holds no Deployment or StatefulSet with an image of PostgreSQL/,
    ],
    [
      'a server without a Service',
      (text: string) => text.replace('targetPort: 5432', 'targetPort: 1'),
      /deployments\/postgres.yaml, line 1: no Service/,
    ],
    [
      'two servers',
      (text: string) =>
        `${text}---\n${text
          .split('---')[0]
          .replace(/name: postgres$/m, 'name: other')}`,
      /more than one PostgreSQL server: .*line 1.*line 4\d.*database, such as deployment\/postgres/,
    ],
  ])('refuses %s', (_, edit, message) => {
    const observer = new SealedObserver().edit(POSTGRES, edit);
    expect(() => rotate(observer)).toThrow(message);
  });

  it('refuses a Secret that the cluster never changes', () => {
    const observer = new SealedObserver().edit(SEALED_PATH, text =>
      text.replace('    type: Opaque', '    immutable: true\n    type: Opaque'),
    );
    expect(() => rotate(observer)).toThrow(/line 1: .* is immutable/);
  });

  it('tells the order, the moment, how to verify and how to go back', () => {
    const { title, description } = rotate(new SealedObserver());
    expect(title).toBe(
      'Rotate the database password DB_PASSWORD of observer-secrets',
    );
    expect(description).toMatch(/sync wave 1 .* consumers are in 2/);
    expect(description).toMatch(/From the moment the role is changed/);
    expect(description).toMatch(/wait --for=condition=complete .*job\//);
    expect(description).toMatch(/a revert alone does harm/);
  });
});

(hasPostgres ? describe : describe.skip)('its Job, on a real server', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await TestPostgres.start('canary-admin');
  }, 60_000);
  afterAll(async () => {
    await server.stop();
  });

  it('makes what is sealed valid, also where the rotation before never came through', async () => {
    const observer = new SealedObserver();
    const { values } = observer.read();
    server.sql(
      `CREATE ROLE observer LOGIN PASSWORD '${values.POSTGRES_PASSWORD}'`,
    );
    const run = async () => {
      const { script, files, environment } = observer.job(JOB);
      const { message } = await server.runScript(script, files, {
        VERIFIER_SHA256: environment.VERIFIER_SHA256,
        SAFEKEEP_ROLE: environment.SAFEKEEP_ROLE,
      });
      return parsePasswordVerdict(message);
    };
    rotate(observer);
    await expect(run()).resolves.toEqual({ verdict: 'changed', login: 'new' });
    await expect(run()).resolves.toEqual({
      verdict: 'unchanged',
      login: 'new',
    });
    rotate(observer, { now: new Date('2026-11-23T10:00:00Z') });
    rotate(observer, { now: new Date('2026-11-24T10:00:00Z') });
    await expect(run()).resolves.toEqual({ verdict: 'changed', login: 'new' });
  }, 60_000);
});
