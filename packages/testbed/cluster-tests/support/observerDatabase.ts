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

import { Kubernetes } from './kubernetes';

/** What is in `scalp_ticks` up to some row. */
export interface Ticks {
  upTo: number;
  count: number;
  checksum: string;
}

/** Observer's PostgreSQL, asked from inside its pod, where no password is. */
export class ObserverDatabase {
  readonly #kubernetes: Kubernetes;
  readonly #target: { namespace: string; name: string };

  constructor(
    kubernetes: Kubernetes,
    namespace: string,
    target = 'deployment/postgres',
  ) {
    this.#kubernetes = kubernetes;
    this.#target = { namespace, name: target };
  }

  /** The rows that a statement answers, columns parted by `|`. */
  async query(sql: string): Promise<string[]> {
    const output = await this.#kubernetes.exec(
      this.#target,
      [
        'sh',
        '-c',
        'PGCLIENTENCODING=UTF8 psql -qXAt -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"',
      ],
      { input: `${sql};\n` },
    );
    return output.trim().split('\n');
  }

  /** Counts what is there, up to the newest row or up to a given one. */
  async ticks(upTo?: number): Promise<Ticks> {
    const [row] = await this.query(
      `SELECT coalesce(max(id), 0), count(*),
         md5(coalesce(string_agg(format('%s %s %s %s', id, seen, symbol, price), ',' ORDER BY id), ''))
       FROM scalp_ticks ${upTo === undefined ? '' : `WHERE id <= ${upTo}`}`,
    );
    const [last, count, checksum] = row.split('|');
    return { upTo: upTo ?? Number(last), count: Number(count), checksum };
  }

  /** The longest time between two ticks since then, in seconds. */
  async longestPause(since: Date): Promise<number> {
    const [row] = await this.query(
      `SELECT coalesce(extract(epoch FROM max(pause)), 0) FROM (
         SELECT seen - lag(seen) OVER (ORDER BY id) AS pause
         FROM scalp_ticks WHERE seen >= '${since.toISOString()}') AS pauses`,
    );
    return Number(row);
  }

  /** What `database-password-unconfirmed` asks for. */
  async setPassword(role: string, password: string): Promise<void> {
    await this.query(
      `ALTER ROLE "${role}" PASSWORD '${password.replaceAll("'", "''")}'`,
    );
  }
}
