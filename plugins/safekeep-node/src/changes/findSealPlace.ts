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
import { readKustomization } from '../manifests/kustomization';
import {
  assertNotRenamed,
  defaultSealedPath,
  locateSecret,
  ServiceFiles,
  solePath,
} from './locateSecret';
import { assertManifestPath, assertRepositoryPath } from './repositoryPath';

export interface SealPlaceOptions {
  namespace: string;
  name: string;
  path?: string;
  fromFile?: string;
  values?: Map<string, Uint8Array>;
}

/** Where the SealedSecret is or goes, and the plain Secret that it takes the place of. */
export interface SealPlace {
  sealedPath: string;
  /** Whether the SealedSecret is there already. */
  exists: boolean;
  plainPath?: string;
}

export function findSealPlace(
  files: Map<string, string>,
  service: ServiceFiles,
  options: SealPlaceOptions,
): SealPlace {
  const { namespace, name } = options;
  const what = `Secret ${namespace}/${name}`;
  const located = locateSecret(files, service, { namespace, name });
  const plainPath =
    options.fromFile === undefined
      ? solePath(located.plain, what, 'fromFile')
      : assertRepositoryPath(options.fromFile);
  if (plainPath !== undefined) {
    assertPlainFile(files, located.plain, plainPath, what);
    assertNotRenamed(service.applied.get(plainPath));
  }
  const existing = solePath(located.sealed, `Sealed${what}`, 'path');
  if (
    existing === undefined &&
    plainPath === undefined &&
    !options.values?.size
  ) {
    throw new InputError(
      nothingFound(files, service, located.remarks, options),
    );
  }
  const listedBy = plainPath && service.applied.get(plainPath)?.kustomization;
  const sealedPath =
    options.path === undefined
      ? existing ??
        defaultSealedPath(
          name,
          listedBy ?? service.kustomization,
          plainPath,
          service.folder,
        )
      : assertManifestPath(options.path);
  if (existing !== undefined && existing !== sealedPath) {
    throw new InputError(
      `Sealed${what} is in ${existing} already: seal it there, or move it first`,
    );
  }
  assertNotRenamed(service.applied.get(sealedPath));
  return {
    sealedPath,
    exists: files.has(sealedPath),
    ...(plainPath !== undefined && { plainPath }),
  };
}

function assertPlainFile(
  files: Map<string, string>,
  located: string[],
  plainPath: string,
  what: string,
): void {
  if (!files.has(plainPath)) {
    throw new InputError(`${plainPath} does not exist`);
  }
  if (located.length > 0 && !located.includes(plainPath)) {
    throw new InputError(
      `${what} is applied from ${located.join(', ')}, not from ${plainPath}`,
    );
  }
}

function nothingFound(
  files: Map<string, string>,
  service: ServiceFiles,
  remarks: string[],
  options: SealPlaceOptions,
): string {
  const { namespace, name } = options;
  const { kustomization } = service;
  const isGenerated =
    kustomization !== undefined &&
    readKustomization(
      files.get(kustomization) ?? '',
      kustomization,
    ).generatedSecrets.includes(name);
  if (isGenerated) {
    return `Secret ${name} is made by a secretGenerator in ${kustomization}, which is not converted here: give its values by key, and take the generator out`;
  }
  const seen = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
  return `No file holds a plain Secret ${namespace}/${name}${seen}: give values by key, or the file with fromFile`;
}
