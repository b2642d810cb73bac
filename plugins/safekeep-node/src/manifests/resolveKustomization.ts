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
import {
  Kustomization,
  KUSTOMIZATION_NAMES,
  readKustomization,
} from './kustomization';

/**
 * A file that a kustomization brings into the cluster.
 *
 * @public
 */
export interface KustomizedFile {
  path: string;
  /** The namespace that the outermost kustomization sets; it replaces the object's own. */
  namespace?: string;
  /** What the kustomizations put before and behind each name. */
  namePrefix: string;
  nameSuffix: string;
  /** Path of the kustomization that lists the file, and its entry there. */
  kustomization: string;
  entry: string;
}

/** @public */
export interface ResolvedKustomization {
  files: KustomizedFile[];
  /** Entries that could not be followed. What they bring is not known. */
  unresolved: {
    entry: string;
    kustomization: string;
    reason: 'remote' | 'missing' | 'cycle';
  }[];
  /** Paths of all kustomizations that were read, the outermost first. */
  kustomizations: string[];
}

/**
 * Which files the kustomization of a folder brings into the cluster, with those
 * of the folders that it names. Undefined when the folder has no kustomization.
 *
 * @public
 */
export function resolveKustomization(
  files: Map<string, string>,
  folder: string,
): ResolvedKustomization | undefined {
  const root = kustomizationOf(files, folder);
  if (root === undefined) {
    return undefined;
  }
  const result: ResolvedKustomization = {
    files: [],
    unresolved: [],
    kustomizations: [],
  };
  follow(files, root, { namePrefix: '', nameSuffix: '' }, [], result);
  return result;
}

interface Inherited {
  namespace?: string;
  namePrefix: string;
  nameSuffix: string;
}

function follow(
  files: Map<string, string>,
  kustomization: string,
  outer: Inherited,
  ancestors: string[],
  result: ResolvedKustomization,
): void {
  const content = readKustomization(
    files.get(kustomization) ?? '',
    kustomization,
  );
  if (!result.kustomizations.includes(kustomization)) {
    result.kustomizations.push(kustomization);
  }
  const inherited = inherit(outer, content);
  for (const entry of [
    ...content.resources,
    ...content.bases,
    ...content.components,
  ]) {
    if (isRemote(entry)) {
      result.unresolved.push({ entry, kustomization, reason: 'remote' });
      continue;
    }
    const path = joinPath(posix.dirname(kustomization), entry);
    if (files.has(path)) {
      result.files.push({ path, ...inherited, kustomization, entry });
      continue;
    }
    const nested = kustomizationOf(files, path);
    if (nested === undefined) {
      result.unresolved.push({ entry, kustomization, reason: 'missing' });
    } else if (nested === kustomization || ancestors.includes(nested)) {
      result.unresolved.push({ entry, kustomization, reason: 'cycle' });
    } else {
      const above = [...ancestors, kustomization];
      follow(files, nested, inherited, above, result);
    }
  }
}

/** The outer kustomization is applied last: its namespace wins, its affixes stand outside. */
function inherit(outer: Inherited, content: Kustomization): Inherited {
  const namespace = outer.namespace ?? content.namespace;
  return {
    ...(namespace !== undefined && { namespace }),
    namePrefix: outer.namePrefix + (content.namePrefix ?? ''),
    nameSuffix: (content.nameSuffix ?? '') + outer.nameSuffix,
  };
}

/** Path of a folder's kustomization file. */
export function kustomizationOf(
  files: Map<string, string>,
  folder: string,
): string | undefined {
  return KUSTOMIZATION_NAMES.map(name => joinPath(folder, name)).find(path =>
    files.has(path),
  );
}

/** A path below the root of the files, without `./` at its start. */
export function joinPath(...parts: string[]): string {
  const joined = posix.join(...parts);
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

function isRemote(entry: string): boolean {
  return (
    /^[a-z+]+:\/\//i.test(entry) ||
    /^[^/]+@[^/]+:/.test(entry) ||
    /[?&]ref=/.test(entry) ||
    /^(github\.com|gitlab\.com|bitbucket\.org)\//.test(entry)
  );
}
