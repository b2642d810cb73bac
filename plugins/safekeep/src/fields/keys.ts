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

import { SecretStatus } from '@safekeep/backstage-plugin-safekeep-common';

/** Names that the scaffolder gives to secrets of its own. */
export const RESERVED_NAMES = [
  'backstageToken',
  'initiatorToken',
  'USER_OAUTH_TOKEN',
];

/** What Kubernetes allows as a key of a Secret. */
export function isValidKey(key: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && key !== '..';
}

/**
 * The keys that change along with those chosen, without these: those recorded
 * to hold the same value.
 */
export function linkedKeys(
  secret: SecretStatus | undefined,
  chosen: string[],
): string[] {
  const linked = new Set<string>();
  for (const key of secret?.keys ?? []) {
    if (chosen.includes(key.name)) {
      for (const other of key.linkedTo) {
        if (!chosen.includes(other)) {
          linked.add(other);
        }
      }
    }
  }
  return [...linked];
}

const DATABASE_PASSWORD =
  /^(POSTGRES_PASSWORD|POSTGRESQL_PASSWORD|DB_PASSWORD|PGPASSWORD|DATABASE_PASSWORD)$/i;

/** Those of the keys that by their name hold the password of a database role. */
export function databasePasswords(keys: string[]): string[] {
  return keys.filter(key => DATABASE_PASSWORD.test(key));
}

/**
 * All keys that a rotation of those chosen changes. Where a secret records no
 * links at all, the passwords of a database change together by convention.
 */
export function changedKeys(
  secret: SecretStatus | undefined,
  chosen: string[],
): string[] {
  const recorded = linkedKeys(secret, chosen);
  const recordsLinks = secret?.keys.some(({ linkedTo }) => linkedTo.length > 0);
  const byConvention =
    recordsLinks || databasePasswords(chosen).length === 0
      ? []
      : databasePasswords(secret?.keys.map(({ name }) => name) ?? []);
  return [...new Set([...chosen, ...recorded, ...byConvention])];
}
