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
  ANNOTATION_DATABASE_MIGRATION,
  DatabaseMigration,
  DatabaseSnapshot,
  parseDatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import { posix } from 'node:path';
import { joinPath } from '../../manifests/resolveKustomization';
import { valueAt } from '../../manifests/yaml/readYaml';
import {
  DatabaseManifests,
  readDatabaseManifests,
} from '../../postgres/readDatabaseManifests';
import {
  readServiceObjects,
  ServiceObject,
} from '../../postgres/serviceObjects';
import { MonitoringOptions } from '../addMonitoring';
import { ChangeSet } from '../ChangeSet';
import { readServiceFiles, ServiceFiles } from '../locateSecret';

/** @public */
export interface MigrateDatabaseOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  namespace: string;
  /** The workload that serves the database, such as `deployment/postgres`. */
  database: string;
  /**
   * `start`: everything in one pull request, or clients off and the snapshot.
   * `switch`: the StatefulSet takes over. `release`: the lock of a server that
   * was killed is given up. `finalize`: what was only needed for the move goes.
   */
  stage: 'start' | 'switch' | 'release' | 'finalize';
  /** The StatefulSet takes over the claim, or gets a new one that a dump is restored into. For `start`. */
  option?: DatabaseMigration['option'];
  /** For `start`; by default what {@link chooseMigrationWay} says. */
  way?: DatabaseMigration['way'];
  now: Date;
  /** Whether the Deployment's file is kept below `_backup`. */
  backup?: boolean;
  /** With `dump-and-restore`, the new claim's size, class and the image; by default as they are. */
  newStorage?: string;
  newStorageClass?: string;
  newImage?: string;
  /** What applies the repository, where that is known. */
  appliedBy?: 'argo-cd' | 'flux';
  /** For `switch`: what the Job counted before. */
  before?: DatabaseSnapshot;
  /** For `finalize`: what the comparison came to. */
  verified?: DatabaseMigration['verified'];
  /** For `finalize`: an exporter, a ServiceMonitor and a dashboard; none by default. */
  monitoring?: MonitoringOptions;
  /** For `release`: when the server started whose lock is given up, in seconds since 1970. */
  releasedLock?: number;
  /** What else the caller wants to be known before the merge. */
  warnings?: string[];
}

/** What all stages work on: the files as they are, and what was read of them. */
export interface Move {
  changeSet: ChangeSet;
  service: ServiceFiles;
  namespace: string;
  /** Of the Deployment. */
  deployment: DatabaseManifests;
  /** The StatefulSet, once there is one in the files. */
  statefulSet?: ServiceObject;
  /** Every object as its file has it. */
  sources: ServiceObject[];
  migration?: DatabaseMigration;
  /** Path of the kustomization that lists the Deployment's file. */
  kustomization?: string;
}

/** @throws InputError where the files hold no such Deployment, or what cannot be moved */
export function readMove(
  files: Map<string, string>,
  options: { folder?: string; namespace: string; database: string },
): Move {
  const { namespace } = options;
  const service = readServiceFiles(files, options.folder ?? '');
  const sources = readServiceObjects(files, service, namespace);
  const [kind, name] = options.database.toLowerCase().split('/');
  if (!['deployment', 'statefulset'].includes(kind) || !name) {
    throw new InputError(
      `database is the workload that serves it, such as deployment/postgres: ${JSON.stringify(
        options.database,
      )} is none`,
    );
  }
  const statefulSet = find(sources, 'StatefulSet', name);
  const found = find(sources, 'Deployment', name);
  if (!found && statefulSet) {
    const migration = migrationOf(statefulSet);
    throw new InputError(
      `${statefulSet.path}, line ${
        statefulSet.line
      }: ${name} is a StatefulSet already${
        migration?.stage === 'finalized'
          ? ', since a migration that is finished'
          : ''
      }: there is nothing to move`,
    );
  }
  const deployment = readDatabaseManifests(files, service, {
    sources,
    database: `deployment/${name}`,
  });
  const { source } = deployment;
  return {
    changeSet: ChangeSet.create(files),
    service,
    namespace,
    deployment,
    ...(statefulSet && { statefulSet }),
    sources,
    ...(migration => migration && { migration })(migrationOf(source)),
    ...(listed => listed && { kustomization: listed })(
      service.applied.get(source.path)?.kustomization ?? service.kustomization,
    ),
  };
}

function find(
  objects: ServiceObject[],
  kind: string,
  name: string,
): ServiceObject | undefined {
  return objects.find(each => each.kind === kind && each.name === name);
}

/** What a workload's annotation says of its move. */
export function migrationOf({
  value,
}: ServiceObject): DatabaseMigration | undefined {
  const text = valueAt(
    value,
    'metadata',
    'annotations',
    ANNOTATION_DATABASE_MIGRATION,
  );
  return parseDatabaseMigration(typeof text === 'string' ? text : undefined);
}

/** The migration that is under way, for a stage that comes after the first. */
export function ongoing(move: Move, stage: string): DatabaseMigration {
  const { source } = move.deployment;
  if (!move.migration) {
    throw new InputError(
      `${source.path}, line ${source.line}: Deployment ${source.name} is not being moved, so that there is nothing to ${stage}: begin with the stage start`,
    );
  }
  return move.migration;
}

/** PG_VERSION of the server, as far as its image tells. */
export function majorOf({ facts, server, source }: DatabaseManifests): string {
  if (facts.major === undefined) {
    throw new InputError(
      `${source.path}, line ${source.line}: image ${server.image} does not tell which major version of PostgreSQL it is, and a server of another one must not touch the data: write a tag that does, such as postgres:16 (a digest may stand behind it)`,
    );
  }
  return String(facts.major);
}

/** Where a new file goes that the Deployment's kustomization will list. */
export function pathBeside(move: Move, file: string): string {
  return joinPath(posix.dirname(move.deployment.source.path), file);
}

/** Where a Job goes: a folder of its own, unless nothing lists the files. */
export function jobPath(move: Move, file: string): string {
  return move.kustomization
    ? joinPath(posix.dirname(move.kustomization), 'jobs', file)
    : pathBeside(move, file);
}
