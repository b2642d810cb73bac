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
import { SECRET_SIZE_LIMIT } from '../sealing';
import { findSealedSecret } from './sealedSecretObjects';
import { findYamlObject, valueAt } from './yaml/readYaml';

/** etcd refuses a larger request, and an object is written in one. */
const OBJECT_LIMIT = 1.5 * 1024 * 1024;
/** All annotations of an object, with their names. */
const ANNOTATIONS_LIMIT = 256 * 1024;
/** For what the cluster adds: times, status and events of others. */
const ADDED_TO_OBJECT = 8 * 1024;
/** For each key and manager, the cluster records that the one manages the other. */
const MANAGERS = 2;
/** Where `kubectl apply` keeps a copy of the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** A file below this is far from every limit, and not looked at. */
const SMALL_FILE = 64 * 1024;

export interface SealedSecretToFit {
  text: string;
  path: string;
  namespace: string;
  name: string;
  encryptedData: Record<string, string>;
}

/**
 * Refuses a SealedSecret that the cluster could not store, or whose Secret it
 * could not: both would fail only after the merge, and the second silently.
 *
 * @returns whether it is too large for an apply that keeps a copy of the object
 *   in its annotations, as `kubectl apply` and Argo CD do by default
 */
export function assertClusterHolds(sealed: SealedSecretToFit): {
  needsServerSideApply: boolean;
} {
  const { text, path, namespace, name, encryptedData } = sealed;
  const keys = Object.keys(encryptedData);
  const plain = Object.values(encryptedData).reduce(
    (total, ciphertext) => total + plainLength(ciphertext),
    0,
  );
  if (plain > SECRET_SIZE_LIMIT) {
    throw new InputError(
      `The values of ${namespace}/${name} would have ${plain} bytes together: a Secret holds at most ${SECRET_SIZE_LIMIT} bytes`,
    );
  }
  if (text.length < SMALL_FILE) {
    return { needsServerSideApply: false };
  }
  const { position } = findSealedSecret(text, { path, namespace, name });
  const object = findYamlObject(text, { path, position })?.value;
  const annotations = annotationsLength(
    valueAt(object, 'metadata', 'annotations'),
  );
  if (annotations > ANNOTATIONS_LIMIT) {
    throw new InputError(
      `SealedSecret ${namespace}/${name} would have ${keys.length} keys and ${annotations} bytes of annotations, of which an object holds at most ${ANNOTATIONS_LIMIT}: put some keys into another Secret`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(object));
  const managed = keys.reduce((total, key) => total + key.length + 10, 0);
  const stored = bytes + ADDED_TO_OBJECT + MANAGERS * managed;
  if (stored > OBJECT_LIMIT) {
    throw new InputError(
      `SealedSecret ${namespace}/${name} would need ${stored} bytes in the cluster with its ${keys.length} ciphertexts, and an object holds at most ${OBJECT_LIMIT}: put some keys into another Secret`,
    );
  }
  return {
    needsServerSideApply:
      bytes + annotations + LAST_APPLIED.length > ANNOTATIONS_LIMIT,
  };
}

/** How many bytes a ciphertext holds; none when it is not one. */
function plainLength(ciphertext: string): number {
  const start = Buffer.from(ciphertext.slice(0, 4), 'base64');
  if (start.length < 2) {
    return 0;
  }
  const bytes = Buffer.byteLength(ciphertext, 'base64');
  return Math.max(0, bytes - 2 - start.readUInt16BE(0) - 16);
}

function annotationsLength(annotations: unknown): number {
  return Object.entries(annotations ?? {}).reduce(
    (total, [name, value]) =>
      total + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  );
}
