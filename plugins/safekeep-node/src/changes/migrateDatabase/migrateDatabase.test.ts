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
  ANNOTATION_DATABASE_MIGRATION,
  ANNOTATION_REPLICAS_BEFORE,
  DatabaseSnapshot,
  parseDatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import { JsonObject } from '@backstage/types';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { guardIdOf } from '../../postgres/guardContainer';
import { FileChange } from '../FileChange';
import {
  migrateDatabase,
  MigrateDatabaseOptions,
  rollBackDatabase,
} from './index';

const SEED = join(
  __dirname,
  '../../../../../packages/sandbox/seed/deployment/infra/k8s',
);
const DATABASE = 'base/deployments/postgres.yaml';
const now = new Date('2026-11-23T12:00:00Z');

function seedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const read = (folder: string) => {
    for (const entry of readdirSync(join(SEED, folder), {
      withFileTypes: true,
    })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        read(path);
      } else {
        files.set(path, readFileSync(join(SEED, path), 'utf8'));
      }
    }
  };
  read('');
  return files;
}

function merged(
  files: Map<string, string>,
  { changes }: { changes: FileChange[] },
) {
  const after = new Map(files);
  for (const { path, action, content } of changes) {
    if (action === 'delete') {
      after.delete(path);
    } else {
      after.set(path, content!);
    }
  }
  return after;
}

const guarded: MigrateDatabaseOptions = {
  folder: 'base',
  namespace: 'observer-prod',
  database: 'deployment/postgres',
  stage: 'start',
  option: 'reuse-claim',
  appliedBy: 'argo-cd',
  now,
};
const staged: MigrateDatabaseOptions = { ...guarded, way: 'staged' };
const place = {
  folder: 'base',
  namespace: 'observer-prod',
  database: 'deployment/postgres',
};

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

/** What kustomize makes of a folder; what the files hold where it is not installed. */
function applied(files: Map<string, string>, folder = 'base'): JsonObject[] {
  const root = mkdtempSync(join(tmpdir(), 'safekeep-kustomize-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const { status, stdout, stderr } = spawnSync(
      'kubectl',
      ['kustomize', join(root, folder)],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      throw new Error(stderr);
    }
    return parseAllDocuments(stdout).map(each => each.toJS() as JsonObject);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

function find(objects: JsonObject[], kind: string, name: string): Loose {
  return objects.find(
    (each: Loose) => each.kind === kind && each.metadata.name === name,
  );
}

const migrationOf = (object: Loose) =>
  parseDatabaseMigration(
    object?.metadata.annotations?.[ANNOTATION_DATABASE_MIGRATION],
  );

const snapshot: DatabaseSnapshot = {
  takenAt: '2026-11-23T12:00:00Z',
  version: '15.14',
  versionNumber: 150014,
  systemIdentifier: '7000000000000000001',
  dataChecksums: false,
  otherSessions: 0,
  roles: 2,
  rolesDigest: '0123456789abcdef',
  databases: [],
  tables: [],
  more: 0,
};

jest.setTimeout(120_000);

(hasKubectl ? describe : describe.skip)('moving the seed’s database', () => {
  const before = seedFiles();

  it('is one guarded change where Argo CD applies it', () => {
    const planned = migrateDatabase(before, guarded);
    const { id } = planned.migration;
    const objects = applied(merged(before, planned));
    const deployment = find(objects, 'Deployment', 'postgres');
    const statefulSet = find(objects, 'StatefulSet', 'postgres');
    expect(planned.migration).toMatchObject({
      way: 'guarded',
      stage: 'switch',
      claim: 'observer-db-pvc',
    });
    expect(migrationOf(deployment)).toEqual(planned.migration);
    expect(migrationOf(statefulSet)).toEqual(planned.migration);

    // Two servers never meet: the Deployment is at 0 in the same commit.
    expect(deployment.spec.replicas).toBe(0);
    expect(deployment.spec.strategy).toEqual({ type: 'Recreate' });
    expect(statefulSet.spec.replicas).toBe(1);
    expect(statefulSet.spec.volumeClaimTemplates).toBeUndefined();
    expect(statefulSet.spec.serviceName).toBe('postgres-headless');
    expect(find(objects, 'Service', 'postgres-headless').spec).toMatchObject({
      clusterIP: 'None',
      selector: statefulSet.spec.selector.matchLabels,
    });

    const pod = statefulSet.spec.template.spec;
    const old = deployment.spec.template.spec;
    const [server] = pod.containers;
    const [oldServer] = old.containers;
    expect(server.image).toBe(oldServer.image);
    expect(pod.volumes).toEqual(expect.arrayContaining(old.volumes));
    expect(server.volumeMounts).toEqual(
      expect.arrayContaining(oldServer.volumeMounts),
    );
    expect(server.env).toEqual(expect.arrayContaining(oldServer.env));
    const environment = (name: string) =>
      server.env.find((each: Loose) => each.name === name);
    expect(environment('PGDATA').value).toBe('/var/lib/postgresql/data/pgdata');
    expect(environment('POSTGRES_PASSWORD').valueFrom.secretKeyRef).toEqual({
      name: 'observer-secrets',
      key: 'POSTGRES_PASSWORD',
    });
    expect(server.envFrom).toBeUndefined();
    expect(environment('KIS_APP_KEY')).toBeUndefined();

    // Else what lets a held pod pass would wait for the pod that it replaces.
    expect(statefulSet.spec.podManagementPolicy).toBe('Parallel');
    const later = migrateDatabase(before, {
      ...guarded,
      now: new Date(now.getTime() + 60_000),
    });
    expect(guardIdOf(later.migration)).not.toBe(guardIdOf(planned.migration));

    // The guard looks at the very directory that the server has.
    const [guard] = pod.initContainers;
    expect(guard).toMatchObject({
      name: 'safekeep-guard',
      image: 'postgres:15-alpine',
      volumeMounts: [
        { name: 'postgres-data', mountPath: '/var/lib/postgresql/data' },
      ],
    });
    expect(guard.env).toEqual(
      expect.arrayContaining([
        { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
        { name: 'SAFEKEEP_GUARD', value: guardIdOf(planned.migration) },
        { name: 'SAFEKEEP_MAJOR', value: '15' },
      ]),
    );

    // alpine's own user, though the Deployment's group was Debian's.
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 70,
      runAsGroup: 70,
      fsGroup: 70,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
    expect(guard.securityContext).toEqual(server.securityContext);
    expect(server.startupProbe.exec.command[2]).toContain('-h 127.0.0.1');
    expect(server.livenessProbe.exec.command[2]).toContain('-h 127.0.0.1');
    expect(pod.terminationGracePeriodSeconds).toBe(120);
    expect(
      pod.volumes.some((each: Loose) => each.emptyDir?.medium === 'Memory'),
    ).toBe(true);

    // The Service that clients know selects the new pod.
    const service = find(objects, 'Service', 'postgres').spec.selector;
    const labels = statefulSet.spec.template.metadata.labels;
    expect(labels).toMatchObject(service);
    expect(labels).toMatchObject(statefulSet.spec.selector.matchLabels);

    // What comes first stops what comes next.
    const wave = (each: Loose) =>
      Number(each.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    expect(wave(find(objects, 'Job', `postgres-before-${id}`))).toBe(-1);
    expect(wave(statefulSet)).toBe(0);
    expect(wave(find(objects, 'Job', `postgres-after-${id}`))).toBe(1);
    const claim = find(objects, 'PersistentVolumeClaim', 'observer-db-pvc');
    expect(claim.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    // Nothing else changes.
    expect(planned.changes.map(({ path, action }) => [path, action])).toEqual([
      ['base/deployments/postgres-statefulset.yaml', 'create'],
      [DATABASE, 'update'],
      [`base/jobs/postgres-after-${id}.yaml`, 'create'],
      [`base/jobs/postgres-before-${id}.yaml`, 'create'],
      ['base/kustomization.yaml', 'update'],
    ]);
    expect(planned.description).toContain('Argo CD applies the parts in order');
    expect(planned.description).toContain('kubectl scale deployment postgres');
    expect(planned.description).not.toMatch(/undefined|\[object/);
  });

  it('is the same change for the same request, and refused while it is under way', () => {
    const [one, two] = [now, new Date('2026-11-24T00:00:00Z')].map(each =>
      migrateDatabase(before, { ...guarded, now: each }),
    );
    expect(two.changeId).toBe(one.changeId);
    expect(two.migration.id).toBe(one.migration.id);
    const after = merged(before, one);
    expect(() => migrateDatabase(after, guarded)).toThrow(
      /postgres\.yaml, line \d+: Deployment postgres is being moved since 2026-11-23/,
    );
    expect(() =>
      migrateDatabase(after, { ...guarded, stage: 'switch' }),
    ).toThrow('at stage switch already');
  });

  it('finishes with the StatefulSet alone', () => {
    const started = merged(before, migrateDatabase(before, guarded));
    const planned = migrateDatabase(started, {
      ...guarded,
      stage: 'finalize',
      verified: 'pass',
    });
    const objects = applied(merged(started, planned));
    expect(find(objects, 'Deployment', 'postgres')).toBeUndefined();
    expect(objects.filter(({ kind }) => kind === 'Job')).toEqual([]);
    const statefulSet = find(objects, 'StatefulSet', 'postgres');
    expect(migrationOf(statefulSet)).toMatchObject({
      stage: 'finalized',
      verified: 'pass',
    });
    expect(statefulSet.spec.template.spec.initContainers).toBeUndefined();
    expect(find(objects, 'Service', 'postgres')).toBeDefined();
    expect(
      find(objects, 'PersistentVolumeClaim', 'observer-db-pvc'),
    ).toBeDefined();
    expect(() =>
      migrateDatabase(started, {
        ...guarded,
        stage: 'finalize',
        verified: 'fail',
      }),
    ).toThrow('comparison of before and after failed');
    expect(() => migrateDatabase(merged(started, planned), guarded)).toThrow(
      'is a StatefulSet already, since a migration that is finished',
    );
  });

  it('brings monitoring with its last stage, and none when it went back', () => {
    const started = merged(before, migrateDatabase(before, guarded));
    const wish: MigrateDatabaseOptions = {
      ...guarded,
      stage: 'finalize',
      verified: 'pass',
      monitoring: { serviceMonitorLabels: { release: 'prometheus' } },
    };
    const planned = migrateDatabase(started, wish);
    const objects = applied(merged(started, planned));
    const exporter = find(objects, 'Deployment', 'postgres-exporter');
    expect(exporter.metadata.namespace).toBe('observer-prod');
    const { env } = exporter.spec.template.spec.containers[0];
    expect(JSON.stringify(env)).toContain('"key":"POSTGRES_PASSWORD"');
    const monitor = find(objects, 'ServiceMonitor', 'postgres-exporter');
    expect(monitor.metadata.labels.release).toBe('prometheus');
    for (const warning of planned.warnings) {
      expect(planned.description).toContain(warning);
    }
    expect(planned.warnings.join()).toContain('pg_monitor');
    expect(planned.changeId).not.toBe(
      migrateDatabase(started, { ...wish, monitoring: undefined }).changeId,
    );

    const back = merged(started, rollBackDatabase(started, place));
    const done = migrateDatabase(back, wish);
    expect(JSON.stringify(done.changes)).not.toContain('exporter');
  });

  it('goes back from each stage, behind a guard of the Deployment’s own', () => {
    const started = merged(before, migrateDatabase(before, guarded));
    const planned = rollBackDatabase(started, place);
    const back = merged(started, planned);
    const objects = applied(back);
    const deployment = find(objects, 'Deployment', 'postgres');
    expect(deployment.spec.replicas).toBe(1);
    expect(deployment.spec.strategy).toEqual({ type: 'Recreate' });
    const [guard] = deployment.spec.template.spec.initContainers;
    expect(guard.name).toBe('safekeep-guard');
    expect(guard.env).toContainEqual({
      name: 'SAFEKEEP_GUARD',
      value: `${guardIdOf(planned.migration)}-back`,
    });
    expect(find(objects, 'StatefulSet', 'postgres').spec.replicas).toBe(0);
    expect(objects.filter(({ kind }) => kind === 'Job')).toEqual([]);
    expect(() => rollBackDatabase(back, place)).toThrow('rolled back already');

    // Either it is tried again, …
    const again = migrateDatabase(back, guarded);
    expect(again.migration.id).not.toBe(planned.migration.id);
    const twice = find(applied(merged(back, again)), 'StatefulSet', 'postgres');
    expect(twice.spec.replicas).toBe(1);
    expect(
      twice.spec.template.spec.initContainers.map((each: Loose) => each.name),
    ).toEqual(['safekeep-guard']);
    // … or what is left of it goes.
    const done = migrateDatabase(back, { ...guarded, stage: 'finalize' });
    const rest = applied(merged(back, done));
    expect(find(rest, 'StatefulSet', 'postgres')).toBeUndefined();
    expect(find(rest, 'Service', 'postgres-headless')).toBeUndefined();
    const alone = find(rest, 'Deployment', 'postgres');
    expect(alone.spec.template.spec.initContainers).toBeUndefined();
    expect(migrationOf(alone)).toBeUndefined();

    // After the last stage, with the Deployment of an earlier commit.
    const finished = merged(
      started,
      migrateDatabase(started, { ...guarded, stage: 'finalize' }),
    );
    expect(() => rollBackDatabase(finished, place)).toThrow(
      'Name a commit that still has it',
    );
    const late = rollBackDatabase(finished, { ...place, earlier: before });
    const restored = applied(merged(finished, late));
    expect(find(restored, 'Deployment', 'postgres').spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
      template: { spec: { initContainers: [{ name: 'safekeep-guard' }] } },
    });
    expect(find(restored, 'StatefulSet', 'postgres').spec.replicas).toBe(0);
  });

  it('takes clients off first where it is staged', () => {
    const first = migrateDatabase(before, staged);
    const quiet = merged(before, first);
    const objects = applied(quiet);
    const observer = find(objects, 'Deployment', 'observer');
    expect(observer.spec.replicas).toBe(0);
    expect(observer.metadata.annotations[ANNOTATION_REPLICAS_BEFORE]).toBe('1');
    const deployment = find(objects, 'Deployment', 'postgres');
    expect(deployment.spec.replicas).toBe(1);
    expect(find(objects, 'StatefulSet', 'postgres')).toBeUndefined();
    const job = find(objects, 'Job', `postgres-before-${first.migration.id}`);
    // It waits for clients to leave: not before they are told to.
    expect(job.metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('1');
    expect(first.description).toContain('Deployment `observer`');

    const second = migrateDatabase(quiet, {
      ...staged,
      stage: 'switch',
      before: snapshot,
    });
    const switched = merged(quiet, second);
    const then = applied(switched);
    expect(second.migration.id).toBe(first.migration.id);
    expect(find(then, 'Deployment', 'postgres').spec.replicas).toBe(0);
    expect(
      find(then, 'StatefulSet', 'postgres').spec.template.spec.initContainers,
    ).toHaveLength(1);
    expect(
      JSON.stringify(find(then, 'Job', `postgres-after-${first.migration.id}`)),
    ).toContain(snapshot.systemIdentifier);

    const third = migrateDatabase(switched, {
      ...staged,
      stage: 'finalize',
      verified: 'pass',
    });
    const final = merged(switched, third);
    const observerFile = 'base/deployments/observer.yaml';
    expect(final.get(observerFile)).toBe(before.get(observerFile));
    expect(find(applied(final), 'Deployment', 'postgres')).toBeUndefined();

    // From the first stage everything is as it was, but for the claim's protection.
    const undone = merged(quiet, rollBackDatabase(quiet, place));
    expect(undone.get(observerFile)).toBe(before.get(observerFile));
    expect(find(applied(undone), 'Deployment', 'postgres')).toEqual(
      find(applied(before), 'Deployment', 'postgres'),
    );
    const back = rollBackDatabase(switched, place);
    expect(
      find(applied(merged(switched, back)), 'Deployment', 'observer').spec
        .replicas,
    ).toBe(1);
  });

  it('restores a dump into a new claim', () => {
    const dump: MigrateDatabaseOptions = {
      ...guarded,
      option: 'dump-and-restore',
      newStorage: '20Gi',
      newImage: 'postgres:17-bookworm',
    };
    const first = migrateDatabase(before, dump);
    const { id } = first.migration;
    expect(first.migration).toMatchObject({
      way: 'staged',
      newClaim: 'postgres-data-postgres-0',
    });
    const quiet = merged(before, first);
    const prepared = applied(quiet);
    const volume = find(
      prepared,
      'PersistentVolumeClaim',
      `postgres-dump-${id}`,
    );
    expect(volume.spec.storageClassName).toBe('local-path');
    // It is bound when the Job uses it: Argo CD would wait for it before that.
    const wave = 'argocd.argoproj.io/sync-wave';
    expect(volume.metadata.annotations[wave]).toBe(
      find(prepared, 'Job', `postgres-before-${id}`).metadata.annotations[wave],
    );
    const second = migrateDatabase(quiet, { ...dump, stage: 'switch' });
    const switched = merged(quiet, second);
    const objects = applied(switched);
    const { spec } = find(objects, 'StatefulSet', 'postgres');
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'postgres-data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'local-path',
          resources: { requests: { storage: '20Gi' } },
        },
      },
    ]);
    const pod = spec.template.spec;
    expect(pod.initContainers).toBeUndefined();
    expect(JSON.stringify(pod)).not.toContain('observer-db-pvc');
    expect(pod.containers[0].image).toBe('postgres:17-bookworm');
    expect(pod.securityContext).toMatchObject({ runAsUser: 999, fsGroup: 999 });
    const after = find(objects, 'Job', `postgres-after-${id}`);
    expect(JSON.stringify(after)).toContain(`postgres-dump-${id}`);
    expect(after.spec.template.spec.containers[0].image).toBe(
      'postgres:17-bookworm',
    );
    expect(() => rollBackDatabase(switched, place)).toThrow(
      'is lost to the Deployment',
    );
    const back = rollBackDatabase(switched, {
      ...place,
      acceptLostWrites: true,
    });
    expect(
      find(applied(merged(switched, back)), 'Deployment', 'postgres').spec
        .replicas,
    ).toBe(1);
  });
});
