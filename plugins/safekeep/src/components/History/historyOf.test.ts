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

import { MIGRATION_EXAMPLES } from '../../../dev/migrationExamples';
import { underWay } from '../../../dev/examples';
import { historyOf } from './historyOf';

const COMMIT = '0123456789'.repeat(4);

describe('historyOf', () => {
  it('tells what happened, newest first, with who, pull request and commit', () => {
    const status = underWay();
    const [token, password] = status.pullRequests;
    const lines = historyOf({
      ...status,
      pullRequests: [token, { ...password, author: 'jane', commit: COMMIT }],
      replacedPullRequests: [
        {
          number: 7,
          title: 'Seal observer-api-token',
          url: 'https://gitea.example/acme/deployment/pulls/7',
          createdAt: '2026-01-01T10:00:00Z',
          mergedAt: '2026-01-01T11:00:00Z',
          commit: COMMIT,
        },
      ],
    });
    const times = lines.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(lines.find(({ who }) => who === 'jane')).toMatchObject({
      who: 'jane',
      what: { kind: 'opened', title: 'Rotate DB_PASSWORD of observer-secrets' },
      pullRequest: { number: 41 },
    });
    expect(lines.flatMap(({ commit }) => commit?.url ?? [])).toEqual([
      `https://github.com/tawbury/deployment/commit/${COMMIT}`,
      `https://gitea.example/acme/deployment/commit/${COMMIT}`,
    ]);
    // An open one was not merged.
    expect(
      lines.filter(({ pullRequest }) => pullRequest?.number === 42),
    ).toHaveLength(1);
  });

  it('puts keys that changed at once into one line', () => {
    const at = '2026-01-01T10:00:00Z';
    const [secret] = underWay().secrets;
    const keys = ['A', 'B'].map(name => ({
      name,
      linkedTo: [],
      sealedAt: '2026-01-02T10:00:00Z',
      rotatedAt: at,
    }));
    const sealed = { name: 'C', linkedTo: [], sealedAt: at };
    const lines = historyOf({
      ...underWay(),
      databases: [],
      pullRequests: [],
      secrets: [
        { ...secret, keys: [...keys, sealed, { name: 'D', linkedTo: [] }] },
      ],
    });
    expect(lines.map(({ what }) => what)).toEqual([
      { kind: 'rotated', secret: 'observer-secrets', keys: ['A', 'B'] },
      { kind: 'sealed', secret: 'observer-secrets', keys: ['C'] },
    ]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it('tells of a move, of containers that ended and of warnings', () => {
    const status = MIGRATION_EXAMPLES.verified();
    const [database] = status.databases;
    const kinds = historyOf({
      ...status,
      secrets: [],
      databases: [
        {
          ...database,
          pods: [
            {
              ...database.pods[0],
              lastExit: {
                exitCode: 137,
                reason: 'OOMKilled',
                finishedAt: '2026-01-01T10:00:00Z',
              },
            },
          ],
          events: [
            {
              reason: 'BackOff',
              about: 'pod/postgres-0',
              count: 6,
              lastAt: '2026-01-01T09:00:00Z',
            },
            // One without a time has no place in a history.
            { reason: 'Unhealthy', about: 'pod/postgres-0', count: 1 },
          ],
        },
      ],
    }).map(({ what }) => what);
    expect(kinds).toEqual([
      { kind: 'counted-after', database: 'postgres' },
      { kind: 'counted-before', database: 'postgres' },
      { kind: 'move-begun', database: 'postgres' },
      { kind: 'ended', pod: 'postgres-0', exit: '137 OOMKilled' },
      { kind: 'warning', reason: 'BackOff', about: 'pod/postgres-0', count: 6 },
    ]);
  });
});
