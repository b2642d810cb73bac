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
import { DatabaseMigration } from '@safekeep/backstage-plugin-safekeep-common';
import { posix } from 'node:path';
import { joinPath } from '../../manifests/resolveKustomization';
import { syncWaveOf } from '../../manifests/syncWave';
import {
  documentRange,
  withoutMarkers,
} from '../../manifests/yaml/documentRange';
import { parseDocuments } from '../../manifests/yaml/readYaml';
import { DatabaseConsumer } from '../../postgres/findConsumers';
import { contentHash } from '../FileChange';
import { keepClaim, writeMigration } from './annotations';
import { assertMovable, overlayWarnings } from './assertMovable';
import { chooseMigrationWay, ChosenWay } from './chooseMigrationWay';
import { quiesceConsumers } from './consumers';
import { MigrateDatabaseOptions, Move } from './Move';
import { placeDumpClaim, placeSnapshotJob } from './snapshotJobs';
import { takeOver } from './takeOver';

export interface StartedMigration {
  migration: DatabaseMigration;
  chosen: ChosenWay;
  consumers: DatabaseConsumer[];
  warnings: string[];
}

/** The first pull request: all of it, guarded, or clients off and the look beforehand. */
export function startMigration(
  move: Move,
  options: MigrateDatabaseOptions,
): StartedMigration {
  const option = options.option ?? 'reuse-claim';
  assertMovable(move, { ...options, option });
  const { deployment, changeSet } = move;
  const { source, data, server } = deployment;
  const chosen = chooseMigrationWay(move, {
    option,
    appliedBy: options.appliedBy,
    wish: options.way,
  });
  if (options.way && options.way !== chosen.way) {
    throw new InputError(
      `It cannot be moved the way ${options.way}: ${chosen.reasons.join(' ')}`,
    );
  }
  const isGuarded = chosen.way === 'guarded';
  const migration: DatabaseMigration = {
    id: contentHash(
      JSON.stringify([
        move.namespace,
        source.name,
        option,
        chosen.way,
        changeSet.read(source.path),
      ]),
    ).slice(0, 10),
    option,
    way: chosen.way,
    stage: isGuarded ? 'switch' : 'quiesce',
    from: `deployment/${source.name}`,
    to: `statefulset/${source.name}`,
    claim: data.claim,
    ...(option === 'dump-and-restore' && {
      newClaim: `${data.volume}-${source.name}-0`,
    }),
    startedAt: options.now.toISOString(),
  };
  if (options.backup) {
    keepOriginal(move, options.now);
  }
  const warnings = [
    ...(options.warnings ?? []),
    ...overlayWarnings(move),
    ...keepClaim(move),
  ];
  const wave = syncWaveOf(source.value);
  const usesWaves = options.appliedBy !== 'flux';
  if (isGuarded) {
    warnings.push(
      ...placeSnapshotJob(move, {
        moment: 'before',
        migration,
        server,
        waitForQuiet: false,
        syncWave: wave - 1,
      }),
      ...takeOver(move, migration, options),
    );
    return { migration, chosen, consumers: [], warnings: unique(warnings) };
  }
  const quiesced = quiesceConsumers(move);
  writeMigration(changeSet, source, migration);
  if (option === 'dump-and-restore') {
    placeDumpClaim(move, migration, {
      ...options,
      ...(usesWaves && { syncWave: quiesced.wave + 1 }),
    });
  }
  warnings.push(
    ...quiesced.warnings,
    ...placeSnapshotJob(move, {
      moment: 'before',
      migration,
      server,
      waitForQuiet: true,
      // Behind those that it waits for.
      ...(usesWaves && { syncWave: quiesced.wave + 1 }),
    }),
  );
  if (quiesced.consumers.length === 0) {
    warnings.push(
      'The files name nothing that uses this database: whatever is connected has to be stopped by hand, or the Job ends with `clients-connected`.',
    );
  }
  return {
    migration,
    chosen,
    consumers: quiesced.consumers,
    warnings: unique(warnings),
  };
}

/** The document's own copy: below `_backup`, by the day, and listed nowhere. */
function keepOriginal(move: Move, now: Date): void {
  const { changeSet, kustomization, deployment } = move;
  const { source } = deployment;
  if (!kustomization) {
    throw new InputError(
      `${source.path} is listed by no kustomization: a copy below _backup could be applied as well. The history of Git has it anyway`,
    );
  }
  const text = changeSet.read(source.path);
  const documents = parseDocuments(text, source.path);
  const { start, end } = documentRange(
    text,
    documents,
    source.position.document,
  );
  // Its own document alone: a Secret beside it is not to be copied about.
  const copy = documents.length === 1 ? text : text.slice(start, end);
  const day = now.toISOString().slice(0, 10);
  const path = joinPath(
    posix.dirname(kustomization),
    '_backup',
    day,
    `${source.name}-deployment.yaml`,
  );
  changeSet.write(path, withoutMarkers(copy));
}

function unique(warnings: string[]): string[] {
  return [...new Set(warnings)];
}
