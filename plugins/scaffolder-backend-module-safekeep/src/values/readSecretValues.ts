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
 * The values that a person typed for these keys.
 *
 * @remarks
 *
 * A typed value is the scaffolder secret named as the key. Only the listed
 * keys are read. The scaffolder's environment secrets
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
  for (const key of keys) {
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
    if (values.has(key)) {
      throw new InputError(`Key ${key} is listed twice`);
    }
    const value: unknown =
      secrets && Object.hasOwn(secrets, key) ? secrets[key] : undefined;
    if (typeof value !== 'string') {
      throw new InputError(
        `No value was given for key ${key}: it must be a scaffolder secret named ${key}`,
      );
    }
    if (value === '') {
      throw new InputError(`The value given for key ${key} is empty`);
    }
    values.set(key, Buffer.from(value, 'utf8'));
  }
  return values;
}

/** Overwrites values that are no longer needed. */
export function forgetValues(values: Map<string, Uint8Array>): void {
  for (const value of values.values()) {
    value.fill(0);
  }
}
