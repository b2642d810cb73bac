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

import { ConflictError, InputError } from '@backstage/errors';
import {
  ANNOTATION_DATABASE_MIGRATION,
  DatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  documentRange,
  withoutMarkers,
} from '../../manifests/yaml/documentRange';
import {
  mappings,
  parseDocuments,
  readYamlObjects,
  valueAt,
} from '../../manifests/yaml/readYaml';
import {
  guardContainer,
  guardIdOf,
  withoutGuard,
} from '../../postgres/guardContainer';
import {
  readServiceObjects,
  ServiceObject,
} from '../../postgres/serviceObjects';
import { ChangeSet } from '../ChangeSet';
import { readServiceFiles } from '../locateSecret';
import { listFile } from '../replacePlainFile';
import { removeAnnotation, writeMigration } from './annotations';
import { restoreConsumers } from './consumers';
import { majorOf, migrationOf, Move, ongoing, readMove } from './Move';
import { scaleWorkload } from './scaleWorkload';
import { setField } from './setField';
import { removeJobs } from './snapshotJobs';

/** @public */
export interface RollBackDatabaseOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  namespace: string;
  /** The workload that serves the database, such as `statefulset/postgres`. */
  database: string;
  /** With `dump-and-restore`: goes back although what was written since the switch is lost. */
  acceptLostWrites?: boolean;
  /** After the last stage: the files of a commit that still has the Deployment. */
  earlier?: Map<string, string>;
}

export interface RolledBack {
  move: Move;
  migration: DatabaseMigration;
  /** The stage that it went back from. */
  from: DatabaseMigration['stage'];
  consumers: ServiceObject[];
}

/**
 * The Deployment serves again, behind a guard of its own, and the StatefulSet
 * goes to zero, in one commit.
 */
export function rollBackMigration(
  files: Map<string, string>,
  options: RollBackDatabaseOptions,
): RolledBack {
  const changeSet = ChangeSet.create(files);
  const finished = bringBack(changeSet, files, options);
  const move = { ...readMove(changeSet.files, options), changeSet };
  const { deployment, statefulSet } = move;
  const { source, changes } = deployment;
  const migration = finished ?? ongoing(move, 'go back from');
  const from = migration.stage;
  if (from === 'roll-back') {
    throw new ConflictError(
      `${source.path}, line ${source.line}: Deployment ${source.name} is rolled back already`,
    );
  }
  const consumers = restoreConsumers(move);
  removeJobs(move, migration);
  if (from === 'quiesce' || !statefulSet) {
    removeAnnotation(changeSet, source, ANNOTATION_DATABASE_MIGRATION);
    return { move, migration, from, consumers };
  }
  const sharesClaim = migration.option === 'reuse-claim';
  if (!sharesClaim && !options.acceptLostWrites) {
    throw new ConflictError(
      `The StatefulSet of ${source.name} has a claim of its own: what was written to it since the switch is not in ${migration.claim}, and is lost to the Deployment. Dump it first, or go back all the same with acceptLostWrites`,
    );
  }
  const rolledBack: DatabaseMigration = { ...migration, stage: 'roll-back' };
  delete rolledBack.verified;
  scaleWorkload(changeSet, changes, statefulSet, 0);
  writeMigration(changeSet, statefulSet, rolledBack);
  scaleWorkload(changeSet, changes, source, 1);
  if (sharesClaim) {
    addGuard(move, `${guardIdOf(migration)}-back`);
  }
  writeMigration(changeSet, source, rolledBack);
  return { move, migration: rolledBack, from, consumers };
}

function addGuard(move: Move, id: string): void {
  const { changeSet, deployment } = move;
  const { source, data, server } = deployment;
  const pod = ['spec', 'template', 'spec'];
  const spec = valueAt(source.value, ...pod);
  const container = mappings(valueAt(spec, 'containers')).find(
    each => each.name === server.container.name,
  )!;
  const guard = guardContainer({
    id,
    major: majorOf(deployment),
    data,
    server: container,
  });
  setField(
    changeSet,
    source,
    [...pod, 'initContainers'],
    [guard, ...withoutGuard(spec as never)],
  );
  setField(changeSet, source, ['spec', 'strategy'], { type: 'Recreate' });
}

/**
 * Writes the Deployment of an earlier commit, where the last stage took it out.
 *
 * @returns the finished migration; undefined where the Deployment is there
 */
function bringBack(
  changeSet: ChangeSet,
  files: Map<string, string>,
  { folder, namespace, database, earlier }: RollBackDatabaseOptions,
): DatabaseMigration | undefined {
  const [, name] = database.toLowerCase().split('/');
  const service = readServiceFiles(files, folder ?? '');
  const objects = readServiceObjects(files, service, namespace);
  const statefulSet = objects.find(
    each => each.kind === 'StatefulSet' && each.name === name,
  );
  const isThere = objects.some(
    each => each.kind === 'Deployment' && each.name === name,
  );
  if (isThere || !statefulSet) {
    return undefined;
  }
  const place = `${statefulSet.path}, line ${statefulSet.line}: StatefulSet ${name}`;
  const migration = migrationOf(statefulSet);
  if (migration?.stage !== 'finalized') {
    throw new InputError(
      `${place} was not moved from a Deployment by Safekeep: there is nothing to go back to`,
    );
  }
  if (migration.option === 'dump-and-restore') {
    throw new ConflictError(
      `${place} has had a claim of its own since the move was finished: the earlier one, ${migration.claim}, holds what was there before. Restore a dump of today into a new database instead`,
    );
  }
  if (!earlier) {
    throw new InputError(
      `${place}: its Deployment has left Git. Name a commit that still has it`,
    );
  }
  const before = readMove(earlier, {
    folder,
    namespace,
    database: `deployment/${name}`,
  });
  const { source } = before.deployment;
  if (before.deployment.data.claim !== migration.claim) {
    throw new ConflictError(
      `${source.path}, line ${source.line}: at that commit Deployment ${name} has the claim ${before.deployment.data.claim}, not ${migration.claim}: it is not the database that was moved`,
    );
  }
  const text = earlier.get(source.path) ?? '';
  const { start, end } = documentRange(
    text,
    parseDocuments(text, source.path),
    source.position.document,
  );
  const own = withoutMarkers(text.slice(start, end));
  if (
    source.position.item !== undefined ||
    readYamlObjects(own, source.path).length !== 1
  ) {
    throw new InputError(
      `${source.path}, line ${source.line}: at that commit the Deployment is in a list, and cannot be taken out of it`,
    );
  }
  const present = files.get(source.path);
  changeSet.write(
    source.path,
    present === undefined ? own : `${present.replace(/\n*$/, '\n')}---\n${own}`,
  );
  const { kustomization } = service.applied.get(statefulSet.path) ?? {};
  if (kustomization) {
    listFile(changeSet, kustomization, source.path);
  }
  return migration;
}
