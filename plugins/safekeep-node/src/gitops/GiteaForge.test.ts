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

import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createForge } from './createForge';
import { parseGitopsUrl } from './gitopsUrl';
import { listPullRequests } from './listPullRequests';
import { proposePullRequest } from './proposePullRequest';
import { TestForge } from './__testUtils__/TestForge';

describe('GiteaForge', () => {
  let forge: TestForge;
  beforeEach(async () => {
    forge = await TestForge.start(
      { 'k8s/a.yaml': 'a: 1\n' },
      { type: 'gitea', path: '/git' },
    );
  });
  afterEach(() => forge.stop());

  it('works below a path of its host', async () => {
    const integrations = forge.integrations();
    const repository = forge.folderUrl('main', 'k8s');
    const proposed = await proposePullRequest({
      repository,
      integrations,
      changes: [{ path: 'b.yaml', action: 'create', content: 'b: 1\n' }],
      changeId: 'a1b2c3d4e5f6',
      title: 'Add b',
      body: '',
      branch: 'safekeep/add-b-a1b2c3d4e5',
    });
    expect(proposed).toMatchObject({ url: forge.pullUrl(1), created: true });
    expect(forge.git('show', `${proposed.branch}:k8s/b.yaml`)).toBe('b: 1\n');
    expect(await listPullRequests({ repository, integrations })).toMatchObject([
      { number: 1, branch: proposed.branch, merged: false },
    ]);
    expect(forge.requests.filter(url => !/ \/git\//.test(url))).toEqual([]);
  });

  it('knows a merged pull request’s branch after that was deleted', async () => {
    const now = new Date().toISOString();
    forge.pulls.push({
      number: 1,
      title: 'Seal db',
      body: '',
      state: 'closed',
      html_url: forge.pullUrl(1),
      created_at: now,
      updated_at: now,
      merged_at: now,
      head: {
        ref: 'safekeep/seal-db-a1b2c3d4e5',
        repo: { full_name: 'acme/deployment' },
      },
      base: { ref: 'main' },
    });
    const answer = await fetch(
      `${forge.url}/api/v1/repos/acme/deployment/pulls?state=closed`,
      { headers: { Authorization: `token ${forge.token}` } },
    );
    expect((await answer.json())[0].head.ref).toBe('refs/pull/1/head');

    expect(
      await listPullRequests({
        repository: forge.folderUrl('main'),
        integrations: forge.integrations(),
      }),
    ).toMatchObject([{ branch: 'safekeep/seal-db-a1b2c3d4e5', merged: true }]);
  });

  it('sends name and password where both are configured, and tells neither', async () => {
    const basic = Buffer.from('robot:canary-password').toString('base64');
    const sent: unknown[] = [];
    forge.interfere = request => {
      sent.push(request.headers.authorization);
      return {
        status: 403,
        body: JSON.stringify({
          message: `no canary-password, no ${basic}`,
        }),
      };
    };
    const { host } = forge;
    const asked = createForge({
      location: parseGitopsUrl(forge.folderUrl('main')),
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            gitea: [
              {
                host,
                baseUrl: forge.url,
                username: 'robot',
                password: 'canary-password',
              },
            ],
          },
        }),
      ),
    });
    const error = await asked.findOpenPullRequest('x').catch(e => e);
    expect(sent).toEqual([`Basic ${basic}`]);
    expect(await asked.getGitHeaders()).toEqual({
      Authorization: `Basic ${basic}`,
    });
    expect(error.message).toContain('(at Gitea: scope write:repository)');
    expect(error.message).toContain('It says: no ***, no ***');
    expect(asked.redact(`a ${basic} canary-password`)).toBe('a *** ***');
  });
});
