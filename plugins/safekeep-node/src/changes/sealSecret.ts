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
import { ComposedKeys, findComposedKeys } from '../manifests/composedKeys';
import { PlainSecret, readPlainSecret } from '../manifests/plainSecret';
import { findSealedSecret } from '../manifests/sealedSecretObjects';
import { sealIntoManifest } from '../manifests/sealIntoManifest';
import { ParsedSealingCertificate, SealingScope } from '../sealing';
import { assertNoneEmpty } from './assertNoneEmpty';
import { ChangeSet } from './ChangeSet';
import { sizeWarnings } from './describeChange';
import { describeSeal } from './describeSeal';
import { changeIdOf } from './FileChange';
import { findSealPlace, SealPlace } from './findSealPlace';
import { readServiceFiles, ServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { listFile, replacePlainFile } from './replacePlainFile';
import { restartConsumers } from './restartConsumers';

/** @public */
export interface SealSecretOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  certificate: ParsedSealingCertificate;
  namespace: string;
  name: string;
  now: Date;
  /** By default what the file says, and strict where none does. */
  scope?: SealingScope;
  /** Path of the SealedSecret; by default where it is, or beside the kustomization. */
  path?: string;
  /**
   * Values to seal, by key. They win over those of a plain file. The caller
   * overwrites the bytes after use.
   */
  values?: Map<string, Uint8Array>;
  /** Paths of the files that some of the values were read from, by key: for the description. */
  valueFiles?: Readonly<Record<string, string>>;
  /** Path of the plain Secret to convert; by default it is found by name. */
  fromFile?: string;
  /** Whether the plain file is deleted, or only no longer applied. True by default. */
  removePlain?: boolean;
  /** The Secret's type, for a new SealedSecret. */
  type?: string;
  /** Whether the workloads that read the secret restart. True by default. */
  restartConsumers?: boolean;
}

/** @public */
export interface SealSecretResult extends PlannedChange {
  /** Path of the plain file that was converted. */
  converted?: string;
}

/**
 * Seals values given, or a plain Secret of the repository, into a SealedSecret
 * that takes its place. Nothing but the files that it returns changes.
 *
 * @public
 */
export function sealSecret(
  files: Map<string, string>,
  options: SealSecretOptions,
): SealSecretResult {
  const { namespace, name } = options;
  assertNoneEmpty(options.values);
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const place = findSealPlace(files, service, options);
  const plain =
    place.plainPath === undefined
      ? undefined
      : readPlainSecret(changeSet.read(place.plainPath), {
          path: place.plainPath,
          name,
          namespace,
          appliedNamespace: service.applied.get(place.plainPath)?.namespace,
        });
  try {
    const sealed = seal(changeSet, service, place, plain, options);
    const { restarted, warnings } =
      options.restartConsumers === false || !sealed.checksum
        ? { restarted: [], warnings: [] }
        : restartConsumers(changeSet, service, {
            namespace,
            name,
            checksum: sealed.checksum,
            annotations: sealed.templateAnnotations,
          });
    const changes = changeSet.changes();
    if (changes.length === 0) {
      throw new InputError(
        `There is nothing to seal: ${place.sealedPath} already holds ${namespace}/${name}, and no value was given`,
      );
    }
    const described = describeSeal({
      ...options,
      place,
      changes,
      keys: sealed.keys,
      scope: sealed.scope,
      leftSealed: sealed.leftSealed,
      composed: sealed.composed,
      immutable: plain?.template.immutable === true,
      restarted,
      warnings: [...sizeWarnings(name, sealed), ...warnings],
    });
    return {
      ...described,
      changes,
      changeId: changeIdOf(intentOf(options, place), changes),
      path: place.sealedPath,
      keys: sealed.keys,
      restartedWorkloads: restarted,
      ...(place.plainPath !== undefined && { converted: place.plainPath }),
    };
  } finally {
    overwrite(plain);
  }
}

interface Sealed {
  keys: string[];
  /** Keys of the plain file that were sealed already, and stay as they are. */
  leftSealed: string[];
  /** Undefined when no ciphertext changed. */
  checksum?: string;
  scope: SealingScope;
  needsServerSideApply: boolean;
  /** Key to the keys whose values its own contains. */
  composed: ComposedKeys;
  /** Annotations of the Secret that is made of it. */
  templateAnnotations: Record<string, string>;
}

function seal(
  changeSet: ChangeSet,
  service: ServiceFiles,
  place: SealPlace,
  plain: PlainSecret | undefined,
  options: SealSecretOptions,
): Sealed {
  const { namespace, name, certificate, now } = options;
  const { sealedPath, exists, plainPath } = place;
  const existing = exists
    ? findSealedSecret(changeSet.read(sealedPath), {
        path: sealedPath,
        namespace,
        name,
      })
    : undefined;
  const values = new Map<string, Uint8Array>();
  const leftSealed: string[] = [];
  for (const [key, value] of plain?.values ?? []) {
    // What is sealed already may be newer than the plain file beside it.
    if (existing && Object.hasOwn(existing.encryptedData, key)) {
      leftSealed.push(key);
    } else {
      values.set(key, value);
    }
  }
  for (const [key, value] of options.values ?? []) {
    values.set(key, value);
  }
  if (values.size === 0 && !existing) {
    throw new InputError(
      `${plainPath ?? name} has no value that could be sealed`,
    );
  }
  let checksum: string | undefined;
  let needsServerSideApply = false;
  let scope = existing?.scope ?? 'strict';
  if (values.size > 0) {
    const result = sealIntoManifest({
      ...(exists && { text: changeSet.read(sealedPath) }),
      path: sealedPath,
      certificate,
      namespace,
      name,
      scope: options.scope ?? existing?.scope ?? plain?.scope,
      values,
      now,
      template: {
        ...plain?.template,
        type: options.type ?? plain?.template.type,
      },
      annotations: plain?.annotations,
    });
    changeSet.write(sealedPath, result.text);
    checksum = encryptedDataChecksum(result.encryptedData);
    ({ scope, needsServerSideApply } = result);
  }
  if (plainPath !== undefined && plain) {
    replacePlainFile(changeSet, {
      plainPath,
      position: plain.position,
      sealedPath,
      keepFile: options.removePlain === false,
    });
  }
  if (
    !exists &&
    service.kustomization &&
    !isApplied(changeSet, service, sealedPath)
  ) {
    listFile(changeSet, service.kustomization, sealedPath);
  }
  return {
    keys: [...values.keys()],
    leftSealed,
    checksum,
    scope,
    needsServerSideApply,
    composed: findComposedKeys(values),
    templateAnnotations:
      existing?.templateAnnotations ?? plain?.template.annotations ?? {},
  };
}

function isApplied(
  changeSet: ChangeSet,
  service: ServiceFiles,
  path: string,
): boolean {
  return readServiceFiles(changeSet.files, service.folder).applied.has(path);
}

function overwrite(plain: PlainSecret | undefined): void {
  for (const value of plain?.values.values() ?? []) {
    value.fill(0);
  }
}

/** What is asked, without any value: which keys, not what they hold. */
function intentOf(options: SealSecretOptions, place: SealPlace) {
  return {
    verb: 'seal',
    namespace: options.namespace,
    name: options.name,
    path: place.sealedPath,
    from: place.plainPath,
    keys: [...(options.values?.keys() ?? [])].sort(),
    ...(Object.keys(options.valueFiles ?? {}).length > 0 && {
      files: options.valueFiles,
    }),
    scope: options.scope,
    type: options.type,
    removePlain: options.removePlain !== false,
    restartConsumers: options.restartConsumers !== false,
    certificate: options.certificate.fingerprint,
  };
}
