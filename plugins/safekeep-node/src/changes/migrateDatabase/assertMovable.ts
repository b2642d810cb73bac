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
import { posix } from 'node:path';
import {
  KUSTOMIZATION_NAMES,
  readKustomization,
} from '../../manifests/kustomization';
import { podTemplatePath } from '../../manifests/podTemplates';
import {
  joinPath,
  resolveKustomization,
} from '../../manifests/resolveKustomization';
import { mappings, valueAt } from '../../manifests/yaml/readYaml';
import { imageFacts } from '../../postgres/imageFacts';
import { majorOf, MigrateDatabaseOptions, Move } from './Move';

const AUTOSCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];

/** What has to be so before a migration may begin; each refusal says where and what to do. */
export function assertMovable(
  move: Move,
  options: Pick<
    MigrateDatabaseOptions,
    'option' | 'newStorage' | 'newStorageClass' | 'newImage'
  >,
): void {
  const { deployment, migration, statefulSet } = move;
  const { source, server, objects, data } = deployment;
  const { name } = source;
  const place = `${source.path}, line ${source.line}`;
  const isAgain = migration?.stage === 'roll-back';
  if (migration && !isAgain) {
    throw new ConflictError(
      `${place}: Deployment ${name} is being moved since ${migration.startedAt} (stage ${migration.stage}): go on with that, or roll it back`,
    );
  }
  if (statefulSet && !isAgain) {
    throw new ConflictError(
      `${statefulSet.path}, line ${statefulSet.line}: there is a StatefulSet ${name} beside the Deployment already, which Safekeep did not make. Two servers on one claim damage it: take one of them out first`,
    );
  }
  if (isAgain && options.option === 'dump-and-restore') {
    throw new InputError(
      `${place}: a migration was rolled back, and its StatefulSet is still there: finish that with the stage finalize before a dump goes into a new claim`,
    );
  }
  const replicas = valueAt(server.workload.value, 'spec', 'replicas') ?? 1;
  if (replicas !== 1) {
    throw new InputError(
      `${place}: Deployment ${name} has ${String(replicas)} replicas: ${
        replicas === 0
          ? 'with no server there is nothing to look at beforehand. Let it run first'
          : 'several servers on one data directory damage it. Scale it to 1, and look whether the data is sound'
      }`,
    );
  }
  const scaler = objects.find(
    ({ kind, value }) =>
      AUTOSCALERS.includes(kind) &&
      valueAt(value, 'spec', 'scaleTargetRef', 'name') === name &&
      ['Deployment', undefined].includes(
        valueAt(value, 'spec', 'scaleTargetRef', 'kind') as undefined,
      ),
  );
  if (scaler) {
    throw new InputError(
      `${scaler.path}, line ${scaler.line}: ${scaler.kind} ${scaler.name} scales Deployment ${name}, and would start it again beside the StatefulSet: take it out first. One server is not scaled`,
    );
  }
  const other = objects.find(object => {
    const template = podTemplatePath(object.value);
    const isServer = object.kind === 'Deployment' && object.name === name;
    const isOwn = object.kind === 'StatefulSet' && object.name === name;
    return (
      template &&
      !isServer &&
      !isOwn &&
      mappings(valueAt(object.value, ...template, 'spec', 'volumes')).some(
        each =>
          valueAt(each, 'persistentVolumeClaim', 'claimName') === data.claim,
      )
    );
  });
  if (other) {
    throw new InputError(
      `${other.path}, line ${other.line}: ${other.kind} ${other.name} mounts the claim ${data.claim} too. Nobody but the server may have its data directory: take that out first`,
    );
  }
  assertImage(move, options);
}

function assertImage(
  { deployment }: Move,
  {
    option,
    newStorage,
    newStorageClass,
    newImage,
  }: Pick<
    MigrateDatabaseOptions,
    'option' | 'newStorage' | 'newStorageClass' | 'newImage'
  >,
): void {
  const { server, facts } = deployment;
  const major = Number(majorOf(deployment));
  if (option !== 'dump-and-restore') {
    const given = Object.entries({
      newImage,
      newStorage,
      newStorageClass,
    }).find(([, value]) => value !== undefined);
    if (given) {
      throw new InputError(
        `${given[0]} is for the option dump-and-restore: with reuse-claim the data stays as it is, and only the image that wrote it is certain to read it (another major version does not, and another C library sorts texts otherwise)`,
      );
    }
    return;
  }
  if (newImage === undefined) {
    return;
  }
  const { name, path, line } = deployment.source;
  const [repository] = newImage.split(/[:@](?!.*\/)/);
  if (deployment.changes.images.some(each => each.name === repository)) {
    throw new InputError(
      `${path}, line ${line}: a kustomization’s images decides which ${repository} Deployment ${name} runs, and would undo newImage: write the image into the file first`,
    );
  }
  const wanted = imageFacts(newImage);
  if (wanted.major === undefined || wanted.variant !== facts.variant) {
    const isKnown =
      wanted.major !== undefined &&
      [wanted.variant, facts.variant].every(each =>
        ['alpine', 'debian'].includes(each),
      );
    if (!isKnown) {
      throw new InputError(
        `newImage ${newImage} does not tell its major version of PostgreSQL, or is of another kind than ${server.image}, with other variables: name one of the official image, such as postgres:${major}`,
      );
    }
  }
  if (wanted.major! < major) {
    throw new InputError(
      `newImage ${newImage} is PostgreSQL ${wanted.major}, and the data is of ${major}: a dump of a later version cannot be restored into an earlier one`,
    );
  }
}

/** What else the change of a file that several overlays share would move. */
export function overlayWarnings(move: Move): string[] {
  const { kustomization, changeSet, service } = move;
  if (!kustomization) {
    return [];
  }
  const ours =
    resolveKustomization(changeSet.files, service.folder)?.kustomizations ?? [];
  const folder = posix.dirname(kustomization);
  const others: string[] = [];
  for (const [path, text] of changeSet.files) {
    const isOther =
      KUSTOMIZATION_NAMES.includes(posix.basename(path)) &&
      !ours.includes(path) &&
      !path.split('/').includes('_backup');
    if (isOther && readsFolder(text, path, folder)) {
      others.push(posix.dirname(path));
    }
  }
  return others.length === 0
    ? []
    : [
        `The Deployment is in \`${folder}\`, which these apply too: ${others
          .map(each => `\`${each}\``)
          .join(
            ', ',
          )}. Their databases move with the same merge; each has its own guard, and is not looked at by this form.`,
      ];
}

function readsFolder(text: string, path: string, folder: string): boolean {
  try {
    const { resources, bases, components } = readKustomization(text, path);
    return [...resources, ...bases, ...components].some(
      entry => joinPath(posix.dirname(path), entry) === joinPath(folder),
    );
  } catch (error) {
    if (error instanceof InputError) {
      return false;
    }
    throw error;
  }
}
