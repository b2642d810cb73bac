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

import { WorkloadObservation } from '../observations';
import { ClaimStatus } from '../status';
import { OperatedDatabaseObservation } from '../surroundings';
import { describeClaim } from './databaseClaims';
import { DatabaseImage, recognizeDatabaseImage } from './databaseImages';
import { isResting, migrationOf, MigrationView } from './databaseMigrations';
import { NamespaceView } from './namespaceView';
import { PasswordRotationView, passwordRotations } from './passwordRotations';

/** What runs a database's pods; a `Cluster` is CloudNativePG's. */
export type ServingWorkload = Omit<WorkloadObservation, 'kind'> & {
  kind: 'Deployment' | 'StatefulSet' | 'Cluster';
};

/** A workload that serves a database. */
export interface Database {
  view: NamespaceView;
  workload: ServingWorkload;
  image: string;
  recognized: DatabaseImage;
  claims: ClaimStatus[];
  /** Of its passwords. */
  rotations: PasswordRotationView[];
  /** Between a Deployment and a StatefulSet. */
  move?: MigrationView;
  /** What its operator says of it. */
  operated?: OperatedDatabaseObservation;
}

function isServing(
  workload: WorkloadObservation,
): workload is WorkloadObservation & { kind: 'Deployment' | 'StatefulSet' } {
  return workload.kind === 'Deployment' || workload.kind === 'StatefulSet';
}

function claimsOf(view: NamespaceView, names: string[]): ClaimStatus[] {
  return [...new Set(names)].map(name =>
    describeClaim(
      view,
      name,
      view.claims.find(candidate => candidate.name === name),
    ),
  );
}

function asDatabase(
  view: NamespaceView,
  workload: WorkloadObservation & { kind: 'Deployment' | 'StatefulSet' },
): Database[] {
  for (const image of workload.images) {
    const recognized = recognizeDatabaseImage(image);
    if (recognized && (workload.clientsOnly || isResting(view, workload))) {
      return [];
    }
    if (recognized) {
      const move = migrationOf(view, workload);
      const operated =
        workload.kind === 'StatefulSet'
          ? view.surroundings.postgresql.find(
              ({ name }) => name === workload.name,
            )
          : undefined;
      return [
        {
          view,
          workload,
          image,
          recognized: operated?.version
            ? { ...recognized, version: operated.version }
            : recognized,
          claims: claimsOf(view, workload.claims),
          rotations: passwordRotations({ view, workload, recognized }),
          ...(operated && { operated }),
          ...(move && { move }),
        },
      ];
    }
  }
  return [];
}

/** A cluster of servers that an operator runs without any workload of ours to look at. */
function asOperated(
  view: NamespaceView,
  operated: OperatedDatabaseObservation,
): Database {
  const { name, namespace, generation, instances, image = '' } = operated;
  const ready = operated.readyInstances ?? 0;
  return {
    view,
    workload: {
      kind: 'Cluster',
      namespace,
      name,
      generation,
      desired: instances,
      ready,
      updated: ready,
      total: instances,
      images: image === '' ? [] : [image],
      claims: operated.claims,
      secretReferences: [],
      checksums: {},
      podLabels: { 'cnpg.io/cluster': name },
    },
    image,
    recognized: recognizeDatabaseImage(image) ?? { engine: 'postgresql' },
    claims: claimsOf(view, operated.claims),
    rotations: [],
    operated,
  };
}

/**
 * The databases of a namespace. Jobs are left out: one that runs a database's
 * image is a backup or a client. So is the workload that a move has left at
 * zero.
 */
export function databasesOf(view: NamespaceView): Database[] {
  return [
    ...view.workloads
      .filter(isServing)
      .flatMap(workload => asDatabase(view, workload)),
    ...view.surroundings.Cluster.map(operated => asOperated(view, operated)),
  ];
}
