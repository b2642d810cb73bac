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
  binarySecretName,
  SECRET_SIZE_LIMIT,
} from '@safekeep/backstage-plugin-safekeep-common';

/**
 * Scaffolder secrets that hold credentials of the person or of Backstage
 * itself. They stand among the form's secrets, and sealing one into a Secret
 * would hand it to whoever can read that.
 */
const RESERVED = new Set([
  'backstagetoken',
  'initiatortoken',
  'user_oauth_token',
]);

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/**
 * The values that a person gave for these keys.
 *
 * @remarks
 *
 * A typed value is the scaffolder secret named as the key. Bytes, as of a file
 * that was chosen in the form, are base64 in the secret `base64:` and the key.
 * Only the listed keys are read. The scaffolder's environment secrets
 * (`scaffolder.defaultEnvironment.secrets`) are not among an action's secrets:
 * they are known to templates only, hence cannot be named here.
 *
 * @throws InputError that never holds a value.
 */
export function readSecretValues(
  secrets: Record<string, string> | undefined,
  keys: string[],
): Map<string, Uint8Array> {
  const values = new Map<string, Uint8Array>();
  try {
    for (const key of keys) {
      assertSealableKey(key);
      if (values.has(key)) {
        throw new InputError(`Key ${key} is listed twice`);
      }
      values.set(key, readValue(secrets, key));
    }
    return values;
  } catch (error) {
    forgetValues(values);
    throw error;
  }
}

/** Refuses what is no key, and the names of credentials. */
export function assertSealableKey(key: string): void {
  if (!KEY.test(key) || key === '.' || key === '..') {
    throw new InputError(
      `${JSON.stringify(key.slice(0, 60))} is not a key of a Secret`,
    );
  }
  if (RESERVED.has(key.toLowerCase()) || key.startsWith('__')) {
    throw new InputError(
      `Key ${key} has the name of a credential of Backstage’s own, which is never sealed; seal this key with the safekeep command`,
    );
  }
}

function readValue(
  secrets: Record<string, string> | undefined,
  key: string,
): Buffer {
  const typed = ownText(secrets, key);
  const encoded = ownText(secrets, binarySecretName(key));
  if (typed !== undefined && encoded !== undefined) {
    throw new InputError(
      `Key ${key} is given twice, as text and as base64: give one`,
    );
  }
  if (typed === undefined && encoded === undefined) {
    throw new InputError(
      `No value was given for key ${key}: it must be a scaffolder secret named ${key}, or ${binarySecretName(
        key,
      )} for bytes in base64`,
    );
  }
  if (typed === '' || encoded === '') {
    throw new InputError(`The value given for key ${key} is empty`);
  }
  return encoded === undefined
    ? Buffer.from(typed!, 'utf8')
    : decodeBase64(encoded, key);
}

function ownText(
  secrets: Record<string, string> | undefined,
  name: string,
): string | undefined {
  const value: unknown =
    secrets && Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function decodeBase64(text: string, key: string): Buffer {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length > Math.ceil(SECRET_SIZE_LIMIT / 3) * 4) {
    throw new InputError(
      `The value given for key ${key} is too large: a Secret holds at most ${SECRET_SIZE_LIMIT} bytes`,
    );
  }
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw new InputError(
      `The value given for key ${key} is not base64, as one named ${binarySecretName(
        key,
      )} must be`,
    );
  }
  return Buffer.from(compact, 'base64');
}

/** Overwrites values that are no longer needed. */
export function forgetValues(values: Map<string, Uint8Array>): void {
  for (const value of values.values()) {
    value.fill(0);
  }
}
