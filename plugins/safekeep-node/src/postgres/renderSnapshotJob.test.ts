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
  ANNOTATION_SNAPSHOT_BEFORE,
  DatabaseSnapshot,
  parseSnapshotRequest,
  parseSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { parse } from 'yaml';
import { readYamlObjects } from '../manifests/yaml/readYaml';
import { findServer, PostgresServer } from './findServer';
import { renderSnapshotJob, SnapshotJob } from './renderSnapshotJob';
import { ServiceObject } from './serviceObjects';

const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: postgres }
spec:
  template:
    metadata: { labels: { app: postgres } }
    spec:
      imagePullSecrets: [{ name: registry }]
      containers:
        - name: postgres
          image: postgres:15-alpine
          env:
            - { name: POSTGRES_DB, value: observer }
            - name: POSTGRES_USER
              valueFrom: { secretKeyRef: { name: db, key: POSTGRES_USER } }
            - name: POSTGRES_PASSWORD
              CREDENTIAL
---
apiVersion: v1
kind: Service
metadata: { name: postgres }
spec: { selector: { app: postgres }, ports: [{ port: 5432 }] }
`;

const FROM_SECRET = 'valueFrom: { secretKeyRef: { name: db, key: PASSWORD } }';

function serverOf(password = FROM_SECRET): PostgresServer {
  const objects = readYamlObjects(
    MANIFESTS.replace('CREDENTIAL', password),
    'postgres.yaml',
  ).map(
    ({ value, position, line }): ServiceObject => ({
      path: 'postgres.yaml',
      line,
      position,
      kind: String(value.kind),
      name: 'postgres',
      value,
      isRenamed: false,
    }),
  );
  return findServer(objects, { folder: '', secret: 'db' });
}

const JOB: SnapshotJob = {
  name: 'postgres-before-0123456789',
  namespace: 'observer-prod',
  moment: 'before',
  migration: '0123456789',
  database: 'deployment/postgres',
  server: serverOf(),
  podLabels: { 'app.kubernetes.io/name': 'observer' },
  waitForQuiet: true,
};

const BEFORE: DatabaseSnapshot = {
  takenAt: '2026-11-23T12:00:00Z',
  version: '15.14',
  versionNumber: 150014,
  systemIdentifier: '7439018265301234567',
  dataChecksums: false,
  otherSessions: 0,
  roles: 1,
  rolesDigest: '0123456789abcdef',
  databases: [],
  tables: [],
  more: 0,
};

describe('renderSnapshotJob', () => {
  it('logs in over the Service with what the Secret holds, and says so nowhere', () => {
    const job = parse(renderSnapshotJob(JOB));
    const [container] = job.spec.template.spec.containers;
    const variables = Object.fromEntries(
      container.env.map(({ name, ...source }: { name: string }) => [
        name,
        source,
      ]),
    );
    expect(variables).toMatchObject({
      PGHOST: { value: 'postgres' },
      PGDATABASE: { value: 'observer' },
      PGUSER: {
        valueFrom: { secretKeyRef: { name: 'db', key: 'POSTGRES_USER' } },
      },
      PGPASSWORD: {
        valueFrom: { secretKeyRef: { name: 'db', key: 'PASSWORD' } },
      },
      SAFEKEEP_QUIET: { value: '600' },
    });
    expect(container.image).toBe('postgres:15-alpine');
    expect(job.spec.template.spec.imagePullSecrets).toEqual([
      { name: 'registry' },
    ]);
    expect(job.spec.template.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'observer',
      'safekeep.io/job': 'database-snapshot',
    });
    for (const { annotations } of [job.metadata, job.spec.template.metadata]) {
      expect(
        parseSnapshotRequest(annotations['safekeep.io/database-snapshot']),
      ).toEqual({
        migration: '0123456789',
        moment: 'before',
        database: 'deployment/postgres',
      });
    }
  });

  it('does no more than it is asked for', () => {
    const script = (job: Partial<SnapshotJob>) =>
      parse(renderSnapshotJob({ ...JOB, ...job })).spec.template.spec
        .containers[0].args[0] as string;
    expect(script({})).not.toMatch(/pg_dump|pg_restore/);
    expect(script({ dump: { claim: 'dump' } })).toMatch(/pg_dumpall/);
    expect(script({ dump: { claim: 'dump' } })).not.toMatch(/pg_restore -w/);
    expect(script({ restore: { claim: 'dump' } })).toMatch(/pg_restore -w/);
    expect(script({ restore: { claim: 'dump' } })).not.toMatch(/pg_dumpall/);
    // The kubelet would take it for a dollar sign.
    expect(script({ restore: { claim: 'dump' } })).not.toContain('$$');
    const dumping = parse(renderSnapshotJob({ ...JOB, dump: { claim: 'd' } }));
    expect(dumping.spec.template.spec.volumes).toContainEqual({
      name: 'dump',
      persistentVolumeClaim: { claimName: 'd' },
    });
  });

  it('carries what was counted before', () => {
    const job = parse(
      renderSnapshotJob({
        ...JOB,
        moment: 'after',
        expected: BEFORE,
        syncWave: 2,
      }),
    );
    expect(
      parseSnapshotVerdict(
        job.metadata.annotations[ANNOTATION_SNAPSHOT_BEFORE],
      ),
    ).toEqual({ verdict: 'taken', snapshot: BEFORE });
    expect(job.metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('2');
  });

  it('refuses a password that is in no Secret, and does not repeat it', () => {
    const render = () =>
      renderSnapshotJob({ ...JOB, server: serverOf('value: canary-plain') });
    expect(render).toThrow(/postgres.yaml, line 2: .*no POSTGRES_PASSWORD/);
    expect(render).not.toThrow(/canary/);
  });
});
