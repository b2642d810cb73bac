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
  addResource,
  KUSTOMIZATION_NAMES,
  readKustomization,
  removeResource,
  replaceResource,
} from '../manifests/kustomization';
import { joinPath } from '../manifests/resolveKustomization';
import { ObjectPosition } from '../manifests/yaml/readYaml';
import { removeObject } from '../manifests/yaml/removeObject';
import { ChangeSet } from './ChangeSet';

/** An entry of a kustomization that stands for a file. */
interface Listing {
  kustomization: string;
  entry: string;
}

/**
 * Takes the plain Secret out: its file when nothing else is in it, else its
 * part of the file. Kustomizations that list the file list the SealedSecret in
 * its place, or behind it where the file stays.
 */
export function replacePlainFile(
  changeSet: ChangeSet,
  options: {
    plainPath: string;
    position: ObjectPosition;
    sealedPath: string;
    /** Keeps the file, which is then no longer applied. */
    keepFile: boolean;
  },
): void {
  const { plainPath, position, sealedPath, keepFile } = options;
  const rest = removeObject(changeSet.read(plainPath), {
    path: plainPath,
    position,
  });
  if (keepFile && rest !== undefined) {
    throw new InputError(
      `${plainPath} holds other objects too, so that it cannot be kept without being applied: move the Secret to a file of its own, or let it be removed`,
    );
  }
  const listings = listingsOf(changeSet.files, plainPath);
  if (rest !== undefined) {
    changeSet.write(plainPath, rest);
    for (const listing of listings) {
      listFile(changeSet, listing.kustomization, sealedPath, listing.entry);
    }
    return;
  }
  assertNotUsedElsewhere(changeSet.files, plainPath);
  if (!keepFile) {
    changeSet.delete(plainPath);
  }
  for (const { kustomization, entry } of listings) {
    const text = changeSet.read(kustomization);
    const by = relativeEntry(kustomization, sealedPath);
    changeSet.write(
      kustomization,
      isListed(changeSet.files, kustomization, sealedPath)
        ? removeResource(text, { path: kustomization, entry })
        : replaceResource(text, { path: kustomization, entry, by }),
    );
  }
}

/**
 * Takes an object out: its part of a file, or the file when nothing else is in
 * it, with the lines of the kustomizations that list it.
 *
 * @returns the kustomizations that no longer list the file
 */
export function removeFromFile(
  changeSet: ChangeSet,
  options: { path: string; position: ObjectPosition },
): string[] {
  const { path, position } = options;
  const rest = removeObject(changeSet.read(path), { path, position });
  if (rest !== undefined) {
    changeSet.write(path, rest);
    return [];
  }
  assertNotUsedElsewhere(changeSet.files, path);
  const listings = listingsOf(changeSet.files, path);
  changeSet.delete(path);
  for (const { kustomization, entry } of listings) {
    changeSet.write(
      kustomization,
      removeResource(changeSet.read(kustomization), {
        path: kustomization,
        entry,
      }),
    );
  }
  return listings.map(({ kustomization }) => kustomization);
}

/** Adds a file to a kustomization that does not list it yet. */
export function listFile(
  changeSet: ChangeSet,
  kustomization: string,
  path: string,
  after?: string,
): void {
  if (!isListed(changeSet.files, kustomization, path)) {
    const entry = relativeEntry(kustomization, path);
    changeSet.write(
      kustomization,
      addResource(changeSet.read(kustomization), {
        path: kustomization,
        entry,
        ...(after !== undefined && { after }),
      }),
    );
  }
}

function relativeEntry(kustomization: string, path: string): string {
  return posix.relative(posix.dirname(kustomization), path);
}

function isListed(
  files: Map<string, string>,
  kustomization: string,
  path: string,
): boolean {
  return listingsOf(files, path).some(
    listing => listing.kustomization === kustomization,
  );
}

function listingsOf(files: Map<string, string>, path: string): Listing[] {
  const listings: Listing[] = [];
  for (const [kustomization, content] of readKustomizations(files, path)) {
    for (const entry of [...content.resources, ...content.bases]) {
      if (joinPath(posix.dirname(kustomization), entry) === path) {
        listings.push({ kustomization, entry });
      }
    }
  }
  return listings;
}

function assertNotUsedElsewhere(
  files: Map<string, string>,
  path: string,
): void {
  for (const [kustomization, content] of readKustomizations(files, path)) {
    for (const entry of content.otherFiles) {
      if (joinPath(posix.dirname(kustomization), entry) === path) {
        throw new InputError(
          `${path} is also used by ${kustomization} as a patch or by a generator: take that out first`,
        );
      }
    }
  }
}

/** The kustomizations that mention a file; one that does not need not be readable. */
function readKustomizations(files: Map<string, string>, mentioned: string) {
  return [...files]
    .filter(
      ([path, text]) =>
        KUSTOMIZATION_NAMES.includes(posix.basename(path)) &&
        text.includes(posix.basename(mentioned)),
    )
    .map(([path, text]) => [path, readKustomization(text, path)] as const);
}
