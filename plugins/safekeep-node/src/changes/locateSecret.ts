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
import { posix } from 'node:path';
import {
  joinPath,
  kustomizationOf,
  KustomizedFile,
  ResolvedKustomization,
  resolveKustomization,
} from '../manifests/resolveKustomization';
import { readSecretManifests } from '../manifests/readSecretManifests';

/** What an operation looks at: a folder, with all that its kustomization brings in. */
export interface ServiceFiles {
  folder: string;
  /** Path of the folder's own kustomization. */
  kustomization?: string;
  /** By path; empty where there is no kustomization. */
  applied: Map<string, KustomizedFile>;
  /** What its kustomizations refer to and is not among the files. */
  unresolved: ResolvedKustomization['unresolved'];
  /** All manifests of the folder, and those that it brings in from elsewhere. */
  paths: string[];
}

export function readServiceFiles(
  files: Map<string, string>,
  folder: string,
): ServiceFiles {
  const root = joinPath(folder);
  const kustomized = resolveKustomization(files, root);
  const applied = new Map(kustomized?.files.map(file => [file.path, file]));
  const prefix = root && `${root}/`;
  const paths = [...files.keys()].filter(
    path =>
      /\.(ya?ml|json)$/.test(path) &&
      (path.startsWith(prefix) || applied.has(path)),
  );
  if (paths.length === 0) {
    throw new InputError(
      `Folder ${JSON.stringify(root || '.')} holds no YAML file`,
    );
  }
  return {
    folder: root,
    ...(kustomized && { kustomization: kustomizationOf(files, root) }),
    applied,
    unresolved: kustomized?.unresolved ?? [],
    paths,
  };
}

export interface LocatedSecrets {
  /** Paths of the files that hold it, those that are applied first. */
  sealed: string[];
  plain: string[];
  /** The same name in other namespaces, and files that could not be read: for an error. */
  remarks: string[];
}

/** Where a secret is written, sealed or plain. */
export function locateSecret(
  files: Map<string, string>,
  service: ServiceFiles,
  secret: { namespace: string; name: string },
): LocatedSecrets {
  const { namespace, name } = secret;
  const found: LocatedSecrets = { sealed: [], plain: [], remarks: [] };
  for (const path of service.paths) {
    const text = files.get(path) ?? '';
    if (!text.includes(name) || !text.includes('Secret')) {
      continue;
    }
    try {
      for (const manifest of readSecretManifests(text, { path })) {
        if (manifest.name !== name) {
          continue;
        }
        const file = service.applied.get(path);
        const actual = file?.namespace ?? manifest.namespace ?? namespace;
        if (actual !== namespace) {
          found.remarks.push(`${path} has it in namespace ${actual}`);
        } else if (manifest.kind === 'SealedSecret') {
          found.sealed.push(path);
        } else {
          found.plain.push(path);
        }
      }
    } catch (error) {
      found.remarks.push((error as Error).message);
    }
  }
  const appliedFirst = (paths: string[]) => {
    const unique = [...new Set(paths)];
    const applied = unique.filter(path => service.applied.has(path));
    return applied.length > 0 ? applied : unique;
  };
  return {
    ...found,
    sealed: appliedFirst(found.sealed),
    plain: appliedFirst(found.plain),
  };
}

/** The one path of several, or an error that asks which. */
export function solePath(
  paths: string[],
  what: string,
  option: string,
): string | undefined {
  if (paths.length > 1) {
    throw new InputError(
      `${what} is in more than one file (${paths.join(
        ', ',
      )}): say which with ${option}`,
    );
  }
  return paths.at(0);
}

/** Refuses a file whose objects are renamed on the way: what is sealed for one name opens under no other. */
export function assertNotRenamed(file: KustomizedFile | undefined): void {
  if (file && (file.namePrefix || file.nameSuffix)) {
    throw new InputError(
      `${file.kustomization} or one above it adds a namePrefix or nameSuffix: sealed values would not open under the changed name`,
    );
  }
}

/**
 * Where a new SealedSecret goes: `sealed-secrets/` beside the kustomization
 * that lists it; without one, the folder of the plain file, so that whatever
 * applied that applies this.
 */
export function defaultSealedPath(
  name: string,
  kustomization: string | undefined,
  plainPath: string | undefined,
  folder: string,
): string {
  const plural = /^(.*)-secrets$/.exec(name)?.[1];
  const singular = /^(.*)-secret$/.exec(name)?.[1] ?? name;
  const file =
    plural === undefined
      ? `${singular}-sealed-secret.yaml`
      : `${plural}-sealed-secrets.yaml`;
  if (kustomization) {
    return joinPath(posix.dirname(kustomization), 'sealed-secrets', file);
  }
  return joinPath(plainPath ? posix.dirname(plainPath) : folder, file);
}
