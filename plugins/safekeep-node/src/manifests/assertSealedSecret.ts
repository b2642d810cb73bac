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
import { assertCiphertext, ParsedSealingCertificate } from '../sealing';
import { assertClusterHolds } from './assertClusterHolds';
import { onOwnDocument } from './editOwnDocument';
import { readScope } from './sealedSecretAnnotations';
import {
  findSealedSecret,
  recordOf,
  SealedSecretObject,
  secretKeys,
} from './sealedSecretObjects';
import { assertTypeHolds } from './secretTypes';
import { lineOfValue } from './yaml/replaceInScalars';

export interface SealedSecretToValidate {
  path: string;
  namespace: string;
  name: string;
  /** What the cluster seals with now. */
  certificate?: ParsedSealingCertificate;
}

/**
 * Refuses a SealedSecret of which the controller would make no Secret, or
 * another one than is written, as far as that shows without the private key.
 *
 * @returns what is recorded of its keys.
 * @throws InputError with file and line.
 */
export function assertSealedSecret(
  text: string,
  options: SealedSecretToValidate,
): SealedSecretObject {
  return onOwnDocument(text, options, own => assertAll(own, options));
}

function assertAll(
  text: string,
  options: SealedSecretToValidate,
): SealedSecretObject {
  const { path, namespace, name, certificate } = options;
  const secret = findSealedSecret(text, options);
  const { position, encryptedData, templateData, templateAnnotations } = secret;
  const place = `${path}, line ${secret.line}: SealedSecret ${namespace}/${name}`;
  for (const [key, ciphertext] of Object.entries(encryptedData)) {
    const at = ['spec', 'encryptedData', key];
    const line = lineOfValue(text, { path, position, at }) ?? secret.line;
    assertCiphertext(ciphertext, {
      what: `${path}, line ${line}: key ${key} of SealedSecret ${namespace}/${name}`,
      // One that was recorded may be of a key of another length.
      certificate:
        recordOf(secret, key)?.certificate === certificate?.fingerprint
          ? certificate
          : undefined,
    });
  }
  const templateScope = readScope(templateAnnotations);
  if (templateScope !== 'strict' && templateScope !== secret.scope) {
    throw new InputError(
      `${place} says ${templateScope} in spec.template.metadata.annotations and ${secret.scope} in its own: the controller goes by its own, and opens only what was sealed ${secret.scope}. Write the same annotation in both`,
    );
  }
  assertTypeHolds({
    what: place,
    type: secret.type,
    keys: secretKeys(Object.keys(encryptedData), templateData),
    annotations: templateAnnotations,
  });
  assertClusterHolds({ text, path, namespace, name, encryptedData });
  return secret;
}
