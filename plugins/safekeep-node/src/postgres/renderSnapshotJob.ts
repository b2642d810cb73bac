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

import { InputError } from '@backstage/errors';
import {
  ANNOTATION_DATABASE_SNAPSHOT,
  ANNOTATION_SNAPSHOT_BEFORE,
  DATABASE_SNAPSHOT_JOB,
  DatabaseSnapshot,
  DatabaseSnapshotRequest,
  renderSnapshotRequest,
  renderSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { stringify } from 'yaml';
import { VariableSource } from '../manifests/containerVariables';
import { DUMP_SCRIPT, DUMPABLE_SCRIPT } from './dumpScript';
import { connectionTo, DatabaseJob, databaseJob } from './databaseJob';
import { RESTORE_SCRIPT } from './restoreScript';
import { findAdministrator } from './roleOfPassword';
import {
  CONTENT_SCRIPT,
  NEW_SERVER_SCRIPT,
  OTHERS_SCRIPT,
  REPORT_SCRIPT,
  SERVER_SCRIPT,
} from './snapshotScript';

/** Where the container finds the volume of the dump. */
const DUMP = '/run/safekeep/dump';

/** Up to this size a table is read in full; a second reads some 20 MB. */
const CHECKSUM_BYTES = 2 * 1024 ** 3;

export interface SnapshotJob extends DatabaseSnapshotRequest, DatabaseJob {
  /** Whether it waits until no other client is connected, and fails while one is. */
  waitForQuiet: boolean;
  /** The claim that all is dumped into, once it is counted. */
  dump?: { claim: string };
  /** The claim with the dump that the server gets before it is counted. */
  restore?: { claim: string };
  /** The snapshot from before: the Job carries it, and waits for another server process than it was taken from. */
  expected?: DatabaseSnapshot;
}

/** The script of such a Job. */
export function snapshotScript({
  expected,
  dump,
  restore,
}: Pick<SnapshotJob, 'expected' | 'dump' | 'restore'>): string {
  return [
    SERVER_SCRIPT,
    expected ? NEW_SERVER_SCRIPT : '',
    dump ? DUMPABLE_SCRIPT : '',
    OTHERS_SCRIPT,
    restore ? RESTORE_SCRIPT : '',
    CONTENT_SCRIPT,
    dump ? DUMP_SCRIPT : '',
    REPORT_SCRIPT,
  ].join('');
}

/**
 * The manifest of a Job that writes down what a database holds, as text of a
 * file; it may dump it, or restore a dump first.
 *
 * @remarks
 * It fits the restricted pod security standard, and is not removed when it has
 * ended, because what it counted is read from its pod. It logs in over the
 * Service, as what uses the database does.
 *
 * @throws InputError where the superuser's password comes from no Secret
 */
export function renderSnapshotJob(job: SnapshotJob): string {
  const { moment, expected } = job;
  const claim = job.dump?.claim ?? job.restore?.claim;
  const volumes = [
    {
      volume: { name: 'tmp', emptyDir: { sizeLimit: '128Mi' } },
      mountPath: '/tmp',
    },
    ...(claim === undefined
      ? []
      : [
          {
            volume: {
              name: 'dump',
              persistentVolumeClaim: { claimName: claim },
            },
            mountPath: DUMP,
          },
        ]),
  ];
  const manifest = databaseJob(job, {
    kind: DATABASE_SNAPSHOT_JOB,
    request: { [ANNOTATION_DATABASE_SNAPSHOT]: renderSnapshotRequest(job) },
    annotations: {
      ...(expected && {
        [ANNOTATION_SNAPSHOT_BEFORE]: renderSnapshotVerdict({
          verdict: 'taken',
          snapshot: expected,
        }),
      }),
    },
    activeDeadlineSeconds: claim === undefined ? 7200 : 43200,
    container: {
      name: 'snapshot',
      script: snapshotScript(job),
      environment: environmentOf(job, claim !== undefined),
      resources: {
        requests: { cpu: '50m', memory: '64Mi' },
        limits: { cpu: '1', memory: '256Mi' },
      },
      volumes,
    },
  });
  return `# ${
    moment === 'before'
      ? 'Writes down what the database holds before it moves'
      : 'Writes down what the database holds after it has moved'
  }: counts, checksums and names, no values.\n${stringify(manifest, {
    lineWidth: 0,
  })}`;
}

function environmentOf(
  { server, waitForQuiet, expected, dump, restore }: SnapshotJob,
  movesData: boolean,
): Record<string, VariableSource> {
  const administrator = findAdministrator(server);
  if (!administrator) {
    const { path, line, kind, name } = server.workload;
    throw new InputError(
      `${path}, line ${line}: ${kind} ${name} has no POSTGRES_PASSWORD from a key of a Secret, so that the Job that counts what the database holds could not log in. Put the password into a Secret first (safekeep:secret:seal), and let the container read it by secretKeyRef`,
    );
  }
  return {
    ...connectionTo(server),
    PGUSER: administrator.role,
    PGPASSWORD: administrator.password,
    SAFEKEEP_VERDICT: { value: '/dev/termination-log' },
    SAFEKEEP_PATIENCE: { value: '900' },
    SAFEKEEP_QUIET: { value: waitForQuiet ? '600' : '0' },
    SAFEKEEP_SECONDS: { value: movesData ? '14400' : '1800' },
    SAFEKEEP_CHECKSUM_BYTES: { value: String(CHECKSUM_BYTES) },
    ...(expected && {
      SAFEKEEP_SINCE: { value: expected.takenAt },
      SAFEKEEP_SYSTEM_IDENTIFIER: { value: expected.systemIdentifier },
    }),
    ...(dump && { SAFEKEEP_DUMP: { value: DUMP } }),
    ...(restore && { SAFEKEEP_RESTORE: { value: DUMP } }),
  };
}
