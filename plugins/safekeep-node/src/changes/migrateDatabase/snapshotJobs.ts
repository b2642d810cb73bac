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
  ANNOTATION_DATABASE_SNAPSHOT,
  DatabaseMigration,
  DatabaseSnapshot,
  parseSnapshotRequest,
} from '@safekeep/backstage-plugin-safekeep-common';
import { stringify } from 'yaml';
import { ANNOTATION_SYNC_WAVE } from '../../manifests/syncWave';
import { valueAt } from '../../manifests/yaml/readYaml';
import { clientLabels } from '../../postgres/clientLabels';
import { PostgresServer } from '../../postgres/findServer';
import { renderSnapshotJob } from '../../postgres/renderSnapshotJob';
import { listFile, removeFromFile } from '../replacePlainFile';
import { jobPath, Move } from './Move';
import { claimSpec } from './renderStatefulSet';

/** The claim that a dump is kept in until the move is finished. */
export function dumpClaimName(name: string, id: string): string {
  return `${short(name)}-dump-${id}`;
}

export function snapshotJobName(
  name: string,
  moment: 'before' | 'after',
  id: string,
): string {
  return `${short(name)}-${moment}-${id}`;
}

/** With the suffix of a pod it stays within 63 characters. */
function short(name: string): string {
  return name
    .slice(0, 38)
    .replace(/[^a-z0-9]+$/, '')
    .replace(/\./g, '-');
}

/**
 * Writes a Job that counts what the database holds, in a file of its own.
 *
 * @returns warnings on what may keep it from the server
 */
export function placeSnapshotJob(
  move: Move,
  job: {
    moment: 'before' | 'after';
    migration: DatabaseMigration;
    server: PostgresServer;
    waitForQuiet: boolean;
    syncWave?: number;
    expected?: DatabaseSnapshot;
  },
): string[] {
  const { changeSet, namespace, deployment, kustomization, service } = move;
  const { moment, migration, server, waitForQuiet, syncWave, expected } = job;
  const { name } = deployment.source;
  const client = clientLabels(deployment.objects, deployment.server);
  const movesData = migration.option === 'dump-and-restore';
  const volume = { claim: dumpClaimName(name, migration.id) };
  const jobName = snapshotJobName(name, moment, migration.id);
  const path = jobPath(move, `${jobName}.yaml`);
  changeSet.write(
    path,
    renderSnapshotJob({
      name: jobName,
      namespace,
      migration: migration.id,
      moment,
      database: moment === 'before' ? migration.from : migration.to,
      server,
      podLabels: client.labels,
      waitForQuiet,
      ...(movesData && moment === 'before' && { dump: volume }),
      ...(movesData && moment === 'after' && { restore: volume }),
      ...(expected && { expected }),
      ...(syncWave !== undefined && { syncWave }),
    }),
  );
  if (kustomization && !service.applied.has(path)) {
    listFile(changeSet, kustomization, path);
  }
  return client.warnings;
}

/**
 * Writes the claim for the dump, as large as the database's own. It goes into
 * the Job's wave: a claim that waits for its first consumer is not healthy for
 * Argo CD, which would never come to a later one.
 */
export function placeDumpClaim(
  move: Move,
  migration: DatabaseMigration,
  options: {
    newStorage?: string;
    newStorageClass?: string;
    syncWave?: number;
  },
): void {
  const { changeSet, namespace, deployment, kustomization, service } = move;
  const name = dumpClaimName(deployment.source.name, migration.id);
  const path = jobPath(move, `${name}.yaml`);
  changeSet.write(
    path,
    `# Holds the dump until the move to the StatefulSet is finished.\n${stringify(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace,
          ...(options.syncWave !== undefined && {
            annotations: { [ANNOTATION_SYNC_WAVE]: String(options.syncWave) },
          }),
        },
        spec: claimSpec(move, options),
      },
    )}`,
  );
  if (kustomization && !service.applied.has(path)) {
    listFile(changeSet, kustomization, path);
  }
}

/** Takes a migration's Jobs and its dump out of Git. */
export function removeJobs(move: Move, { id }: DatabaseMigration): void {
  const { sources, changeSet, deployment } = move;
  const dump = dumpClaimName(deployment.source.name, id);
  const ours = sources.filter(({ kind, name, value }) => {
    const text = valueAt(
      value,
      'metadata',
      'annotations',
      ANNOTATION_DATABASE_SNAPSHOT,
    );
    const request = parseSnapshotRequest(
      typeof text === 'string' ? text : undefined,
    );
    return (
      (kind === 'Job' && request?.migration === id) ||
      (kind === 'PersistentVolumeClaim' && name === dump)
    );
  });
  // From the end of each file, so that the positions before stay.
  for (const { path, position } of [...ours].reverse()) {
    removeFromFile(changeSet, { path, position });
  }
}
