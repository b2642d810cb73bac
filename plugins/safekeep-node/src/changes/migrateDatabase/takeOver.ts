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

import { DatabaseMigration } from '@safekeep/backstage-plugin-safekeep-common';
import { syncWaveOf } from '../../manifests/syncWave';
import { valueAt } from '../../manifests/yaml/readYaml';
import { listFile } from '../replacePlainFile';
import { patchTargets } from '../../manifests/kustomizeChanges';
import { writeMigration } from './annotations';
import { copyPatches } from './copyPatches';
import { MigrateDatabaseOptions, Move, pathBeside } from './Move';
import { renderStatefulSet } from './renderStatefulSet';
import {
  removeReplicasEntries,
  scaleWorkload,
  setReplicas,
} from './scaleWorkload';
import { setField } from './setField';
import { placeSnapshotJob } from './snapshotJobs';

/**
 * The Deployment goes to zero and the StatefulSet takes its place, in one
 * commit, with the Job that looks afterwards.
 */
export function takeOver(
  move: Move,
  migration: DatabaseMigration,
  options: MigrateDatabaseOptions,
): string[] {
  const { changeSet, deployment, kustomization, service } = move;
  const { source, changes, server } = deployment;
  const { text, warnings } = renderStatefulSet(move, migration, options);

  copyPatches(move);
  scaleWorkload(changeSet, { ...changes, replicas: [] }, source, 0);
  setReplicas(changeSet, source, 0);
  const isPatched = changes.patches.some(
    patch =>
      patchTargets(patch, { kind: 'Deployment', name: source.name }) === true &&
      !Array.isArray(patch.content) &&
      valueAt(patch.content, 'spec', 'strategy') !== undefined,
  );
  if (!isPatched) {
    // What brings it back must not start a second server beside the first.
    setField(changeSet, source, ['spec', 'strategy'], { type: 'Recreate' });
  }
  writeMigration(changeSet, source, migration);

  const path =
    move.statefulSet?.path ??
    pathBeside(move, `${source.name}-statefulset.yaml`);
  changeSet.write(path, text);
  if (kustomization && !service.applied.has(path)) {
    const listed = service.applied.get(source.path);
    listFile(changeSet, kustomization, path, listed?.entry);
  }
  // Last: the entries' places are those of the kustomizations as they were read.
  removeReplicasEntries(changeSet, changes, source.name);

  const wave = syncWaveOf(source.value);
  warnings.push(
    ...placeSnapshotJob(move, {
      moment: 'after',
      migration,
      server: {
        ...server,
        ...(options.newImage && { image: options.newImage }),
      },
      waitForQuiet: migration.way === 'staged',
      ...(options.before && { expected: options.before }),
      ...(options.appliedBy !== 'flux' && { syncWave: wave + 1 }),
    }),
  );
  return warnings;
}
