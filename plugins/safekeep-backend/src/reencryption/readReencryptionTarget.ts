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
import {
  assertCiphertext,
  ReencryptionTarget,
  sealingLabel,
  SealingScope,
} from '@safekeep/backstage-plugin-safekeep-node';
import { record, text } from '../clusters/projection/json';

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/**
 * What a request asks to re-encrypt. Nothing of it is repeated in an error but
 * names: somebody may have sent a plain value.
 *
 * @throws InputError
 */
export function readReencryptionTarget(body: unknown): ReencryptionTarget {
  const object = parse(body);
  const namespace = text(object, 'namespace') ?? '';
  const name = text(object, 'name') ?? '';
  const scope = (text(object, 'scope') ?? 'strict') as SealingScope;
  // Refuses names and scopes that are none.
  sealingLabel({ scope, namespace, name });
  const entries = Object.entries(record(object, 'encryptedData'));
  if (entries.length === 0) {
    throw new InputError('encryptedData has no key: there is nothing to do');
  }
  for (const [key, value] of entries) {
    if (!KEY.test(key)) {
      throw new InputError('encryptedData has a key that no Secret can have');
    }
    assertCiphertext(typeof value === 'string' ? value : '', {
      what: `SealedSecret ${namespace}/${name}: the value of key ${key}`,
    });
  }
  return {
    namespace,
    name,
    scope,
    encryptedData: Object.fromEntries(entries) as Record<string, string>,
  };
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    // The parser's own message quotes the text.
    throw new InputError('The body is not JSON');
  }
}
