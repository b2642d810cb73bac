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
  DatabaseMigration,
  GuardVerdict,
  parseDatabaseMigration,
  parseGuardVerdict,
  renderDatabaseMigration,
  renderGuardVerdict,
} from './databaseMigration';

const migration: DatabaseMigration = {
  id: '0123456789',
  option: 'reuse-claim',
  way: 'guarded',
  stage: 'switch',
  from: 'deployment/postgres',
  to: 'statefulset/postgres',
  claim: 'observer-db-pvc',
  startedAt: '2026-03-01T12:00:00.000Z',
};

describe('the annotation of a migration', () => {
  it('comes back as it was written', () => {
    const moved: DatabaseMigration = {
      ...migration,
      option: 'dump-and-restore',
      newClaim: 'data-postgres-0',
      stage: 'finalized',
      verified: 'warn',
    };
    for (const each of [migration, moved]) {
      expect(parseDatabaseMigration(renderDatabaseMigration(each))).toEqual(
        each,
      );
    }
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', 'switch'],
    ['no object', '[]'],
    ['another id', JSON.stringify({ ...migration, id: 'x' })],
    ['an unknown stage', JSON.stringify({ ...migration, stage: 'done' })],
    ['no workload', JSON.stringify({ ...migration, to: 'postgres' })],
    ['no time', JSON.stringify({ ...migration, startedAt: 'yesterday' })],
  ])('is none with %s', (_, text) => {
    expect(parseDatabaseMigration(text)).toBeUndefined();
  });
});

describe('the guard’s verdict', () => {
  it('comes back as it was written, with a line’s end', () => {
    const verdicts: GuardVerdict[] = [
      { verdict: 'passed' },
      { verdict: 'waiting', lockSince: 1_763_900_000 },
    ];
    for (const each of verdicts) {
      expect(parseGuardVerdict(`${renderGuardVerdict(each)}\n`)).toEqual(each);
    }
  });

  it('lets nothing out that is not one', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (text, json) => {
        for (const message of [text, json]) {
          expect(parseGuardVerdict(message)).toBeUndefined();
        }
      }),
    );
    expect(
      parseGuardVerdict(
        '{"safekeep":"database-guard","verdict":"passed","lockSince":"x","word":"hunter2"}',
      ),
    ).toEqual({ verdict: 'passed' });
  });
});
