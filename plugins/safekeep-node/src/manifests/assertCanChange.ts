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
import { SealingScope } from '../sealing';
import { SealedSecretObject } from './sealedSecretObjects';

interface Place {
  path: string;
  namespace: string;
  name: string;
}

/** Refuses to change a Secret that the cluster never changes again. */
export function assertCanChange(
  { immutable, line }: SealedSecretObject,
  { path, namespace, name }: Place,
): void {
  if (immutable) {
    throw new InputError(
      `${path}, line ${line}: Secret ${namespace}/${name} is immutable, so that the cluster refuses every change of its content. Seal the content under a new name and let the workloads read that; or take "immutable" out of spec.template, and delete the Secret in the cluster once that is merged`,
    );
  }
}

/** A Secret's type is fixed when it is made. */
export function assertTypeCanChange(
  secret: SealedSecretObject,
  type: string | undefined,
  { path, namespace, name }: Place,
): void {
  const present = secret.type ?? 'Opaque';
  if (type !== undefined && type !== present) {
    throw new InputError(
      `${path}, line ${secret.line}: Secret ${namespace}/${name} is of type ${present}, and the cluster never changes the type of a Secret: leave the type out, or seal it as ${type} under a new name`,
    );
  }
}

/** A value opens only under the scope that it was sealed for, so that all must be sealed anew. */
export function assertScopeCanChange(
  secret: SealedSecretObject,
  scope: SealingScope,
  values: ReadonlyMap<string, Uint8Array>,
  { path, namespace, name }: Place,
): void {
  const missing = Object.keys(secret.encryptedData).filter(
    key => !values.has(key),
  );
  if (secret.scope !== scope && missing.length > 0) {
    throw new InputError(
      `${path}, line ${secret.line}: ${namespace}/${name} is sealed ${
        secret.scope
      }, and its other keys would not open as ${scope}: a value is sealed for one scope, and nobody but the cluster can open it. Give the values of all keys (${missing.join(
        ', ',
      )} are missing), or keep the scope`,
    );
  }
}
