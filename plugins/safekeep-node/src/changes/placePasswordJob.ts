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
  ANNOTATION_PASSWORD_ROTATION,
  parsePasswordRotation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { posix } from 'node:path';
import { valueAt } from '../manifests/yaml/readYaml';
import { joinPath } from '../manifests/resolveKustomization';
import { RotationJob, renderRotationJob } from '../postgres/renderRotationJob';
import { ServiceObject } from '../postgres/serviceObjects';
import { ChangeSet } from './ChangeSet';
import { ServiceFiles } from './locateSecret';
import { listFile } from './replacePlainFile';

/**
 * Writes a rotation's Job in the place of the one of the rotation before, or
 * into a file of its own that the SealedSecret's kustomization lists.
 *
 * @returns the path of its file
 */
export function placePasswordJob(
  changeSet: ChangeSet,
  service: ServiceFiles,
  options: {
    objects: ServiceObject[];
    sealedPath: string;
    /** The key whose rotations share one file. */
    key: string;
    job: RotationJob;
  },
): string {
  const { objects, sealedPath, key, job } = options;
  const { secret } = job.rotation;
  const kustomization =
    service.applied.get(sealedPath)?.kustomization ?? service.kustomization;
  const folder = kustomization
    ? joinPath(posix.dirname(kustomization), 'jobs')
    : posix.dirname(sealedPath);
  const path =
    findEarlierJob(objects, secret, key) ??
    joinPath(
      folder,
      `${secret}-${key.toLowerCase().replace(/[_.]/g, '-')}.yaml`,
    );
  changeSet.write(path, renderRotationJob(job));
  if (kustomization && !service.applied.has(path)) {
    listFile(changeSet, kustomization, path);
  }
  return path;
}

/** A file that holds nothing but a Job of this key's. */
function findEarlierJob(
  objects: ServiceObject[],
  secret: string,
  key: string,
): string | undefined {
  const found = objects.find(({ kind, value }) => {
    const text = valueAt(
      value,
      'metadata',
      'annotations',
      ANNOTATION_PASSWORD_ROTATION,
    );
    const rotation = parsePasswordRotation(
      typeof text === 'string' ? text : undefined,
    );
    return (
      kind === 'Job' &&
      rotation?.secret === secret &&
      rotation.keys.includes(key)
    );
  });
  const isAlone =
    found && objects.filter(({ path }) => path === found.path).length === 1;
  return isAlone ? found.path : undefined;
}

/**
 * A name that is new with each rotation, since the pod template of a Job never
 * changes: by the checksum of the SealedSecret that it belongs to. With the
 * suffix of a pod it stays within 63 characters.
 */
export function passwordJobName(secret: string, checksum: string): string {
  const start = secret.slice(0, 36).replace(/[^a-z0-9]+$/, '');
  return `${start.replace(/\./g, '-')}-password-${checksum.slice(0, 10)}`;
}
