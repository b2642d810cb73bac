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
import { createHash } from 'node:crypto';
import { compareSnapshots } from './compareSnapshots';
import {
  DatabaseSnapshot,
  SnapshotDatabase,
  SnapshotTable,
} from './databaseSnapshot';
import { VerificationLine } from './status';

const A = { option: 'reuse-claim', quiesced: true } as const;
const B = { option: 'dump-and-restore', quiesced: true } as const;
const WRITING = { option: 'reuse-claim', quiesced: false } as const;

const digest = (of: unknown) =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);

/** A server whose digests and sums follow from its tables. */
function serverOf(
  tables: SnapshotTable[],
  options: Partial<DatabaseSnapshot> & { named?: number } = {},
): DatabaseSnapshot {
  const { named = tables.length, ...rest } = options;
  const databases = [...new Set(tables.map(({ database }) => database))].map(
    (name): SnapshotDatabase => {
      const own = tables.filter(({ database }) => database === name);
      return {
        name,
        encoding: 'UTF8',
        collation: 'en_US.utf8',
        extensions: ['pgcrypto 1.3', 'plpgsql 1.0'],
        tables: own.length,
        rows: own.reduce((sum, { rows }) => sum + rows, 0),
        tablesDigest: digest(own),
        checksummed: own.filter(({ checksum }) => checksum).length,
        sequences: 3,
        sequencesDigest: digest('s'),
        objects: 10 + own.length,
        objectsDigest: digest(own.map(each => each.name)),
        invalidIndexes: 0,
        invalidConstraints: 0,
      };
    },
  );
  const ranked = [...tables].sort((a, b) => b.rows - a.rows);
  return {
    takenAt: '2026-11-23T12:00:00Z',
    serverStartedAt: '2026-11-20T00:00:00Z',
    version: '15.14',
    versionNumber: 150014,
    systemIdentifier: '7439018265301234567',
    dataChecksums: false,
    otherSessions: 0,
    roles: 2,
    rolesDigest: digest('r'),
    databases,
    tables: ranked.slice(0, named),
    more: tables.length - Math.min(named, tables.length),
    ...rest,
  };
}

function table(
  name: string,
  rows: number,
  checksum = digest(name),
): SnapshotTable {
  return { database: 'observer', schema: 'public', name, rows, checksum };
}

const TICKS = [
  table('scalp_ticks', 1_000_000),
  table('orders', 1_200),
  table('accounts', 3),
];
const LATER = {
  takenAt: '2026-11-23T12:10:00Z',
  serverStartedAt: '2026-11-23T12:09:00Z',
};
const OTHER = { ...LATER, systemIdentifier: '7439018265309999999' };

function results(lines: VerificationLine[]): Record<string, string> {
  return Object.fromEntries(
    lines
      .filter(({ result }) => result !== 'pass')
      .map(({ id, result, reason }) => [id, `${result} ${reason?.code}`]),
  );
}

const tables = fc.uniqueArray(
  fc.record({
    database: fc.constantFrom('observer', 'billing'),
    schema: fc.constantFrom('public', 'audit'),
    name: fc.string({ minLength: 1, maxLength: 8 }),
    rows: fc.integer({ min: 1, max: 10_000 }),
    checksum: fc.integer({ min: 0, max: 999 }).map(digest),
  }),
  {
    minLength: 1,
    maxLength: 12,
    selector: ({ database, schema, name }) =>
      JSON.stringify([database, schema, name]),
  },
);
const named = fc.integer({ min: 0, max: 12 });

describe('compareSnapshots', () => {
  it('finds nothing where nothing is different, by either option', () => {
    fc.assert(
      fc.property(tables, named, (all, count) => {
        const before = serverOf(all, { named: count });
        const after = (more: object) =>
          serverOf(all, { named: count, ...more });
        expect(results(compareSnapshots(before, after(LATER), A))).toEqual({});
        expect(
          results(compareSnapshots(before, after(LATER), WRITING)),
        ).toEqual({});
        expect(results(compareSnapshots(before, after(OTHER), B))).toEqual({});
      }),
    );
  });

  it('says every line once, with a reason for all but what passes', () => {
    fc.assert(
      fc.property(tables, tables, named, named, (one, two, m, n) => {
        for (const options of [A, B, WRITING]) {
          const lines = compareSnapshots(
            serverOf(one, { named: m }),
            serverOf(two, { ...LATER, named: n }),
            options,
          );
          expect(new Set(lines.map(({ id }) => id)).size).toBe(14);
          expect(lines).toHaveLength(14);
          for (const { result, reason } of lines) {
            expect(result === 'pass' || reason !== undefined).toBe(true);
          }
        }
      }),
    );
  });

  it('fails whenever a table is lost, however many are named', () => {
    fc.assert(
      fc.property(tables, named, fc.nat(), (all, count, which) => {
        const lost = all.filter((_, index) => index !== which % all.length);
        for (const [options, later] of [
          [A, LATER],
          [B, OTHER],
          [WRITING, LATER],
        ] as const) {
          const lines = compareSnapshots(
            serverOf(all, { named: count }),
            serverOf(lost, { ...later, named: count }),
            options,
          );
          expect(results(lines)).toHaveProperty(
            'tables',
            'fail verified-tables-missing',
          );
        }
      }),
    );
  });

  it('fails whenever a row is lost or added while nobody writes', () => {
    fc.assert(
      fc.property(
        tables,
        named,
        fc.nat(),
        fc.constantFrom(-1, 1),
        (all, count, which, by) => {
          const changed = all.map((each, index) =>
            index === which % all.length
              ? { ...each, rows: each.rows + by, checksum: digest('x') }
              : each,
          );
          const found = results(
            compareSnapshots(
              serverOf(all, { named: count }),
              serverOf(changed, { ...OTHER, named: count }),
              B,
            ),
          );
          expect(found.rows).toMatch(/^fail /);
          expect(found.checksums).toMatch(/^(fail|not-known) /);
        },
      ),
    );
  });

  it('names the table whose rows changed though their number did not', () => {
    const changed = [
      TICKS[0],
      { ...TICKS[1], checksum: digest('other') },
      TICKS[2],
    ];
    const lines = compareSnapshots(
      serverOf(TICKS),
      serverOf(changed, LATER),
      A,
    );
    expect(results(lines)).toEqual({
      checksums: 'fail verified-checksums-differ',
    });
    expect(
      lines.find(({ id }) => id === 'checksums')?.reason?.parameters,
    ).toEqual({ tables: 'observer: public.orders' });
    // By the digest alone, where none is named.
    expect(
      results(
        compareSnapshots(
          serverOf(TICKS, { named: 0 }),
          serverOf(changed, { ...LATER, named: 0 }),
          A,
        ),
      ),
    ).toEqual({ checksums: 'fail verified-checksums-differ' });
  });

  it('fails loudly for an empty new database', () => {
    const empty = serverOf([], {
      ...OTHER,
      databases: [
        {
          ...serverOf(TICKS).databases[0],
          tables: 0,
          rows: 0,
          tablesDigest: digest('nothing'),
          checksummed: 0,
          sequences: 0,
          sequencesDigest: digest('nothing'),
          objects: 1,
          objectsDigest: digest('nothing'),
        },
      ],
    });
    for (const options of [A, WRITING]) {
      expect(
        results(compareSnapshots(serverOf(TICKS), empty, options)),
      ).toMatchObject({
        'system-identifier': 'fail verified-other-server',
        tables: 'fail verified-tables-missing',
        rows: 'fail verified-rows-missing',
        sequences: 'fail verified-sequences-missing',
        objects: 'fail verified-objects-missing',
      });
    }
    // A restore that did nothing.
    expect(results(compareSnapshots(serverOf(TICKS), empty, B))).toMatchObject({
      tables: 'fail verified-tables-missing',
      rows: 'fail verified-rows-missing',
    });
  });

  it('wants the same server with the claim, and another after a restore', () => {
    const before = serverOf(TICKS);
    expect(
      results(compareSnapshots(before, serverOf(TICKS, OTHER), A)),
    ).toEqual({ 'system-identifier': 'fail verified-other-server' });
    expect(
      results(compareSnapshots(before, serverOf(TICKS, LATER), B)),
    ).toEqual({ 'system-identifier': 'fail verified-same-server' });
  });

  it('does not take a second look at the new server for the time before', () => {
    const again = serverOf(TICKS, {
      ...LATER,
      takenAt: '2026-11-23T12:09:30Z',
    });
    expect(
      results(compareSnapshots(again, serverOf(TICKS, LATER), WRITING)),
    ).toEqual({ 'system-identifier': 'fail verified-not-before' });
  });

  it('lets clients write where they were not off, but not empty a table', () => {
    const after = (ticks: number, orders: number) =>
      compareSnapshots(
        serverOf(TICKS),
        serverOf(
          [
            table('scalp_ticks', ticks, digest('grown')),
            table('orders', orders, digest('less')),
            TICKS[2],
          ],
          { ...LATER, otherSessions: 2 },
        ),
        WRITING,
      );
    const grown = after(1_000_500, 1_200);
    expect(results(grown)).toEqual({
      checksums: 'not-known verified-clients-wrote',
    });
    expect(grown.find(({ id }) => id === 'rows')).toMatchObject({
      result: 'pass',
      reason: { code: 'verified-rows-grown', parameters: { count: '500' } },
    });
    expect(results(after(1_000_500, 900)).rows).toBe(
      'warn verified-rows-fewer',
    );
    expect(results(after(1_000_500, 0)).rows).toBe(
      'fail verified-rows-missing',
    );
  });

  it('misses a table by its name, though another came in its place', () => {
    const after = serverOf(
      [table('scalp_ticks', 1_001_200), TICKS[2], table('other', 0)],
      { ...LATER, named: 2 },
    );
    const lines = compareSnapshots(serverOf(TICKS), after, WRITING);
    expect(results(lines).rows).toBe('fail verified-rows-missing');
    expect(
      lines.find(({ id }) => id === 'rows')?.reason?.parameters.tables,
    ).toBe('observer: public.orders 1200 → 0');
  });

  it('does not call a difference what was not read alike', () => {
    const { checksum: _, ...large } = TICKS[0];
    const before = serverOf([large, ...TICKS.slice(1)]);
    expect(
      results(compareSnapshots(before, serverOf(TICKS, OTHER), B)),
    ).toEqual({ checksums: 'not-known verified-checksums-incomparable' });
    const same = compareSnapshots(
      before,
      serverOf([large, ...TICKS.slice(1)], OTHER),
      B,
    );
    expect(same.find(({ id }) => id === 'checksums')).toMatchObject({
      result: 'pass',
      reason: { parameters: { count: '1' } },
    });
  });

  it('takes a newer version for chosen after a restore alone', () => {
    const newer = {
      version: '17.2',
      versionNumber: 170002,
    };
    const before = serverOf(TICKS);
    expect(
      results(
        compareSnapshots(before, serverOf(TICKS, { ...OTHER, ...newer }), B),
      ),
    ).toEqual({});
    expect(
      results(
        compareSnapshots(before, serverOf(TICKS, { ...LATER, ...newer }), A),
      ),
    ).toEqual({ version: 'fail verified-version-changed' });
  });

  it.each<
    [string, Partial<SnapshotDatabase>, Partial<DatabaseSnapshot>, object]
  >([
    [
      'an encoding',
      { encoding: 'SQL_ASCII' },
      {},
      { encoding: 'fail verified-encoding-changed' },
    ],
    [
      'a collation',
      { collation: 'C' },
      {},
      { encoding: 'warn verified-collation-changed' },
    ],
    [
      'an extension',
      { extensions: ['plpgsql 1.0'] },
      {},
      { extensions: 'fail verified-extensions-missing' },
    ],
    [
      'its version',
      { extensions: ['pgcrypto 1.4', 'plpgsql 1.0'] },
      {},
      { extensions: 'warn verified-extensions-changed' },
    ],
    [
      'a sequence',
      { sequences: 2, sequencesDigest: digest('t') },
      {},
      { sequences: 'fail verified-sequences-missing' },
    ],
    [
      'where one is',
      { sequencesDigest: digest('t') },
      {},
      { sequences: 'fail verified-sequences-differ' },
    ],
    [
      'a view',
      { objects: 12, objectsDigest: digest('t') },
      {},
      { objects: 'fail verified-objects-missing' },
    ],
    [
      'an owner',
      { objectsDigest: digest('t') },
      {},
      { objects: 'fail verified-objects-differ' },
    ],
    [
      'an index',
      { invalidIndexes: 1 },
      {},
      { 'invalid-indexes': 'fail verified-indexes-invalid' },
    ],
    [
      'a constraint',
      { invalidConstraints: 1 },
      {},
      { 'invalid-constraints': 'fail verified-constraints-invalid' },
    ],
    [
      'a role',
      {},
      { roles: 1, rolesDigest: digest('t') },
      { roles: 'fail verified-roles-missing' },
    ],
    [
      'a membership',
      {},
      { rolesDigest: digest('t') },
      { roles: 'fail verified-roles-differ' },
    ],
  ])('sees that %s is another', (_, database, server, expected) => {
    const after = serverOf(TICKS, { ...OTHER, ...server });
    after.databases = [{ ...after.databases[0], ...database }];
    expect(results(compareSnapshots(serverOf(TICKS), after, B))).toEqual(
      expected,
    );
  });

  it('warns of what was invalid already, and of checksums given up', () => {
    const before = serverOf(TICKS, { dataChecksums: true });
    const after = serverOf(TICKS, LATER);
    before.databases = [{ ...before.databases[0], invalidIndexes: 2 }];
    after.databases = [{ ...after.databases[0], invalidIndexes: 1 }];
    expect(results(compareSnapshots(before, after, A))).toEqual({
      'data-checksums': 'warn verified-data-checksums-off',
      'invalid-indexes': 'warn verified-invalid-as-before',
    });
  });
});
