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
import { ChangeSet } from '../changes/ChangeSet';
import { addResource, readKustomization } from '../manifests/kustomization';
import {
  kustomizationOf,
  resolveKustomization,
} from '../manifests/resolveKustomization';

/** A kustomization that brings a file to the cluster. */
interface Listing {
  kustomization: string;
  /** The namespace that it gives whatever it lists. */
  namespace?: string;
  renames: boolean;
  /** The entry to stand behind. */
  after?: string;
}

/** The kustomization that lists a file, or that of the folder; undefined where there is none. */
export function findListing(
  files: Map<string, string>,
  neighbour?: string,
): Listing | undefined {
  const resolved = resolveKustomization(files, '');
  if (neighbour !== undefined) {
    const file = resolved?.files.find(({ path }) => path === neighbour);
    if (file) {
      const { kustomization, entry, namespace, namePrefix, nameSuffix } = file;
      return {
        kustomization,
        ...(namespace !== undefined && { namespace }),
        renames: namePrefix !== '' || nameSuffix !== '',
        after: entry,
      };
    }
  }
  const folder = neighbour === undefined ? '' : posix.dirname(neighbour);
  const path = kustomizationOf(files, folder);
  if (path === undefined) {
    return undefined;
  }
  const { namespace, namePrefix, nameSuffix, resources } = readKustomization(
    files.get(path) ?? '',
    path,
  );
  const entry = neighbour && posix.relative(folder, neighbour);
  if (entry !== undefined && !resources.includes(entry)) {
    return undefined;
  }
  return {
    kustomization: path,
    ...(namespace !== undefined && { namespace }),
    renames: Boolean(namePrefix || nameSuffix),
    ...(entry !== undefined && { after: entry }),
  };
}

/** Why a kustomization cannot list a file whose objects keep their names; undefined when it can. */
export function reasonNotToList(
  listing: Listing,
  namespace: string,
): string | undefined {
  const { kustomization } = listing;
  if (listing.renames) {
    return `\`${kustomization}\` changes the names of whatever it lists`;
  }
  return listing.namespace !== undefined && listing.namespace !== namespace
    ? `\`${kustomization}\` puts whatever it lists into namespace \`${listing.namespace}\``
    : undefined;
}

/** Writes a new manifest, and lists it where there is a listing. */
export function writeManifest(
  changeSet: ChangeSet,
  options: { path: string; text: string; listing?: Listing },
): void {
  const { path, text, listing } = options;
  if (changeSet.files.has(path)) {
    throw new InputError(
      `${path} is there already and installs no sealed-secrets controller: give another path`,
    );
  }
  changeSet.write(path, text);
  if (listing) {
    const { kustomization, after } = listing;
    changeSet.write(
      kustomization,
      addResource(changeSet.read(kustomization), {
        path: kustomization,
        entry: posix.relative(posix.dirname(kustomization), path),
        ...(after !== undefined && { after }),
      }),
    );
  }
}
