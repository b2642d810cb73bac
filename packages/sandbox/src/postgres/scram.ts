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
  createHash,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/*
 * What a PostgreSQL server does with passwords: it keeps a SCRAM verifier and
 * has a client prove the password (RFC 5802, RFC 7677). Written without
 * safekeep-node, so that it proves what that computes.
 */

const VERIFIER = /^SCRAM-SHA-256\$(\d+):([^$:]+)\$([^$:]+):([^$:]+)$/;

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function keysOf(password: string, salt: Buffer, iterations: number) {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  return {
    stored: createHash('sha256').update(hmac(salted, 'Client Key')).digest(),
    server: hmac(salted, 'Server Key'),
  };
}

/** What the server keeps of a password that it is told in plain. */
export function makeVerifier(password: string): string {
  const salt = randomBytes(16);
  const { stored, server } = keysOf(password, salt, 4096);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return `SCRAM-SHA-256$4096:${text(salt)}$${text(stored)}:${text(server)}`;
}

/** Whether it is what a server takes for a verifier, and not for a plain password. */
export function isVerifier(text: string): boolean {
  return VERIFIER.test(text);
}

/** Whether a client that has this password can log in. */
export function doesFit(password: string, verifier: string): boolean {
  const [, iterations, salt, stored, server] = VERIFIER.exec(verifier) ?? [];
  if (!server) {
    return false;
  }
  const keys = keysOf(
    password,
    Buffer.from(salt, 'base64'),
    Number(iterations),
  );
  const isSame = (bytes: Buffer, text: string) => {
    const kept = Buffer.from(text, 'base64');
    return kept.length === bytes.length && timingSafeEqual(bytes, kept);
  };
  // The client checks the second: a server that has another is not the one.
  return isSame(keys.stored, stored) && isSame(keys.server, server);
}
