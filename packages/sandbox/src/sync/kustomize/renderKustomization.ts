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

import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { parseKustomization, type Kustomization } from './Kustomization';
import { addLabels } from './addLabels';
import { applyPatches } from './applyPatches';
import { generateConfigMap, generateSecret } from './generate';
import { addHashes, addNameParts, setNamespace } from './rename';
import { parseResources, resourceId, type Resource } from './resource';
import { setImages, setReplicas } from './setImages';

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Renders the kustomization of a folder, as `kustomize build` does, for the
 * fields that {@link Kustomization} has. Any other field is an `InputError`.
 *
 * @param files - The repository's files by their path from its root.
 */
export function renderKustomization(
  files: ReadonlyMap<string, string>,
  folder: string,
): Resource[] {
  const resources = renderFolder(files, normalize(folder), [], []);
  addHashes(resources);
  const seen = new Set<string>();
  for (const resource of resources) {
    const id = resourceId(resource);
    if (seen.has(id)) {
      throw new InputError(`${folder}: ${id} is there more than once`);
    }
    seen.add(id);
  }
  return resources;
}

function renderFolder(
  files: ReadonlyMap<string, string>,
  folder: string,
  parents: string[],
  inherited: Resource[],
): Resource[] {
  if (parents.includes(folder)) {
    throw new InputError(
      `${[...parents, folder].join(
        ' → ',
      )}: these kustomizations need each other`,
    );
  }
  const kustomization = readKustomization(files, folder);
  const chain = [...parents, folder];
  const own: Resource[] = [];
  for (const entry of kustomization.resources) {
    own.push(...readEntry(files, folder, entry, chain, kustomization));
  }
  own.push(
    ...kustomization.configMapGenerator.map(generateConfigMap),
    ...kustomization.secretGenerator.map(generateSecret),
  );
  // A component changes what its parent has so far, besides adding its own.
  let resources = [...inherited, ...own];
  for (const entry of kustomization.components) {
    const target = normalize(posix.join(folder, entry));
    resources = renderFolder(files, target, chain, resources);
  }
  return transform(files, folder, kustomization, resources);
}

function readKustomization(
  files: ReadonlyMap<string, string>,
  folder: string,
): Kustomization {
  const found = FILE_NAMES.map(name => posix.join(folder, name)).filter(path =>
    files.has(path),
  );
  if (found.length === 0) {
    throw new InputError(
      `${folder || '.'}: there is no kustomization.yaml here`,
    );
  }
  if (found.length > 1) {
    throw new InputError(`${folder}: ${found.join(' and ')} are both here`);
  }
  return parseKustomization(files.get(found[0])!, found[0]);
}

function readEntry(
  files: ReadonlyMap<string, string>,
  folder: string,
  entry: string,
  chain: string[],
  kustomization: Kustomization,
): Resource[] {
  if (/^[a-z+]+:\/\/|^git@|^github\.com\//i.test(entry)) {
    throw new InputError(
      `${kustomization.path}: the sandbox's renderer does not load "${entry}" from another place`,
    );
  }
  const path = normalize(posix.join(folder, entry));
  const text = files.get(path);
  if (text === undefined) {
    const isFolder = [...files.keys()].some(file =>
      file.startsWith(path ? `${path}/` : ''),
    );
    if (!isFolder) {
      throw new InputError(`${kustomization.path}: there is no "${entry}"`);
    }
    return renderFolder(files, path, chain, []);
  }
  assertWithin(folder, path, kustomization.path, entry);
  return parseResources(text, path);
}

function transform(
  files: ReadonlyMap<string, string>,
  folder: string,
  kustomization: Kustomization,
  resources: Resource[],
): Resource[] {
  const patched = applyPatches(resources, kustomization, path => {
    const full = normalize(posix.join(folder, path));
    assertWithin(folder, full, kustomization.path, path);
    const text = files.get(full);
    if (text === undefined) {
      throw new InputError(`${kustomization.path}: there is no "${path}"`);
    }
    return text;
  });
  if (kustomization.namespace) {
    setNamespace(patched, kustomization.namespace);
  }
  addNameParts(patched, kustomization);
  addLabels(patched, kustomization);
  setImages(patched, kustomization.images);
  setReplicas(patched, kustomization);
  return patched;
}

/** As kustomize's own load restriction: files only from the folder or below it. */
function assertWithin(
  folder: string,
  path: string,
  kustomization: string,
  entry: string,
): void {
  if (folder && !path.startsWith(`${folder}/`)) {
    throw new InputError(
      `${kustomization}: "${entry}" is a file outside of the kustomization's folder`,
    );
  }
}

/** A path from the repository's root without `.` and `..`. */
function normalize(path: string): string {
  const normalized = posix.normalize(path).replace(/^\.?\/|\/$/g, '');
  if (normalized === '..' || normalized.startsWith('../')) {
    throw new InputError(`"${path}" is outside of the repository`);
  }
  return normalized === '.' ? '' : normalized;
}
