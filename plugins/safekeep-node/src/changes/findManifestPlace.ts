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
import { JsonObject } from '@backstage/types';
import { posix } from 'node:path';
import { readKustomization } from '../manifests/kustomization';
import { joinPath } from '../manifests/resolveKustomization';
import { mappings, readYamlObjects, valueAt } from '../manifests/yaml/readYaml';
import { readServiceObjects } from '../postgres/serviceObjects';
import { ServiceFiles } from './locateSecret';

/** Where new manifests go. */
export interface ManifestPlace {
  /** What lists them; undefined where whatever applies the folder takes all of it. */
  kustomization?: string;
  /** The path of a new file: in a folder beside the kustomization, or beside the others. */
  pathOf(folder: string, file: string): string;
}

/**
 * Where manifests of objects go that must keep their names, namespace and image.
 *
 * @throws InputError where the kustomization would change one of these
 */
export function findManifestPlace(
  files: ReadonlyMap<string, string>,
  service: ServiceFiles,
  { namespace, image }: { namespace: string; image: string },
): ManifestPlace {
  const { kustomization, folder } = service;
  if (kustomization === undefined) {
    return { pathOf: (_, file) => joinPath(folder, file) };
  }
  const text = files.get(kustomization) ?? '';
  const content = readKustomization(text, kustomization);
  if (content.namespace !== undefined && content.namespace !== namespace) {
    throw new InputError(
      `${kustomization} puts whatever it lists into namespace ${content.namespace}, not ${namespace}: give that namespace, or another folder`,
    );
  }
  if (content.namePrefix || content.nameSuffix) {
    throw new InputError(
      `${kustomization} adds a namePrefix or nameSuffix: sealed values would not open under the changed name, and the Service would have another`,
    );
  }
  const [name] = image.split('@')[0].split(/:(?!.*\/)/);
  const object = readYamlObjects(text, kustomization)[0]?.value;
  const override = mappings(valueAt(object, 'images')).find(
    each => each.name === name,
  );
  if (override) {
    throw new InputError(
      `${kustomization} puts another image in the place of ${name} (images): give the one that runs, since its user and its layout are written down`,
    );
  }
  return {
    kustomization,
    pathOf: (inFolder, file) =>
      joinPath(posix.dirname(kustomization), inFolder, file),
  };
}

/**
 * Refuses what would be written where something is: a file, or an object of the
 * same kind and name in a file of the service.
 *
 * @param written - path to the text of each new file
 * @param advice - what to do about it
 */
export function assertNothingThere(
  files: ReadonlyMap<string, string>,
  service: ServiceFiles,
  namespace: string,
  written: ReadonlyMap<string, string>,
  advice = 'Choose another name for the database',
): void {
  const there = readServiceObjects(files, service, namespace);
  for (const [path, text] of written) {
    for (const { value } of readYamlObjects(text, path)) {
      const name = valueAt(value, 'metadata', 'name');
      const taken = there.find(
        each => each.name === name && clash(each.value, value),
      );
      if (taken) {
        throw new InputError(
          `${taken.path}, line ${taken.line}: there is a ${taken.kind} ${taken.name} already. ${advice}`,
        );
      }
    }
    if (files.has(path)) {
      throw new InputError(`${path} is there already. ${advice}`);
    }
  }
}

/** A Deployment beside a StatefulSet of its name would be a second database to whoever reads it. */
function clash(one: JsonObject, other: JsonObject): boolean {
  const family = ({ kind }: JsonObject) =>
    [
      ['Deployment', 'StatefulSet'],
      ['Secret', 'SealedSecret'],
    ].find(kinds => kinds.includes(String(kind)))?.[0] ?? kind;
  return family(one) === family(other);
}
