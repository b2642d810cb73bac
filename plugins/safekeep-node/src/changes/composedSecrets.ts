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
import { containsValue, partsOf } from '../manifests/composedKeys';
import {
  ComposedVariable,
  findComposedVariables,
} from '../manifests/composedVariables';
import { readTemplateReferences } from '../manifests/goTemplate';
import { SealedSecretObject } from '../manifests/sealedSecretObjects';
import { ServiceFiles } from './locateSecret';

/** Characters that mean nothing in the part of a URL that holds a password: RFC 3986, unreserved. */
const URL_SAFE = /^[-A-Za-z0-9._~]*$/;

interface Composition {
  alphabet?: string;
  values?: ReadonlyMap<string, Uint8Array>;
  compose?: Readonly<Record<string, string>>;
  evenIfStale?: boolean;
}

/** Keys recorded to contain a rotated value, which they would keep as it was. */
export function staleKeys(
  { composedKeys, encryptedData }: SealedSecretObject,
  rotated: string[],
  { compose = {} }: Composition,
): string[] {
  return Object.keys(composedKeys).filter(
    key =>
      Object.hasOwn(encryptedData, key) &&
      !rotated.includes(key) &&
      !Object.hasOwn(compose, key) &&
      partsOf(composedKeys, key).some(part => rotated.includes(part)),
  );
}

/** Entries of the SealedSecret's template that are rendered from these keys. */
export function templatesOf(
  { templateData }: SealedSecretObject,
  keys: string[],
): string[] {
  return Object.entries(templateData)
    .filter(([, template]) =>
      readTemplateReferences(template ?? '').some(({ key }) =>
        keys.includes(key),
      ),
    )
    .map(([key]) => key);
}

/** Where the manifests of the service compose something from these keys. */
export function findComposedReaders(
  files: Map<string, string>,
  service: ServiceFiles,
  secret: string,
  keys: string[],
): ComposedVariable[] {
  return service.paths.flatMap(path => {
    try {
      return findComposedVariables(files.get(path) ?? '', {
        path,
        secret,
        keys,
      });
    } catch (error) {
      if (error instanceof InputError) {
        // Told where the restarts are looked for.
        return [];
      }
      throw error;
    }
  });
}

/** Refuses what would leave a URL with the earlier password, or break it. */
export function assertComposable(
  secret: SealedSecretObject,
  rotated: string[],
  readers: ComposedVariable[],
  options: Composition,
): void {
  const stale = staleKeys(secret, rotated, options);
  if (stale.length > 0 && !options.evenIfStale) {
    const [key] = stale;
    const part = partsOf(secret.composedKeys, key).find(each =>
      rotated.includes(each),
    );
    throw new InputError(
      `${stale.join(
        ', ',
      )}: contained the value of ${part} when it was sealed, and would keep the earlier one, which only the cluster can read. Either give ${key} its new value too; or write it with {{ .${part} }} in compose, so that it follows from now on; or go on with evenIfStale`,
    );
  }
  for (const key of rotated) {
    const parts = partsOf(secret.composedKeys, key).filter(part =>
      Object.hasOwn(secret.encryptedData, part),
    );
    if (parts.length > 0 && !options.values?.has(key) && !options.evenIfStale) {
      throw new InputError(
        `${key} contained the value of ${parts.join(
          ', ',
        )} when it was sealed, so that a random value cannot take its place: give its value, or write it with {{ .${
          parts[0]
        } }} in compose`,
      );
    }
  }
  for (const [key, template] of Object.entries(options.compose ?? {})) {
    for (const [part, value] of options.values ?? []) {
      if (containsValue(Buffer.from(template), value)) {
        throw new InputError(
          `The template for ${key} holds the value of ${part} itself, and would put it into Git: write {{ .${part} }} in its place`,
        );
      }
    }
  }
  const raw = Object.entries(options.compose ?? {}).find(([, template]) =>
    template.includes('://'),
  );
  const reader = readers.find(({ isUrl }) => isUrl);
  if (!URL_SAFE.test(options.alphabet ?? '') && (raw || reader)) {
    throw new InputError(
      `The alphabet has characters that mean something else in a URL, and ${
        reader
          ? `${reader.path}, line ${reader.line}: ${reader.kind} ${reader.name} composes one from ${reader.key}`
          : `${raw?.[0]} is one`
      }: choose letters and digits, or those that are safe in URLs`,
    );
  }
}

/** Refuses values given together of which one should contain the other, and does not. */
export function assertContained(
  { composedKeys }: SealedSecretObject,
  values: ReadonlyMap<string, Uint8Array>,
): void {
  for (const [key, value] of values) {
    for (const part of partsOf(composedKeys, key)) {
      const bytes = values.get(part);
      if (bytes && !containsValue(value, bytes)) {
        throw new InputError(
          `${key} contained the value of ${part} when it was sealed, and the value given for it does not contain the new one: give both, or write it with {{ .${part} }} in compose`,
        );
      }
    }
  }
}
