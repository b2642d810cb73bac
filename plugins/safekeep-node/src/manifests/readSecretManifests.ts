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
import { JsonObject } from '@backstage/types';
import { RepositorySecret } from '@safekeep/backstage-plugin-safekeep-common';
import { encryptedDataChecksum } from './checksum';
import { joinPath, resolveKustomization } from './resolveKustomization';
import { readSealedSecrets } from './sealedSecretObjects';
import { isJsonObject, readYamlObjects, valueAt } from './yaml/readYaml';

/**
 * A Secret or SealedSecret of one file; whether the file is applied at all is
 * not known from the file.
 *
 * @public
 */
export type SecretManifest = Omit<RepositorySecret, 'referenced'>;

/**
 * The Secrets and SealedSecrets of a file, without their values.
 *
 * @remarks
 * A Secret whose values SOPS has encrypted is left out: it is not plain.
 *
 * @public
 */
export function readSecretManifests(
  text: string,
  options: { path: string },
): SecretManifest[] {
  const { path } = options;
  if (!text.includes('Secret')) {
    return [];
  }
  const sealed = readSealedSecrets(text, path).map(
    ({ namespace, name, line, scope, encryptedData, ...recorded }) => ({
      kind: 'SealedSecret' as const,
      ...(namespace !== undefined && { namespace }),
      name,
      path,
      line,
      keys: Object.keys(encryptedData),
      scope,
      checksum: encryptedDataChecksum(encryptedData),
      sealedKeys: recorded.sealedKeys,
      linkedKeys: recorded.linkedKeys ?? [],
      ...(Object.keys(recorded.composedKeys).length > 0 && {
        composedKeys: recorded.composedKeys,
      }),
    }),
  );
  const plain: SecretManifest[] = [];
  for (const { value, line } of readYamlObjects(text, path)) {
    const name = valueAt(value, 'metadata', 'name');
    if (isPlainSecret(value)) {
      if (typeof name !== 'string') {
        throw new InputError(`${path}: the Secret on line ${line} has no name`);
      }
      const namespace = valueAt(value, 'metadata', 'namespace');
      plain.push({
        kind: 'Secret',
        ...(typeof namespace === 'string' && { namespace }),
        name,
        path,
        line,
        keys: plainKeys(value),
        ...(typeof value.type === 'string' && { type: value.type }),
        sealedKeys: {},
        linkedKeys: [],
      });
    }
  }
  return [...sealed, ...plain].sort((a, b) => a.line - b.line);
}

/** Whether an object is a Secret that holds its values for everyone to read. */
export function isPlainSecret(value: JsonObject): boolean {
  return (
    value.kind === 'Secret' &&
    value.apiVersion === 'v1' &&
    !isJsonObject(value.sops)
  );
}

function plainKeys(value: JsonObject): string[] {
  const keys = new Set<string>();
  for (const field of ['data', 'stringData']) {
    const entries = value[field];
    for (const key of isJsonObject(entries) ? Object.keys(entries) : []) {
      keys.add(key);
    }
  }
  return [...keys];
}

/** @public */
export interface RepositorySecrets {
  secrets: RepositorySecret[];
  /** Files that could not be read and may hold secrets, each with the reason. */
  unread: { path: string; reason: string }[];
  /** Entries of kustomizations whose objects are not known. */
  unresolved: string[];
}

/**
 * The Secrets and SealedSecrets of a repository folder, with what its
 * kustomization says about each: whether it is applied, and in which namespace.
 *
 * @public
 */
export function readRepositorySecrets(
  files: Map<string, string>,
  folder: string = '',
): RepositorySecrets {
  const result: RepositorySecrets = { secrets: [], unread: [], unresolved: [] };
  const kustomized = resolveOrReport(files, folder, result);
  const applied = new Map(kustomized?.files.map(file => [file.path, file]));
  result.unresolved = (kustomized?.unresolved ?? []).map(({ entry }) => entry);

  const prefix = joinPath(folder) && `${joinPath(folder)}/`;
  for (const [path, text] of files) {
    const inFolder = path.startsWith(prefix) || applied.has(path);
    if (!inFolder || !/\.(ya?ml|json)$/.test(path)) {
      continue;
    }
    try {
      const file = applied.get(path);
      for (const manifest of readSecretManifests(text, { path })) {
        const namespace = file?.namespace ?? manifest.namespace;
        result.secrets.push({
          ...manifest,
          ...(namespace !== undefined && { namespace }),
          referenced: !kustomized || file !== undefined,
        });
      }
    } catch (error) {
      result.unread.push({ path, reason: (error as Error).message });
    }
  }
  return result;
}

function resolveOrReport(
  files: Map<string, string>,
  folder: string,
  result: RepositorySecrets,
) {
  try {
    return resolveKustomization(files, folder);
  } catch (error) {
    const reason = (error as Error).message;
    result.unread.push({
      path: joinPath(folder, 'kustomization.yaml'),
      reason,
    });
    return undefined;
  }
}
