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

import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { GeneratorEntry } from './Kustomization';
import { markHashed } from './origin';
import type { Resource } from './resource';

const HASH_LETTERS: Record<string, string> = {
  '0': 'g',
  '1': 'h',
  '3': 'k',
  a: 'm',
  e: 't',
};

function readLiterals(entry: GeneratorEntry): [string, string][] {
  return entry.literals.map(literal => {
    const equals = literal.indexOf('=');
    if (equals < 1) {
      // Not quoted: what stands there may be a value.
      throw new InputError(
        `A literal of the generator "${entry.name}" is not of the form key=value`,
      );
    }
    const value = literal.slice(equals + 1).replace(/^(["'])([^]*)\1$/, '$2');
    return [literal.slice(0, equals), value];
  });
}

/** JSON as Go writes it: keys sorted, and no character that HTML knows. */
function goJson(object: JsonObject): string {
  const sorted = (value: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.keys(value)
        .sort()
        .map(key => {
          const inner = value[key];
          return [
            key,
            typeof inner === 'object' ? sorted(inner as JsonObject) : inner,
          ];
        }),
    );
  return JSON.stringify(sorted(object)).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The suffix that kustomize gives to the name of an object that it generated. */
export function hashSuffix(resource: Resource): string {
  const { kind, type, data } = resource;
  const content = goJson({
    kind,
    // kustomize leaves the name out.
    name: '',
    data: data ?? {},
    ...(kind === 'Secret' && { type }),
  });
  const digest = createHash('sha256').update(content).digest('hex');
  return [...digest.slice(0, 10)]
    .map(letter => HASH_LETTERS[letter] ?? letter)
    .join('');
}

function generated(entry: GeneratorEntry, content: JsonObject): Resource {
  const { namespace, labels, annotations } = entry;
  const metadata: Resource['metadata'] = { name: entry.name };
  if (namespace) {
    metadata.namespace = namespace;
  }
  if (Object.keys(labels).length > 0) {
    metadata.labels = labels;
  }
  if (Object.keys(annotations).length > 0) {
    metadata.annotations = annotations;
  }
  const resource = { apiVersion: 'v1', ...content, metadata } as Resource;
  if (!entry.disableNameSuffixHash) {
    markHashed(resource);
  }
  return resource;
}

/** A ConfigMap of the kustomization's `configMapGenerator`. */
export function generateConfigMap(entry: GeneratorEntry): Resource {
  const data = Object.fromEntries(readLiterals(entry));
  return generated(entry, { kind: 'ConfigMap', data });
}

/** A Secret of the kustomization's `secretGenerator`. */
export function generateSecret(entry: GeneratorEntry): Resource {
  const data = Object.fromEntries(
    readLiterals(entry).map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8').toString('base64'),
    ]),
  );
  const type = entry.type ?? 'Opaque';
  return generated(entry, { kind: 'Secret', type, data });
}
