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

import { DatabaseService } from '@backstage/backend-plugin-api';
import { SealingCertificateFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { Knex } from 'knex';

/** A certificate that a controller handed out. */
export type HandedOutCertificate = Pick<
  SealingCertificateFacts,
  'fingerprint' | 'notBefore' | 'notAfter'
>;

/** PostgreSQL answers a bigint as text. */
type Milliseconds = number | string;

interface CertificateRow {
  cluster: string;
  fingerprint: string;
  not_before: Milliseconds;
  not_after: Milliseconds;
  first_seen: Milliseconds;
  last_seen: Milliseconds;
}

function toTime(milliseconds: Milliseconds): string {
  return new Date(Number(milliseconds)).toISOString();
}

/**
 * Which certificates each cluster's controller was seen to hand out, in the
 * plugin's own database: a controller tells only the newest, and what was sealed
 * before was sealed with an earlier one.
 */
export class SealingCertificateStore {
  readonly #knex: Knex;

  /** The tables are those of `DatabaseObservationStore`, which makes them. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<SealingCertificateStore> {
    return new SealingCertificateStore(await options.database.getClient());
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Records that the controller hands it out now. */
  async see(
    cluster: string,
    { fingerprint, notBefore, notAfter }: HandedOutCertificate,
    now: Date,
  ): Promise<void> {
    await this.#knex<CertificateRow>('sealing_certificates')
      .insert({
        cluster,
        fingerprint,
        not_before: Date.parse(notBefore),
        not_after: Date.parse(notAfter),
        first_seen: now.getTime(),
        last_seen: now.getTime(),
      })
      .onConflict(['cluster', 'fingerprint'])
      .merge(['not_before', 'not_after', 'last_seen']);
  }

  /** All of a cluster, the one handed out last first. */
  async read(cluster: string): Promise<SealingCertificateFacts[]> {
    const rows = await this.#knex<CertificateRow>('sealing_certificates')
      .where({ cluster })
      .orderBy([
        { column: 'last_seen', order: 'desc' },
        { column: 'not_before', order: 'desc' },
        { column: 'fingerprint' },
      ])
      .select();
    return rows.map(row => ({
      fingerprint: row.fingerprint,
      notBefore: toTime(row.not_before),
      notAfter: toTime(row.not_after),
      firstSeenAt: toTime(row.first_seen),
      lastSeenAt: toTime(row.last_seen),
    }));
  }

  /** Forgets the clusters that are no longer configured. */
  async keepClusters(clusters: string[]): Promise<void> {
    await this.#knex<CertificateRow>('sealing_certificates')
      .whereNotIn('cluster', clusters)
      .delete();
  }
}
