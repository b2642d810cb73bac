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
import { variablesOf } from '../manifests/containerVariables';
import { SealedSecretObject } from '../manifests/sealedSecretObjects';
import { containersOf, readableValues } from './containers';
import { userNamesOf } from './roleOfPassword';
import { ServiceObject } from './serviceObjects';

/**
 * The key that holds the name of the role beside its password's.
 *
 * @throws InputError where there is none: the name could not be switched then
 */
export function userKeyOf(
  secret: SealedSecretObject,
  path: string,
  passwordKey: string,
): string {
  const names = userNamesOf(passwordKey);
  const found = names.find(name => Object.hasOwn(secret.encryptedData, name));
  if (found === undefined) {
    throw new InputError(
      `${path}, line ${secret.line}: SealedSecret ${
        secret.name
      } has no key with the role’s name beside ${passwordKey} (${names
        .slice(0, 2)
        .join(
          ' or ',
        )}): two roles can only take turns where the name comes from the secret too. Seal it as a key and let the workloads read it from there, or rotate the password in place`,
    );
  }
  return found;
}

/**
 * Refuses a container that reads the password from the secret and the role's
 * name from elsewhere: after a switch it would have one of each.
 */
export function assertReadsUser(
  objects: ServiceObject[],
  options: { secret: string; key: string; userKey: string },
): void {
  const { secret, key, userKey } = options;
  const known = readableValues(objects);
  for (const object of objects) {
    for (const container of containersOf(object)) {
      const variables = variablesOf(container, known);
      for (const [name, source] of variables) {
        if (
          !('secret' in source) ||
          source.secret !== secret ||
          source.key !== key
        ) {
          continue;
        }
        const user = userNamesOf(name).find(each => variables.has(each));
        const from = user === undefined ? undefined : variables.get(user);
        const isFromKey =
          from &&
          'secret' in from &&
          from.secret === secret &&
          from.key === userKey;
        if (from && !isFromKey) {
          throw new InputError(
            `${object.path}, line ${object.line}: container ${String(
              container.name,
            )} of ${object.kind} ${
              object.name
            } reads its password from ${key} of ${secret}, and the role’s name (${user}) from elsewhere: let it read ${userKey} of ${secret}, or rotate the password in place`,
          );
        }
      }
    }
  }
}
