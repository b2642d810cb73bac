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

import { passwordVerifierKey } from '@safekeep/backstage-plugin-safekeep-common';
import { sealIntoManifest } from '../manifests/sealIntoManifest';
import {
  DatabaseNames,
  labelsOf,
  METRICS_ROLE,
  secretNames,
  SUPERUSER,
} from '../postgres/DatabaseNames';
import { scramVerifier } from '../postgres/scramVerifier';
import { ParsedSealingCertificate } from '../sealing';
import { generateBytes } from '../sealing/generateValue';

/** A sealed Secret of a new database. */
export interface SealedCredentials {
  secret: string;
  path: string;
  text: string;
}

/**
 * Makes the passwords of a new database and seals them. The bytes are
 * overwritten before this returns.
 *
 * @remarks
 * They are not recorded as rotated: a password that was rotated, and that no Job
 * gave to the database, is one that the database does not know.
 */
export function sealCredentials(
  names: DatabaseNames,
  options: {
    role: string;
    database: string;
    withMetrics: boolean;
    certificate: ParsedSealingCertificate;
    now: Date;
    /** The file of a Secret by its name. */
    pathOf: (secret: string) => string;
  },
): SealedCredentials[] {
  const { role, database, withMetrics } = options;
  const { superuser, app, metrics } = secretNames(names.name);
  const made: Uint8Array[] = [];
  const password = () => {
    const value = generateBytes();
    made.push(value);
    return value;
  };
  /** The password with its verifier, which is all that the server is told. */
  const verified = (key: string): [string, Uint8Array][] => {
    const value = password();
    return [
      [key, value],
      [passwordVerifierKey(key), Buffer.from(scramVerifier(value))],
    ];
  };
  const seal = (secret: string, ...parts: [string, Uint8Array][][]) => {
    const path = options.pathOf(secret);
    let text: string | undefined;
    for (const values of parts) {
      ({ text } = sealIntoManifest({
        ...(text !== undefined && { text }),
        path,
        certificate: options.certificate,
        namespace: names.namespace,
        name: secret,
        values: new Map(values),
        now: options.now,
        linkedKeys: [],
        template: { labels: labelsOf(names.name) },
      }));
    }
    return { secret, path, text: text! };
  };
  try {
    return [
      seal(superuser, [
        ['POSTGRES_USER', Buffer.from(SUPERUSER)],
        ['POSTGRES_PASSWORD', password()],
      ]),
      seal(
        app,
        // By itself: that a database is called like its role is no composition
        // that a rotation would have to keep.
        [['DB_NAME', Buffer.from(database)]],
        [['DB_USER', Buffer.from(role)], ...verified('DB_PASSWORD')],
      ),
      ...(withMetrics
        ? [
            seal(metrics, [
              ['METRICS_USER', Buffer.from(METRICS_ROLE)],
              ...verified('METRICS_PASSWORD'),
            ]),
          ]
        : []),
    ];
  } finally {
    for (const value of made) {
      value.fill(0);
    }
  }
}
