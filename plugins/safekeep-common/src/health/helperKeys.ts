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

import {
  earlierPasswordKey,
  passwordVerifierKey,
  previousPasswordKey,
} from '../passwordRotation';
import { SealedSecretObservation } from '../observations';
import { SecretKeyStatus } from '../status';
import { ownEntry } from './ownEntry';

/**
 * Whether the value of a key was made together with a Job that gives it to the
 * database: its verifier is as new as the value itself.
 */
export function comesWithJob(
  key: string,
  { sealedKeys }: SealedSecretObservation,
): boolean {
  const record = ownEntry(sealedKeys, passwordVerifierKey(key));
  const verifiedAt = Date.parse(record?.rotatedAt ?? '');
  const rotatedAt = Date.parse(ownEntry(sealedKeys, key)?.rotatedAt ?? '');
  return verifiedAt >= rotatedAt;
}

/**
 * What a key is that a database's password was rotated with: the value from
 * before or what the server is told. They stand beside the key itself, and a
 * value from before only beside a verifier: `TOKEN_PREVIOUS` may be somebody's own.
 */
export function helperOf(
  key: string,
  keys: string[],
): SecretKeyStatus['helper'] {
  for (const password of keys) {
    if (key === passwordVerifierKey(password)) {
      return 'verifier';
    }
    if (
      keys.includes(passwordVerifierKey(password)) &&
      (key === previousPasswordKey(password) ||
        key === earlierPasswordKey(password))
    ) {
      return 'earlier-value';
    }
  }
  return undefined;
}
