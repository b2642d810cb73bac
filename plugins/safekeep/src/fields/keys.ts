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

/** The keys that change along with those chosen, without these. */
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

/**
 * Those of the keys that look like the password of a database which reads this
 * secret: PostgreSQL takes them only when its data directory is empty.
 */
export function databasePasswords(keys: string[]): string[] {
  return keys.filter(key =>
    /^(POSTGRES_PASSWORD|POSTGRESQL_PASSWORD|DB_PASSWORD|PGPASSWORD|DATABASE_PASSWORD)$/i.test(
      key,
    ),
  );
}
