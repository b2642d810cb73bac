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
import { encryptedDataChecksum } from '../manifests/checksum';
import { linkedKeyGroups, relinkKeys } from '../manifests/linkedKeys';
import { sealIntoManifest } from '../manifests/sealIntoManifest';
import {
  findSealedSecret,
  SealedSecretObject,
} from '../manifests/sealedSecretObjects';
import { composeKeys } from '../manifests/composeKey';
import { ParsedSealingCertificate } from '../sealing';
import { generateBytes } from '../sealing/generateValue';
import { assertNoneEmpty } from './assertNoneEmpty';
import { ChangeSet } from './ChangeSet';
import {
  assertComposable,
  assertContained,
  findComposedReaders,
  staleKeys,
  templatesOf,
} from './composedSecrets';
import { sizeWarnings } from './describeChange';
import { describeRotation } from './describeRotation';
import { changeIdOf } from './FileChange';
import { findSealedPath } from './findSealedPath';
import { readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { readPlainTwin } from './readPlainTwin';
import { restartConsumers } from './restartConsumers';

/** @public */
export interface RotateSecretOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  certificate: ParsedSealingCertificate;
  namespace: string;
  name: string;
  now: Date;
  /** Keys that get a new value. */
  keys: string[];
  /**
   * New values for some of these keys; the others get a generated one. The
   * caller overwrites the bytes after use.
   */
  values?: Map<string, Uint8Array>;
  /** Whether keys that hold the same value change with them. True by default. */
  includeLinked?: boolean;
  /** Path of the SealedSecret; by default it is found by name. */
  path?: string;
  /** Length of generated values. */
  length?: number;
  /** Characters of generated values. */
  alphabet?: string;
  /**
   * Keys that contain a rotated value and become templates of it, such as
   * `postgres://app:{{ .DB_PASSWORD }}@db/app`: readable in Git but for what
   * the braces stand for.
   */
  compose?: Readonly<Record<string, string>>;
  /** Goes on although a key that contains a rotated value keeps the earlier one. */
  evenIfStale?: boolean;
  /** Whether the workloads that read the secret restart. True by default. */
  restartConsumers?: boolean;
}

/** @public */
export interface RotateSecretResult extends PlannedChange {
  /** The keys asked for and those linked to them. */
  rotatedKeys: string[];
  /** Those of them whose value was generated. */
  generatedKeys: string[];
}

/**
 * Gives keys of a SealedSecret new values. Keys that are linked get one value
 * together; the ciphertext of all others stays byte for byte.
 *
 * @remarks
 * This changes the Secret and nothing that was set up with its values before,
 * such as a database role.
 *
 * @public
 */
export function rotateSecret(
  files: Map<string, string>,
  options: RotateSecretOptions,
): RotateSecretResult {
  const { namespace, name, certificate, now } = options;
  assertNoneEmpty(options.values);
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const secret = withPlainTwin(
    findSealedSecret(changeSet.read(path), { path, namespace, name }),
    readPlainTwin(files, service, { namespace, name }),
  );
  const groups = groupsOf(secret, path, options);
  assertGivenValues(groups, options);
  const readers = findComposedReaders(files, service, name, groups.flat());
  assertComposable(secret, groups.flat(), readers, options);

  const generated: Buffer[] = [];
  try {
    const values = new Map<string, Uint8Array>();
    const generatedKeys: string[] = [];
    for (const group of groups) {
      let value = givenValue(group, options);
      if (!value) {
        const bytes = generateBytes(options);
        generated.push(bytes);
        generatedKeys.push(...group);
        value = bytes;
      }
      for (const key of group) {
        values.set(key, value);
      }
    }
    assertContained(secret, values);
    const sealed = sealIntoManifest({
      text: changeSet.read(path),
      path,
      certificate,
      namespace,
      name,
      values,
      now,
      rotated: true,
      linkedKeys: linksAfter(secret, values),
    });
    const { text, encryptedData } =
      Object.keys(options.compose ?? {}).length > 0
        ? composeKeys(sealed.text, {
            path,
            namespace,
            name,
            templates: options.compose ?? {},
          })
        : sealed;
    changeSet.write(path, text);
    const { restarted, warnings } =
      options.restartConsumers === false
        ? { restarted: [], warnings: [] }
        : restartConsumers(changeSet, service, {
            namespace,
            name,
            checksum: encryptedDataChecksum(encryptedData),
            annotations: secret.templateAnnotations,
          });
    const changes = changeSet.changes();
    const rotatedKeys = [...values.keys()];
    return {
      ...describeRotation({
        ...options,
        path,
        changes,
        groups,
        generatedKeys,
        otherKeys: Object.keys(encryptedData).filter(key => !values.has(key)),
        follows: templatesOf(secret, [...values.keys()]),
        readers,
        stale: staleKeys(secret, groups.flat(), options),
        folder: service.folder,
        restarted,
        warnings: [...sizeWarnings(name, sealed), ...warnings],
      }),
      changes,
      changeId: changeIdOf(intentOf(options, path, rotatedKeys), changes),
      path,
      keys: rotatedKeys,
      rotatedKeys,
      generatedKeys,
      restartedWorkloads: restarted,
    };
  } finally {
    for (const bytes of generated) {
      bytes.fill(0);
    }
  }
}

/** What is recorded wins: the plain file may be of another time. */
function withPlainTwin(
  secret: SealedSecretObject,
  twin: ReturnType<typeof readPlainTwin>,
): SealedSecretObject {
  return twin && secret.linkedKeys === undefined
    ? {
        ...secret,
        linkedKeys: twin.linkedKeys,
        composedKeys: { ...twin.composedKeys, ...secret.composedKeys },
      }
    : secret;
}

/** The keys to rotate, in groups that get one value each. */
function groupsOf(
  secret: SealedSecretObject,
  path: string,
  options: RotateSecretOptions,
): string[][] {
  const present = Object.keys(secret.encryptedData);
  if (options.keys.length === 0) {
    throw new InputError('There is no key to rotate: name at least one');
  }
  const unknown = options.keys.filter(key => !present.includes(key));
  if (unknown.length > 0) {
    throw new InputError(
      `${path} has no key ${unknown.join(', ')}: it has ${present.join(', ')}`,
    );
  }
  const linked = linkedKeyGroups(present, secret.linkedKeys);
  const groups: string[][] = [];
  for (const key of options.keys) {
    if (groups.some(group => group.includes(key))) {
      continue;
    }
    const group = linked.find(candidate => candidate.includes(key)) ?? [key];
    groups.push(
      options.includeLinked === false
        ? group.filter(each => options.keys.includes(each))
        : group,
    );
  }
  return groups;
}

function assertGivenValues(
  groups: string[][],
  options: RotateSecretOptions,
): void {
  const rotated = groups.flat();
  for (const key of options.values?.keys() ?? []) {
    if (!rotated.includes(key)) {
      throw new InputError(
        `A value was given for key ${key}, which is not among those to rotate`,
      );
    }
  }
  for (const group of groups) {
    const given = group.filter(key => options.values?.has(key));
    const [first, ...others] = given.map(key => options.values!.get(key)!);
    if (others.some(value => Buffer.compare(first, value) !== 0)) {
      throw new InputError(
        `Keys ${given.join(
          ' and ',
        )} hold the same value, and two different ones were given: give one, or rotate them without their link`,
      );
    }
  }
}

function givenValue(
  group: string[],
  options: RotateSecretOptions,
): Uint8Array | undefined {
  const key = group.find(each => options.values?.has(each));
  return key === undefined ? undefined : options.values?.get(key);
}

/**
 * The links after the change. Those that were assumed by convention are
 * recorded from now on: what was rotated together holds one value for certain,
 * and what was rotated alone no longer does.
 */
function linksAfter(
  secret: SealedSecretObject,
  values: Map<string, Uint8Array>,
): string[][] | undefined {
  const present = Object.keys(secret.encryptedData);
  const before = linkedKeyGroups(present, secret.linkedKeys);
  return before.length > 0 || secret.linkedKeys
    ? relinkKeys(before, values)
    : undefined;
}

/** What is asked, without any value: which keys were given, not what. */
function intentOf(
  options: RotateSecretOptions,
  path: string,
  rotatedKeys: string[],
) {
  return {
    verb: 'rotate',
    namespace: options.namespace,
    name: options.name,
    path,
    keys: [...rotatedKeys].sort(),
    given: [...(options.values?.keys() ?? [])].sort(),
    length: options.length,
    alphabet: options.alphabet,
    ...(options.compose && { compose: options.compose }),
    restartConsumers: options.restartConsumers !== false,
    certificate: options.certificate.fingerprint,
  };
}
