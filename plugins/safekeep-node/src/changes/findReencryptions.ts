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
  readSealedSecrets,
  SealedSecretObject,
  recordOf,
} from '../manifests/sealedSecretObjects';
import {
  assertCiphertext,
  ParsedSealingCertificate,
  ReencryptionTarget,
} from '../sealing';
import { readServiceFiles, ServiceFiles } from './locateSecret';
import { assertManifestPath } from './repositoryPath';

/** @public */
export interface FindReencryptionsOptions {
  /** The newest certificate of the cluster. */
  certificate: ParsedSealingCertificate;
  /** Folder of the manifests among the files; the root by default. */
  folder?: string;
  /** Only SealedSecrets of this namespace; the one of those whose files say none. */
  namespace?: string;
  /** Only the SealedSecret of this name. */
  name?: string;
  /** Only this file. */
  path?: string;
  /** Re-encrypt what was sealed with the newest certificate as well. */
  includeCurrent?: boolean;
}

/**
 * A SealedSecret of a file, with the ciphertexts that are to be made anew.
 *
 * @public
 */
export interface FoundReencryption extends ReencryptionTarget {
  /** Tells it from all others of the same files. */
  id: string;
  path: string;
  /** Fingerprints that are recorded for these ciphertexts; none for one without record. */
  certificates: string[];
  /** Keys that were sealed with the newest certificate and stay. */
  otherKeys: string[];
}

/** @public */
export interface FoundReencryptions {
  targets: FoundReencryption[];
  /** How many SealedSecrets are sealed with the newest certificate already. */
  current: number;
  /** Each a sentence on what was left out, and why. */
  skipped: string[];
}

/** One that was found, with the object that it was read from. */
export interface ReadReencryption extends FoundReencryption {
  secret: SealedSecretObject;
}

/**
 * The SealedSecrets of a folder that hold ciphertexts of an earlier certificate.
 * What no certificate is recorded of counts as earlier.
 *
 * @throws InputError when none of that name is there, or a ciphertext of it is
 *   none.
 *
 * @public
 */
export function findReencryptions(
  files: Map<string, string>,
  options: FindReencryptionsOptions,
): FoundReencryptions {
  const { targets, ...found } = readReencryptions(files, options);
  return {
    ...found,
    targets: targets.map(({ secret: _, ...target }) => target),
  };
}

export function readReencryptions(
  files: Map<string, string>,
  options: FindReencryptionsOptions,
): Omit<FoundReencryptions, 'targets'> & { targets: ReadReencryption[] } {
  const service = readServiceFiles(files, options.folder ?? '');
  const found = {
    targets: [] as ReadReencryption[],
    current: 0,
    skipped: [] as string[],
  };
  for (const path of pathsOf(files, service, options)) {
    for (const secret of readFile(files.get(path) ?? '', path, found.skipped)) {
      if (options.name !== undefined && secret.name !== options.name) {
        continue;
      }
      const namespace =
        service.applied.get(path)?.namespace ??
        secret.namespace ??
        options.namespace;
      if (options.namespace !== undefined && namespace !== options.namespace) {
        continue;
      }
      const problem = problemOf(secret, path, service, namespace);
      if (namespace === undefined || problem !== undefined) {
        found.skipped.push(`${path}: SealedSecret ${secret.name} ${problem}`);
        continue;
      }
      const target = targetOf(secret, { path, namespace }, options);
      if (target) {
        found.targets.push(target);
      } else {
        found.current++;
      }
    }
  }
  assertFound(found, options);
  return found;
}

function pathsOf(
  files: Map<string, string>,
  service: ServiceFiles,
  options: FindReencryptionsOptions,
): string[] {
  if (options.path !== undefined) {
    const path = assertManifestPath(options.path);
    if (!files.has(path)) {
      throw new InputError(`${path} does not exist`);
    }
    return [path];
  }
  return service.paths
    .filter(path => files.get(path)?.includes('SealedSecret'))
    .sort();
}

function readFile(
  text: string,
  path: string,
  skipped: string[],
): SealedSecretObject[] {
  try {
    return readSealedSecrets(text, path);
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    skipped.push(`\`${path}\` could not be read: ${error.message}`);
    return [];
  }
}

/** Why one cannot be re-encrypted by what the files say. */
function problemOf(
  secret: SealedSecretObject,
  path: string,
  service: ServiceFiles,
  namespace: string | undefined,
): string | undefined {
  const file = service.applied.get(path);
  if (service.kustomization !== undefined && !file) {
    return `is left out: ${service.kustomization} does not list the file, so that it is not applied`;
  }
  if (namespace === undefined) {
    return 'says no namespace, nor does a kustomization: give the namespace';
  }
  if (secret.hasOldData) {
    return 'has the old field spec.data, which cannot be re-encrypted: seal it into a new file';
  }
  if (file && (file.namePrefix || file.nameSuffix)) {
    return `is renamed by ${file.kustomization} or one above it (namePrefix, nameSuffix): re-encrypted values would not open under the changed name`;
  }
  return undefined;
}

function targetOf(
  secret: SealedSecretObject,
  place: { path: string; namespace: string },
  { certificate, includeCurrent }: FindReencryptionsOptions,
): ReadReencryption | undefined {
  const { path, namespace } = place;
  const isDue = (key: string) =>
    includeCurrent === true ||
    recordOf(secret, key)?.certificate !== certificate.fingerprint;
  const due = Object.entries(secret.encryptedData).filter(([key]) =>
    isDue(key),
  );
  if (due.length === 0) {
    return undefined;
  }
  for (const [key, ciphertext] of due) {
    assertCiphertext(ciphertext, {
      what: `${path}: SealedSecret ${namespace}/${secret.name}, key ${key}`,
    });
  }
  const { document, item } = secret.position;
  const recorded = due.flatMap(
    ([key]) => recordOf(secret, key)?.certificate ?? [],
  );
  return {
    id: [path, document, item].join('#'),
    path,
    namespace,
    name: secret.name,
    scope: secret.scope,
    encryptedData: Object.fromEntries(due),
    certificates: [...new Set(recorded)].sort(),
    otherKeys: Object.keys(secret.encryptedData).filter(key => !isDue(key)),
    secret,
  };
}

/** Of a folder there may be none; what was named must be there. */
function assertFound(
  found: ReturnType<typeof readReencryptions>,
  { name, namespace, path }: FindReencryptionsOptions,
): void {
  const count = found.targets.length + found.current;
  if (count > 0 || (name === undefined && path === undefined)) {
    return;
  }
  const what = ['SealedSecret', [namespace, name].filter(Boolean).join('/')];
  const place = path === undefined ? 'No file holds' : `${path} holds no`;
  const seen = found.skipped.length > 0 ? ` (${found.skipped.join('; ')})` : '';
  throw new InputError(`${place} ${what.join(' ').trim()}${seen}`);
}
