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
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What PostgreSQL itself takes, `scram_iterations` by default. */
const ITERATIONS = 4096;
const SALT_LENGTH = 16;
const HASH_LENGTH = 32;

/**
 * What a PostgreSQL server keeps of a password, in the form that `ALTER ROLE …
 * PASSWORD` takes instead of the password itself:
 * `SCRAM-SHA-256$4096:<salt>$<StoredKey>:<ServerKey>`, the three in base64.
 *
 * @remarks
 * RFC 5802, section 3, with SHA-256 as of RFC 7677; the form is that of
 * `pg_authid.rolpassword`, known since PostgreSQL 10. The password must be
 * printable ASCII, for which SASLprep (RFC 4013) changes nothing.
 */
export function scramVerifier(
  password: Uint8Array,
  salt: Uint8Array = randomBytes(SALT_LENGTH),
): string {
  assertAscii(password);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, HASH_LENGTH, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  const storedKey = createHash('sha256').update(clientKey).digest();
  const serverKey = hmac(salted, 'Server Key');
  salted.fill(0);
  clientKey.fill(0);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${base64(salt)}$${base64(
    storedKey,
  )}:${base64(serverKey)}`;
}

/**
 * SHA-256 in hex of a verifier, by which a Job knows the Secret of its own
 * rotation. Whoever has it cannot try passwords: the salt is not in it.
 */
export function verifierDigest(verifier: string): string {
  return createHash('sha256').update(verifier).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function assertAscii(password: Uint8Array): void {
  if (password.length === 0) {
    throw new InputError('An empty password lets nobody in');
  }
  if (password.some(byte => byte < 0x20 || byte > 0x7e)) {
    throw new InputError(
      'The new password of a database role must be printable ASCII on one line: clients disagree on how other characters are prepared',
    );
  }
}
