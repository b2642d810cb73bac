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
import { graftCiphertexts } from '../manifests/graftCiphertexts';
import { ChangeSet } from './ChangeSet';
import { sizeWarnings } from './describeChange';
import { describeReencryption } from './describeReencryption';
import { changeIdOf } from './FileChange';
import {
  FindReencryptionsOptions,
  ReadReencryption,
  readReencryptions,
} from './findReencryptions';
import { PlannedChange } from './PlannedChange';

/** @public */
export interface ReencryptSecretsOptions extends FindReencryptionsOptions {
  now: Date;
  /**
   * What the controller made of each that
   * {@link findReencryptions} found with the same options, by its `id`.
   */
  ciphertexts: Map<string, Record<string, string>>;
}

/** @public */
export interface ReencryptSecretsResult extends PlannedChange {
  /** `namespace/name` of the SealedSecrets that were re-encrypted. */
  reencryptedSecrets: string[];
  /** How many were sealed with the newest certificate already. */
  current: number;
}

/**
 * Puts re-encrypted values where the earlier ciphertexts stand. The values stay
 * the same, so that nothing restarts. Without anything to re-encrypt there is
 * no change.
 *
 * @public
 */
export function reencryptSecrets(
  files: Map<string, string>,
  options: ReencryptSecretsOptions,
): ReencryptSecretsResult {
  const { certificate, now, ciphertexts } = options;
  const found = readReencryptions(files, options);
  const changeSet = ChangeSet.create(files);
  const warnings = [...found.skipped];
  for (const target of found.targets) {
    const { path, secret, namespace } = target;
    const grafted = graftCiphertexts({
      text: changeSet.read(path),
      path,
      secret,
      namespace,
      ciphertexts: newCiphertexts(target, ciphertexts.get(target.id)),
      certificate,
      now,
    });
    changeSet.write(path, grafted.text);
    warnings.push(...sizeWarnings(secret.name, grafted));
  }
  const changes = changeSet.changes();
  const secrets = found.targets.map(
    ({ namespace, name }) => `${namespace}/${name}`,
  );
  return {
    ...describeReencryption({ ...found, certificate, changes, warnings }),
    changes,
    changeId: changeIdOf(intentOf(options, found.targets), changes),
    path: found.targets.at(0)?.path ?? options.path ?? '',
    keys: [
      ...new Set(
        found.targets.flatMap(({ encryptedData }) =>
          Object.keys(encryptedData),
        ),
      ),
    ],
    restartedWorkloads: [],
    reencryptedSecrets: secrets,
    current: found.current,
  };
}

/** Exactly the keys that were asked for: a part would leave the rest unnoticed. */
function newCiphertexts(
  target: ReadReencryption,
  made: Record<string, string> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(target.encryptedData).map(key => {
      if (!made || !Object.hasOwn(made, key)) {
        throw new InputError(
          `${target.path}: key ${key} of SealedSecret ${target.namespace}/${target.name} was not re-encrypted, so nothing is changed`,
        );
      }
      return [key, made[key]];
    }),
  );
}

/** What is asked. The ciphertexts are random and no part of it. */
function intentOf(
  options: ReencryptSecretsOptions,
  targets: ReadReencryption[],
) {
  return {
    verb: 'reencrypt',
    certificate: options.certificate.fingerprint,
    secrets: targets.map(({ id, namespace, name, encryptedData }) => [
      id,
      namespace,
      name,
      Object.keys(encryptedData).sort(),
    ]),
  };
}
