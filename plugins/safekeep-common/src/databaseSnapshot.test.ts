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

import * as fc from 'fast-check';
import {
  DatabaseSnapshot,
  parseSnapshotRequest,
  parseSnapshotVerdict,
  renderSnapshotRequest,
  renderSnapshotVerdict,
  SNAPSHOT_FAILURES,
  SnapshotFailure,
  SnapshotVerdict,
} from './databaseSnapshot';

const count = fc.nat({ max: 2 ** 40 });
const digest = fc.stringMatching(/^[0-9a-f]{16}$/);
const identifier = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });

const table = fc.record(
  {
    database: identifier,
    schema: identifier,
    name: identifier,
    rows: count,
    checksum: digest,
  },
  { requiredKeys: ['database', 'schema', 'name', 'rows'] },
);

const database = fc.record({
  name: identifier,
  encoding: fc.constantFrom('UTF8', 'EUC_KR'),
  collation: fc.constantFrom('C.UTF-8', 'ko_KR.utf8'),
  extensions: fc.array(identifier, { maxLength: 2 }),
  tables: count,
  rows: count,
  tablesDigest: digest,
  checksummed: count,
  sequences: count,
  sequencesDigest: digest,
  objects: count,
  objectsDigest: digest,
  invalidIndexes: count,
  invalidConstraints: count,
});

const snapshot: fc.Arbitrary<DatabaseSnapshot> = fc.record({
  takenAt: fc.constant('2026-03-01T12:00:00Z'),
  version: fc.constantFrom('15.14', '15.14 (Debian 15.14-0+deb12u1)'),
  versionNumber: count,
  systemIdentifier: fc.constant('7439018265301234567'),
  dataChecksums: fc.boolean(),
  otherSessions: count,
  roles: count,
  rolesDigest: digest,
  databases: fc.array(database, { maxLength: 3 }),
  tables: fc.array(table, { maxLength: 8 }),
  more: count,
});

describe('a snapshot’s verdict', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(snapshot, each => {
        const said: SnapshotVerdict = { verdict: 'taken', snapshot: each };
        const message = renderSnapshotVerdict(said);
        fc.pre(message.length <= 4096);
        expect(parseSnapshotVerdict(`${message}\n`.slice(0, 4096))).toEqual(
          said,
        );
      }),
    );
    for (const detail of Object.keys(SNAPSHOT_FAILURES) as SnapshotFailure[]) {
      const said: SnapshotVerdict = { verdict: 'failed', detail };
      expect(parseSnapshotVerdict(renderSnapshotVerdict(said))).toEqual(said);
    }
  });

  it('is none when a part of it is missing or of another shape', () => {
    const [one] = fc.sample(snapshot, { numRuns: 1, seed: 1 });
    const whole = JSON.parse(
      renderSnapshotVerdict({
        verdict: 'taken',
        snapshot: {
          ...one,
          tables: [{ database: 'a', schema: 'b', name: 'c', rows: 1 }],
        },
      }),
    );
    for (const part of Object.keys(whole)) {
      const { [part]: _, ...rest } = whole;
      expect(parseSnapshotVerdict(JSON.stringify(rest))).toBeUndefined();
      expect(
        parseSnapshotVerdict(JSON.stringify({ ...rest, [part]: ['x'] })),
      ).toBeUndefined();
    }
  });

  it('lets nothing else out', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (text, json) => {
        for (const message of [text, json]) {
          expect(parseSnapshotVerdict(message)).toBeUndefined();
        }
      }),
    );
    expect(
      parseSnapshotVerdict(
        '{"safekeep":"database-snapshot","verdict":"failed","detail":"FATAL: hunter2"}',
      ),
    ).toBeUndefined();
  });
});

describe('what a Job is asked for', () => {
  it('comes back as it was written, and is none otherwise', () => {
    const request = {
      migration: '0123456789',
      moment: 'before',
      database: 'deployment/postgres',
    } as const;
    expect(parseSnapshotRequest(renderSnapshotRequest(request))).toEqual(
      request,
    );
    expect(
      parseSnapshotRequest(JSON.stringify({ ...request, moment: 'now' })),
    ).toBeUndefined();
    expect(parseSnapshotRequest(undefined)).toBeUndefined();
  });
});
