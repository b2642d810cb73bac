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
import {
  findSecretReaders,
  lineOfReference,
  renameReferences,
  SecretReader,
} from '../manifests/keyReferences';
import { KUSTOMIZATION_NAMES } from '../manifests/kustomization';
import { wouldRunTwice } from '../manifests/setSecretChecksum';
import { replaceInScalars } from '../manifests/yaml/replaceInScalars';
import { posix } from 'node:path';
import { ChangeSet } from './ChangeSet';
import { ServiceFiles } from './locateSecret';

/**
 * A place in the repository that reads a key by its name.
 *
 * @public
 */
export interface KeyReader {
  path: string;
  line: number;
  kind: string;
  name: string;
  key: string;
  /** Such as `secretKeyRef.key`. */
  how: string;
}

export interface ReadersOfKeys {
  /** Those that name one of the keys. */
  named: KeyReader[];
  /** Objects that read all keys without naming one, such as `Deployment observer`. */
  whole: {
    kind: string;
    name: string;
    path: string;
    as: 'environment' | 'files';
  }[];
  /** Files that could not be looked through, and why. */
  unread: string[];
}

interface SecretOfService {
  namespace: string;
  name: string;
}

/** Who in the repository reads these keys, in the files of the service that may be applied to its namespace. */
export function findKeyReaders(
  files: Map<string, string>,
  service: ServiceFiles,
  { namespace, name }: SecretOfService,
  keys: string[],
): ReadersOfKeys {
  const found: ReadersOfKeys = { named: [], whole: [], unread: [] };
  for (const path of pathsOf(service, files, namespace)) {
    const text = files.get(path) ?? '';
    try {
      for (const reader of readersOf(text, path, service, {
        namespace,
        name,
      })) {
        const { kind, name: object } = reader;
        const named = reader.references.filter(({ key }) => keys.includes(key));
        for (const reference of named) {
          found.named.push({
            path,
            line: lineOfReference(text, path, reader, reference),
            kind,
            name: object,
            key: reference.key,
            how: reference.how,
          });
        }
        if (reader.whole) {
          found.whole.push({ kind, name: object, path, as: reader.whole });
        }
      }
      found.unread.push(...patchesThatMention(text, path, name, keys));
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      if (text.includes(name)) {
        found.unread.push(error.message);
      }
    }
  }
  return found;
}

/** Gives the places that read renamed keys the new names. */
export function renameKeyReaders(
  changeSet: ChangeSet,
  service: ServiceFiles,
  secret: SecretOfService,
  rename: ReadonlyMap<string, string>,
): void {
  for (const path of pathsOf(service, changeSet.files, secret.namespace)) {
    const text = changeSet.read(path);
    let edited = text;
    let readers: SecretReader[];
    try {
      readers = readersOf(text, path, service, secret);
    } catch (error) {
      if (error instanceof InputError) {
        // Told with the readers.
        continue;
      }
      throw error;
    }
    for (const { object, references, kind, name } of readers) {
      const changes = renameReferences(references, rename);
      if (changes.length > 0 && wouldRunTwice(object.value)) {
        throw new InputError(
          `${path}, line ${object.line}: ${kind} ${name} is a database on a volume, and its strategy would start the changed pod beside the old one; two servers on one volume damage it. Give it the strategy Recreate first, or rename the key without its references`,
        );
      }
      const { position } = object;
      edited = replaceInScalars(edited, { path, position, changes });
    }
    changeSet.write(path, edited);
  }
}

/** In words, for errors and pull requests. */
export function describeReader(reader: KeyReader): string {
  const { kind, name, key, how, path, line } = reader;
  return `${kind} ${name} reads ${key} (${how}, ${path}, line ${line})`;
}

function pathsOf(
  service: ServiceFiles,
  files: Map<string, string>,
  namespace: string,
): string[] {
  // A patch is applied without being listed as a resource.
  return service.paths.filter(path => {
    const applied = service.applied.get(path)?.namespace;
    return files.has(path) && (applied ?? namespace) === namespace;
  });
}

function readersOf(
  text: string,
  path: string,
  service: ServiceFiles,
  { namespace, name }: SecretOfService,
): SecretReader[] {
  const isGiven = service.applied.get(path)?.namespace !== undefined;
  return findSecretReaders(text, {
    path,
    secret: name,
    ...(!isGiven && { namespace }),
  });
}

/** A patch inside a kustomization is text in text, and only looked at as such. */
function patchesThatMention(
  text: string,
  path: string,
  secret: string,
  keys: string[],
): string[] {
  if (
    !KUSTOMIZATION_NAMES.includes(posix.basename(path)) ||
    !text.includes(secret)
  ) {
    return [];
  }
  const lines = text.split('\n');
  return keys.flatMap(key => {
    const word = new RegExp(
      `(^|[^-._a-zA-Z0-9])${key.replace(/\./g, '\\.')}($|[^-._a-zA-Z0-9])`,
    );
    const index = lines.findIndex(line => word.test(line));
    return index === -1
      ? []
      : [`${path} mentions ${key} on line ${index + 1}, maybe in a patch`];
  });
}
