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

import { listPullRequests } from './listPullRequests';
import { TestForge } from './__testUtils__/TestForge';
import { TestPull } from './__testUtils__/testForgeRest';

describe.each(['github', 'gitea'] as const)('listPullRequests: %s', type => {
  let forge: TestForge;
  beforeEach(async () => {
    forge = await TestForge.start({ 'README.md': '#\n' }, { type });
  });
  afterEach(() => forge.stop());

  function pull(overrides: Partial<TestPull>): TestPull {
    return {
      number: 1,
      title: 'Seal db',
      body: '',
      state: 'open',
      html_url: forge.pullUrl(1),
      created_at: '2026-03-01T00:00:00Z',
      updated_at: '2026-03-01T00:00:00Z',
      merged_at: null,
      head: {
        ref: 'safekeep/seal-db-a1b2c3d4e5',
        repo: { full_name: 'Acme/Deployment' },
      },
      base: { ref: 'main' },
      ...overrides,
    };
  }

  it('lists what is open or lately merged, and of ours only', async () => {
    const merged = {
      state: 'closed' as const,
      updated_at: '2026-03-02T00:00:00Z',
      merged_at: '2026-03-02T00:00:00Z',
    };
    forge.pulls.push(
      // What GitHub says of one that is not merged is a trial.
      pull({ number: 1, merge_commit_sha: 'b'.repeat(40) }),
      pull({
        number: 2,
        ...merged,
        user: { login: 'jane' },
        merge_commit_sha: 'a'.repeat(40),
        body: 'Text.\r\n\r\n<!-- safekeep.io/secrets: shop/a shop/b.c -->\r\n',
      }),
      pull({ number: 3, ...merged, merged_at: '2026-01-01T00:00:00Z' }),
      pull({ number: 4, state: 'closed' }),
      pull({
        number: 5,
        head: { ref: 'main', repo: { full_name: 'acme/deployment' } },
      }),
      pull({
        number: 6,
        head: { ref: 'safekeep/x', repo: { full_name: 'mallory/deployment' } },
      }),
      pull({ number: 7, head: { ref: 'safekeep/x', repo: null } }),
    );

    const listed = await listPullRequests({
      repository: forge.folderUrl('main', 'k8s'),
      integrations: forge.integrations(),
      mergedSince: new Date('2026-02-20T00:00:00Z'),
    });

    expect(listed).toEqual([
      {
        number: 2,
        title: 'Seal db',
        url: forge.pullUrl(1),
        branch: 'safekeep/seal-db-a1b2c3d4e5',
        secrets: ['shop/a', 'shop/b.c'],
        merged: true,
        createdAt: '2026-03-01T00:00:00Z',
        mergedAt: '2026-03-02T00:00:00Z',
        author: 'jane',
        commit: 'a'.repeat(40),
      },
      {
        number: 1,
        title: 'Seal db',
        url: forge.pullUrl(1),
        branch: 'safekeep/seal-db-a1b2c3d4e5',
        merged: false,
        createdAt: '2026-03-01T00:00:00Z',
      },
    ]);
  });

  it('turns pages, and never takes a refusal for none', async () => {
    // A server may give less than it is asked for.
    forge.maxPageSize = 20;
    forge.pulls.push(
      ...Array.from({ length: 50 }, (_, index) => pull({ number: 50 - index })),
    );
    const options = {
      repository: forge.repositoryUrl,
      integrations: forge.integrations(),
    };
    const listed = await listPullRequests(options);
    expect(listed.map(({ number }) => number)).toEqual(
      Array.from({ length: 50 }, (_, index) => 50 - index),
    );
    expect(forge.requests.map(url => /[?&]page=\d/.exec(url)?.[0])).toEqual([
      '&page=1',
      '&page=2',
      '&page=3',
      '&page=1',
    ]);

    forge.interfere = () => ({ status: 500, body: 'oops' });
    await expect(listPullRequests(options)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    forge.interfere = () => ({ status: 200, body: '<html>' });
    await expect(listPullRequests(options)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('something that is not JSON'),
    });
  });
});
