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

import { PullRequestFacts, StatusFacts } from '../facts';
import { PullRequestStage } from '../status';
import { describeEntity } from './describeEntity';
import {
  claim,
  healthyFacts,
  namespaceFacts,
  observerDeployment,
  observerPod,
  postgresStatefulSet,
  repositoryFacts,
  sealedFile,
  sealedSecret,
} from './__fixtures__/observer';

const MERGED_AT = '2026-02-05T11:00:00Z';

function pullRequest(
  options: Partial<PullRequestFacts> = {},
): PullRequestFacts {
  return {
    number: 41,
    title: 'Rotate DB_PASSWORD of observer-secrets',
    url: 'https://github.com/tawbury/deployment/pull/41',
    branch: 'safekeep/rotate-observer-secrets-a1b2c3d4e5',
    merged: true,
    createdAt: '2026-02-05T10:00:00Z',
    mergedAt: MERGED_AT,
    ...options,
  };
}

function describePullRequests(
  pullRequests: PullRequestFacts[],
  options: Partial<StatusFacts> = {},
) {
  return describeEntity(healthyFacts({ pullRequests, ...options }))
    .pullRequests;
}

function stageOf(
  options: Partial<StatusFacts>,
  facts: Partial<PullRequestFacts> = {},
): PullRequestStage {
  return describePullRequests([pullRequest(facts)], options)[0].stage;
}

const readAt = (observedAt: string | undefined) => {
  const repository = repositoryFacts([sealedFile()]);
  return {
    repository: {
      ...repository,
      source: { ...repository.source, observedAt },
    },
  };
};

const rotated = sealedSecret({
  sealedKeys: {
    DB_PASSWORD: {
      sealedAt: '2026-02-05T10:00:00Z',
      rotatedAt: '2026-02-05T10:00:00Z',
      certificate: 'SHA256:x',
    },
  },
});

describe('pull requests', () => {
  it.each<[string, Partial<StatusFacts>, PullRequestStage]>([
    ['everything in place', {}, 'restarted'],
    [
      'a repository that was read before the merge',
      readAt('2026-02-05T10:59:59Z'),
      'merged',
    ],
    ['a repository read at an unknown time', readAt(undefined), 'merged'],
    [
      'a repository that is stale',
      { repository: repositoryFacts([sealedFile()], { state: 'stale' }) },
      'merged',
    ],
    [
      'a repository without the file',
      { repository: repositoryFacts([]) },
      'merged',
    ],
    [
      'a file whose content is not known',
      {
        repository: repositoryFacts([
          sealedFile(sealedSecret(), { checksum: undefined }),
        ]),
      },
      'merged',
    ],
    [
      'a cluster with another content',
      {
        repository: repositoryFacts([
          sealedFile(sealedSecret({ checksum: 'z' })),
        ]),
      },
      'merged',
    ],
    [
      'a cluster that is stale',
      { namespaces: [namespaceFacts([sealedSecret()], { state: 'stale' })] },
      'merged',
    ],
    [
      'a second cluster that does not answer',
      {
        namespaces: [
          ...healthyFacts().namespaces,
          namespaceFacts([], { state: 'unreachable' }),
        ],
      },
      'merged',
    ],
    [
      'a second cluster that the entity may not show',
      {
        namespaces: [
          ...healthyFacts().namespaces,
          namespaceFacts([], { state: 'forbidden' }),
        ],
      },
      'restarted',
    ],
    [
      'a controller that has not got to it',
      {
        namespaces: [
          namespaceFacts([
            sealedSecret({ generation: 2, observedGeneration: 1 }),
          ]),
        ],
      },
      'synced',
    ],
    [
      'a controller that cannot open it',
      { namespaces: [namespaceFacts([sealedSecret({ synced: false })])] },
      'synced',
    ],
    [
      'a consumer with the earlier checksum',
      {
        namespaces: [
          namespaceFacts([
            sealedSecret(),
            observerDeployment({ checksums: { 'observer-secrets': 'old' } }),
          ]),
        ],
      },
      'unsealed',
    ],
    [
      'a consumer of which nobody can tell',
      {
        namespaces: [
          namespaceFacts([
            rotated,
            observerDeployment(),
            observerPod({ startedAt: undefined }),
          ]),
        ],
      },
      'unsealed',
    ],
    [
      'a database that the pull request does not restart',
      {
        namespaces: [
          namespaceFacts([
            rotated,
            observerDeployment({
              checksums: { 'observer-secrets': rotated.checksum },
            }),
            observerDeployment({ name: 'postgres', checksums: {} }),
            observerPod({
              owner: 'Deployment/postgres',
              startedAt: '2026-02-04T00:00:00Z',
            }),
          ]),
        ],
      },
      'restarted',
    ],
    [
      'a consumer that runs nothing',
      {
        namespaces: [
          namespaceFacts([rotated, observerDeployment({ desired: 0 })]),
        ],
      },
      'restarted',
    ],
  ])('%s', (_, options, stage) => {
    expect(stageOf(options)).toBe(stage);
  });

  it('is detached when the cluster says so, since no ciphertext changes', () => {
    const facts = { branch: 'safekeep/detach-observer-secrets-a1b2c3d4e5' };
    const state = (secret: ReturnType<typeof sealedSecret>) => ({
      namespaces: [
        namespaceFacts([
          secret,
          ...healthyFacts().namespaces[0].observations.filter(
            ({ kind }) => kind !== 'SealedSecret',
          ),
        ]),
      ],
    });
    expect(stageOf(state(sealedSecret()), facts)).toBe('merged');
    expect(stageOf(state(sealedSecret({ detached: true })), facts)).toBe(
      'restarted',
    );
    expect(
      stageOf(
        state(sealedSecret({ detached: true, observedGeneration: 0 })),
        facts,
      ),
    ).toBe('synced');
  });

  it('is removed when neither Git nor the cluster has the SealedSecret', () => {
    const facts = { branch: 'safekeep/remove-observer-secrets-a1b2c3d4e5' };
    const without = {
      namespaces: [
        namespaceFacts(
          healthyFacts().namespaces[0].observations.filter(
            ({ kind }) => kind !== 'SealedSecret',
          ),
        ),
      ],
    };
    const gone = { repository: repositoryFacts([]) };
    expect(stageOf({}, facts)).toBe('merged');
    expect(stageOf(gone, facts)).toBe('merged');
    expect(stageOf(without, facts)).toBe('merged');
    expect(stageOf({ ...without, ...gone }, facts)).toBe('restarted');
    expect(
      stageOf(
        {
          namespaces: [
            namespaceFacts(without.namespaces[0].observations, {
              state: 'stale',
            }),
          ],
          ...gone,
        },
        facts,
      ),
    ).toBe('merged');
  });

  it('is as far as its slowest cluster', () => {
    const on = (name: string, checksum: string) => {
      const facts = namespaceFacts([
        sealedSecret({ checksum }),
        postgresStatefulSet(),
        claim(),
      ]);
      return { ...facts, source: { ...facts.source, name } };
    };
    expect(stageOf({ namespaces: [on('a', 'aaaa'), on('b', 'aaaa')] })).toBe(
      'restarted',
    );
    expect(stageOf({ namespaces: [on('a', 'aaaa'), on('b', 'z')] })).toBe(
      'merged',
    );
  });

  it('does not ask for a restart when the values stay', () => {
    const namespaces = [
      namespaceFacts([
        rotated,
        observerDeployment(),
        observerPod({ startedAt: undefined }),
      ]),
    ];
    expect(
      stageOf(
        { namespaces },
        { branch: 'safekeep/seal-observer-secrets-a1b2c3d4e5' },
      ),
    ).toBe('restarted');
  });

  it.each([
    ['of another secret', 'safekeep/rotate-other-a1b2c3d4e5'],
    ['whose branch says no secret', 'safekeep/a1b2c3d4e5'],
    ['of somebody else', 'feature/x'],
  ])('is not followed further: %s', (_, branch) => {
    expect(stageOf({}, { branch })).toBe('merged');
  });

  it('reads the name of a secret with dashes and dots', () => {
    expect(
      describePullRequests([
        pullRequest({ branch: 'safekeep/rotate-a.b-c-0-a1b2c3d4e5' }),
      ])[0].secret,
    ).toBe('a.b-c-0');
  });

  it('are newest first, without those that a later merge has replaced', () => {
    const at = (number: number, options: Partial<PullRequestFacts> = {}) =>
      pullRequest({
        number,
        createdAt: `2026-02-05T09:0${number}:00Z`,
        mergedAt: `2026-02-05T10:0${number}:00Z`,
        ...options,
      });
    const open = { merged: false, mergedAt: undefined };
    expect(
      describePullRequests([
        at(1),
        at(2),
        at(3, open),
        at(4, open),
        at(5, { branch: 'safekeep/rotate-other-a1b2c3d4e5' }),
        at(6, { branch: 'feature/x' }),
      ]).map(({ number, stage }) => `${number} ${stage}`),
    ).toEqual(['6 merged', '5 merged', '4 opened', '3 opened', '2 restarted']);
  });

  // Re-encrypting all of a folder: the branch has no room for their names.
  it('covers several secrets, as far as they are the entity’s', () => {
    const other = sealedSecret({ name: 'other' });
    const both = (options: { checksum?: string } = {}) => ({
      repository: repositoryFacts([sealedFile(), sealedFile(other)]),
      namespaces: [namespaceFacts([sealedSecret(), { ...other, ...options }])],
    });
    const all = {
      branch: 'safekeep/reencrypt-ALL-a1b2c3d4e5',
      secrets: [
        'elsewhere/not-ours',
        'observer-prod/observer-secrets',
        'observer-prod/other',
      ],
    };
    const [shown] = describePullRequests([pullRequest(all)], both());
    expect(shown).toMatchObject({
      stage: 'restarted',
      secrets: ['observer-secrets', 'other'],
    });
    expect(shown.secret).toBe(undefined);
    expect(stageOf(both({ checksum: 'z' }), all)).toBe('merged');
    const elsewhere = { ...all, secrets: ['elsewhere/observer-secrets'] };
    expect(
      describePullRequests([pullRequest(elsewhere)], both())[0],
    ).toMatchObject({ stage: 'merged', secrets: [] });
  });

  it('is replaced once each of its secrets was changed later', () => {
    const at = (number: number, branch: string, secrets?: string[]) =>
      pullRequest({
        number,
        branch: `safekeep/${branch}-a1b2c3d4e5`,
        secrets,
        createdAt: `2026-02-05T09:0${number}:00Z`,
        mergedAt: `2026-02-05T10:0${number}:00Z`,
      });
    const numbers = (...pullRequests: PullRequestFacts[]) =>
      describePullRequests(pullRequests).map(({ number }) => number);
    const two = ['observer-prod/observer-secrets', 'observer-prod/b'];
    const first = at(1, 'rotate-observer-secrets');
    const all = at(2, 'reencrypt-ALL', two);
    expect(numbers(first, all)).toEqual([2]);
    expect(numbers(all, at(3, 'rotate-observer-secrets'))).toEqual([3, 2]);
    expect(
      numbers(all, at(3, 'rotate-observer-secrets'), at(4, 'rotate-b')),
    ).toEqual([4, 3]);
    expect(
      describeEntity(healthyFacts({ pullRequests: [first, all] }))
        .replacedPullRequests,
    ).toEqual([
      {
        number: 1,
        title: first.title,
        url: first.url,
        createdAt: first.createdAt,
        mergedAt: first.mergedAt,
      },
    ]);
    expect(
      describeEntity(healthyFacts({ pullRequests: [all] })),
    ).not.toHaveProperty('replacedPullRequests');
  });

  it('is about a database where it names no secret, and says who and by which commit', () => {
    const branch = 'safekeep/migrate-postgres-a1b2c3d4e5';
    const commit = 'c0ffee'.repeat(6).slice(0, 36).padEnd(40, '0');
    expect(
      describePullRequests([pullRequest({ branch, author: 'jane', commit })]),
    ).toMatchObject([
      {
        stage: 'merged',
        secrets: [],
        database: 'postgres',
        author: 'jane',
        commit,
      },
    ]);
    expect(describePullRequests([pullRequest()])[0]).not.toHaveProperty(
      'database',
    );
    // One that is not there yet waits for the sync, as any other.
    expect(
      describePullRequests([
        pullRequest({ branch: 'safekeep/create-ticks-a1b2c3d4e5' }),
      ])[0],
    ).not.toHaveProperty('database');
  });

  it('is through without a restart where values were only encrypted anew', () => {
    const stageWith = (earlierChecksums: string[]) => {
      const sealed = sealedSecret({ checksum: 'new', earlierChecksums });
      return stageOf(
        {
          repository: repositoryFacts([sealedFile(sealed)]),
          namespaces: [
            namespaceFacts([
              sealed,
              observerDeployment({
                checksums: { 'observer-secrets': 'before' },
              }),
              observerPod(),
            ]),
          ],
        },
        { branch: 'safekeep/reencrypt-observer-secrets-a1b2c3d4e5' },
      );
    };
    expect(stageWith(['before'])).toBe('restarted');
    expect(stageWith([])).toBe('unsealed');
  });
});
