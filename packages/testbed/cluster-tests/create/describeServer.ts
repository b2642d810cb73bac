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

/* eslint-disable jest/no-export -- a part of create.test.ts */

import {
  CreatePostgresResult,
  rotateDatabasePassword,
} from '@safekeep/backstage-plugin-safekeep-node';
import { waitFor } from '../../src';
import { KubernetesObject } from '../support/kubernetes';
import { CreateRun, NAME, NAMESPACE, objectsOf, ROLE } from './CreateRun';

const POD = `${NAME}-0`;
const CLIENT = 'client';
const ROWS = 10_000;

/** The server, its roles and its backups, as they run. */
export function describeServer(run: CreateRun): void {
  const reference = (kind: string, name: string) => ({
    kind,
    name,
    namespace: NAMESPACE,
  });
  /** As the service would: from another pod, over the Service, by the sealed values. */
  const asClient = (sql: string) =>
    run.kubernetes.exec(
      { namespace: NAMESPACE, name: CLIENT },
      ['psql', '-w', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'],
      { input: sql },
    );
  /** A login with that password; its own is what the Secret had when the pod started. */
  const tryWith = (password: string) =>
    run.kubernetes.exec(
      { namespace: NAMESPACE, name: CLIENT },
      ['sh', '-c', 'read -r PGPASSWORD; export PGPASSWORD; psql -w -X -c ""'],
      { input: `${password}\n` },
    );
  const waitForJob = (name: string) =>
    run.kubernetes.kubectl([
      'wait',
      '--for=condition=complete',
      '--timeout=240s',
      `--namespace=${NAMESPACE}`,
      `job/${name}`,
    ]);
  const logOf = (job: string) =>
    run.kubernetes.kubectl(['logs', `--namespace=${NAMESPACE}`, `job/${job}`]);

  describe('the server', () => {
    let planned: CreatePostgresResult;

    beforeAll(async () => {
      const { kubernetes, description } = run.testbed;
      planned = run.plan();
      await kubernetes.apply(objectsOf(planned));
      await kubernetes.waitForRollout(NAMESPACE, `statefulset/${NAME}`);
      await kubernetes.apply([clientPod(description.images.postgres)]);
      await kubernetes.kubectl([
        'wait',
        '--for=condition=ready',
        '--timeout=120s',
        `--namespace=${NAMESPACE}`,
        `pod/${CLIENT}`,
      ]);
    });

    it('starts, and the service logs in as the owner of its database, who is no superuser', async () => {
      await asClient(
        `CREATE TABLE scalp_ticks AS SELECT i AS tick FROM generate_series(1, ${ROWS}) i;`,
      );
      const seen = await asClient(
        `SELECT session_user, current_database(), pg_catalog.pg_get_userbyid(datdba), rolsuper, rolcreaterole
         FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = session_user;
         SHOW data_checksums; SHOW shared_buffers;`,
      );
      expect(seen.trim().split('\n')).toEqual([
        `${ROLE}|ticks|${ROLE}|f|f`,
        'on',
        '64MB',
      ]);
    });

    it('asks for the password, and takes no other', async () => {
      await expect(tryWith('another')).rejects.toThrow(
        /password authentication failed/,
      );
      const { DB_PASSWORD } = await run.kubernetes.secretValues(
        NAMESPACE,
        `${NAME}-app`,
      );
      await expect(tryWith(DB_PASSWORD)).resolves.toBe('');
    });

    it('makes a first backup by itself, which binds its claim', async () => {
      await waitForJob(`${NAME}-backup-first`);
      expect(await logOf(`${NAME}-backup-first`)).toMatch(
        /backup \d{8}T\d{6}Z: 2 databases, /,
      );
      const { status } = await run.kubernetes.get<
        KubernetesObject & { status: { phase: string } }
      >(reference('persistentvolumeclaim', `${NAME}-backups`));
      expect(status.phase).toBe('Bound');
    });

    it('is dumped by its CronJob, and the dump holds the table', async () => {
      const { kubernetes, description } = run.testbed;
      await waitForJob(`${NAME}-backup-first`);
      await kubernetes.kubectl([
        'create',
        'job',
        `--namespace=${NAMESPACE}`,
        `--from=cronjob/${NAME}-backup`,
        'by-hand',
      ]);
      await waitForJob('by-hand');
      const [, stamp] = /backup (\S+): 2 databases/.exec(
        await logOf('by-hand'),
      )!;
      const job = await kubernetes.get<KubernetesObject & { spec: any }>(
        reference('job', 'by-hand'),
      );
      // What reads it back, as the same user and of the same claim.
      const pod = job.spec.template.spec;
      await kubernetes.apply([
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'reader', namespace: NAMESPACE },
          spec: {
            ...pod,
            containers: [
              {
                ...pod.containers[0],
                image: description.images.postgres,
                args: [
                  `cd /backups/${stamp} && sha256sum -c --quiet SHA256SUMS && pg_restore --list ticks.dump && pg_restore --data-only --table=scalp_ticks --file=- ticks.dump | grep -cx '[0-9][0-9]*'`,
                ],
              },
            ],
          },
        },
      ]);
      await kubernetes.kubectl([
        'wait',
        '--for=jsonpath={.status.phase}=Succeeded',
        '--timeout=120s',
        `--namespace=${NAMESPACE}`,
        'pod/reader',
      ]);
      const list = await kubernetes.kubectl([
        'logs',
        `--namespace=${NAMESPACE}`,
        'reader',
      ]);
      expect(list).toMatch(/TABLE DATA public scalp_ticks observer/);
      expect(list.trim().split('\n').pop()).toBe(String(ROWS));
    });

    it('fails a backup that cannot log in, and keeps the earlier ones', async () => {
      const { kubernetes } = run;
      const cronJob = await kubernetes.get<KubernetesObject & { spec: any }>(
        reference('cronjob', `${NAME}-backup`),
      );
      const { spec } = cronJob.spec.jobTemplate;
      const [container] = spec.template.spec.containers;
      await kubernetes.apply([
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'shut-out', namespace: NAMESPACE },
          spec: {
            ...spec,
            backoffLimit: 0,
            template: {
              ...spec.template,
              spec: {
                ...spec.template.spec,
                containers: [
                  {
                    ...container,
                    env: container.env.map((each: { name: string }) =>
                      each.name === 'PGPASSWORD'
                        ? { name: 'PGPASSWORD', value: 'wrong' }
                        : each,
                    ),
                  },
                ],
              },
            },
          },
        },
      ]);
      await kubernetes.kubectl([
        'wait',
        '--for=condition=failed',
        '--timeout=120s',
        `--namespace=${NAMESPACE}`,
        'job/shut-out',
      ]);
      expect(await logOf('shut-out')).toContain('backup failed: the roles');
    });

    it('comes back with its data after it was killed', async () => {
      const { kubernetes } = run;
      const before = await kubernetes.get(reference('pod', POD));
      await kubernetes.kubectl([
        'delete',
        'pod',
        POD,
        `--namespace=${NAMESPACE}`,
        '--grace-period=0',
        '--force',
      ]);
      await waitFor(
        'Another pod',
        async () => {
          const found = await kubernetes.find(reference('pod', POD));
          return found && found.metadata.uid !== before.metadata.uid;
        },
        { timeoutMs: 120_000 },
      );
      await kubernetes.waitForRollout(NAMESPACE, `statefulset/${NAME}`);
      expect((await asClient('SELECT count(*) FROM scalp_ticks;')).trim()).toBe(
        String(ROWS),
      );
    });

    it('leaves its claim when the StatefulSet goes, and takes it up again', async () => {
      const { kubernetes } = run;
      const claim = reference('persistentvolumeclaim', `data-${POD}`);
      const before = await kubernetes.get(claim);
      const set = objectsOf(run.plan()).filter(
        ({ kind }) => kind === 'StatefulSet',
      );
      await kubernetes.delete(reference('statefulset', NAME));
      await kubernetes.waitUntilGone(reference('pod', POD));
      expect((await kubernetes.get(claim)).metadata).toMatchObject({
        uid: before.metadata.uid,
      });
      await kubernetes.apply(set);
      await kubernetes.waitForRollout(NAMESPACE, `statefulset/${NAME}`);
      expect((await asClient('SELECT count(*) FROM scalp_ticks;')).trim()).toBe(
        String(ROWS),
      );
    });

    it('takes a new password for the service by Safekeep’s Job, and asks for it from then on', async () => {
      const { kubernetes } = run;
      const app = `${NAME}-app`;
      const before = await kubernetes.secretValues(NAMESPACE, app);
      const rotated = rotateDatabasePassword(
        new Map(
          planned.changes.map(({ path, content = '' }) => [path, content]),
        ),
        {
          certificate: run.certificate,
          namespace: NAMESPACE,
          name: app,
          now: new Date(),
          keys: ['DB_PASSWORD'],
        },
      );
      await kubernetes.apply(
        rotated.changes
          .filter(({ path }) => !path.endsWith('kustomization.yaml'))
          .map(({ content }) => content)
          .join('---\n'),
      );
      await waitForJob(rotated.job);
      expect(await logOf(rotated.job)).toContain('"verdict":"changed"');
      const after = await kubernetes.secretValues(NAMESPACE, app);
      expect(after.DB_PASSWORD === before.DB_PASSWORD).toBe(false);
      await expect(tryWith(after.DB_PASSWORD)).resolves.toBe('');
      await expect(tryWith(before.DB_PASSWORD)).rejects.toThrow(
        /password authentication failed/,
      );
    });
  });
}

/** As the pull request says that the service connects. */
function clientPod(image: string): object {
  const from = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: `${NAME}-app`, key } },
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: CLIENT,
      namespace: NAMESPACE,
      labels: { [`client-of.safekeep.io/${NAME}`]: 'true' },
    },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'client',
          image,
          command: ['sleep', '3600'],
          env: [
            { name: 'PGHOST', value: NAME },
            from('PGDATABASE', 'DB_NAME'),
            from('PGUSER', 'DB_USER'),
            from('PGPASSWORD', 'DB_PASSWORD'),
          ],
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
