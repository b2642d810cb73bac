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

import { createHash } from 'node:crypto';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { changeBranch } from './branch';
import {
  proposePullRequest,
  ProposePullRequestOptions,
} from './proposePullRequest';
import { TestForge } from './__testUtils__/TestForge';

const KUSTOMIZATION = 'resources:\n  - secrets/plain.yaml # by hand\n';
const PLAIN = 'kind: Secret\n';
const CHANGE_ID = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

describe.each(['github', 'gitea'] as const)('proposePullRequest: %s', type => {
  const temporary = createMockDirectory();
  const { TMPDIR } = process.env;
  let forge: TestForge;

  beforeEach(async () => {
    temporary.setContent({});
    forge = await TestForge.start(
      {
        'README.md': '# deployment\n',
        'run.sh': '#!/bin/sh\n',
        'infra/k8s/base/kustomization.yaml': KUSTOMIZATION,
        'infra/k8s/base/secrets/plain.yaml': PLAIN,
      },
      { type },
    );
    process.env.TMPDIR = temporary.path;
  });

  afterEach(async () => {
    process.env.TMPDIR = TMPDIR ?? '/tmp';
    await forge.stop();
    // Whatever happened, nothing of the repository stays on this machine.
    // eslint-disable-next-line jest/no-standalone-expect
    expect(temporary.content()).toEqual({});
  });

  function options(
    overrides?: Partial<ProposePullRequestOptions>,
  ): ProposePullRequestOptions {
    return {
      repository: forge.folderUrl('main', 'infra/k8s/base'),
      changes: [
        { path: 'sealed/db.yaml', action: 'create', content: 'sealed: é\n' },
        {
          path: 'kustomization.yaml',
          action: 'update',
          content: 'resources:\n  - sealed/db.yaml # by hand\n',
          base: sha256(KUSTOMIZATION),
        },
        { path: 'secrets/plain.yaml', action: 'delete', base: sha256(PLAIN) },
      ],
      changeId: CHANGE_ID,
      title: 'Seal db',
      body: 'What changes',
      branch: changeBranch({ verb: 'seal', name: 'db', changeId: CHANGE_ID }),
      integrations: forge.integrations(),
      author: { name: 'Jane', email: 'jane@example.com' },
      ...overrides,
    };
  }

  it('makes one commit with the change and nothing else, and one pull request', async () => {
    const proposed = await proposePullRequest(options());

    expect(proposed).toEqual({
      url: forge.pullUrl(1),
      number: 1,
      branch: 'safekeep/seal-db-a1b2c3d4e5',
      created: true,
    });
    expect(forge.pulls).toMatchObject([
      { title: 'Seal db', body: 'What changes', base: { ref: 'main' } },
    ]);
    expect(
      forge.git(
        'diff',
        '--name-status',
        '--no-renames',
        'main',
        proposed.branch,
      ),
    ).toBe(
      [
        'M\tinfra/k8s/base/kustomization.yaml',
        'A\tinfra/k8s/base/sealed/db.yaml',
        'D\tinfra/k8s/base/secrets/plain.yaml',
        '',
      ].join('\n'),
    );
    expect(
      forge.git('show', `${proposed.branch}:infra/k8s/base/sealed/db.yaml`),
    ).toBe('sealed: é\n');
    expect(
      forge.git('log', '-1', '--format=%an <%ae>|%P|%B', proposed.branch),
    ).toBe(
      `Jane <jane@example.com>|${forge
        .git('rev-parse', 'main')
        .trim()}|Seal db\n\nSafekeep-Change: ${CHANGE_ID}\n\n`,
    );
    expect(forge.git('fsck', '--strict')).toBe('');
    // The folder whose only file was deleted is gone, as git has it.
    expect(
      forge.git('ls-tree', '--name-only', `${proposed.branch}:infra/k8s/base`),
    ).toBe('kustomization.yaml\nsealed\n');
  });

  it('gives the open pull request back for the same change', async () => {
    const first = await proposePullRequest(options());
    const commit = forge.git('rev-parse', first.branch);
    forge.requests.length = 0;

    const second = await proposePullRequest(options());

    expect(second).toEqual({ ...first, created: false });
    expect(forge.pulls).toHaveLength(1);
    expect(forge.git('rev-parse', first.branch)).toBe(commit);
    expect(forge.requests).toHaveLength(1);
  });

  it('gives the same pull request to two runs at once', async () => {
    const both = await Promise.allSettled([
      proposePullRequest(options()),
      proposePullRequest(options()),
    ]);

    // One may lose the race for the branch, and says so.
    expect(forge.pulls).toHaveLength(1);
    expect(
      both.filter(run => run.status === 'fulfilled' && run.value.created),
    ).toHaveLength(1);
    expect(
      both.every(run =>
        run.status === 'fulfilled'
          ? run.value.number === 1
          : run.reason.name === 'ConflictError',
      ),
    ).toBe(true);
  });

  it('begins again on the newest base when the pull request was closed', async () => {
    const first = await proposePullRequest(options());
    forge.pulls[0].state = 'closed';
    forge.commit('main', { 'README.md': '# moved on\n' });

    const second = await proposePullRequest(options());

    expect(second).toMatchObject({ number: 2, created: true });
    expect(second.branch).toBe(first.branch);
    expect(forge.git('rev-parse', `${second.branch}~1`)).toBe(
      forge.git('rev-parse', 'main'),
    );
    expect(forge.git('rev-list', '--count', `main..${second.branch}`)).toBe(
      '1\n',
    );
  });

  it('finishes what a run began that pushed and then could not go on', async () => {
    forge.interfere = request =>
      request.method === 'POST' && request.url?.endsWith('/pulls')
        ? { status: 502, body: 'bad gateway' }
        : undefined;
    await expect(proposePullRequest(options())).rejects.toThrow(
      /failed at a new pull request in .* \(HTTP 502\)/,
    );
    forge.interfere = undefined;

    await expect(proposePullRequest(options())).resolves.toMatchObject({
      number: 1,
      created: true,
    });
  });

  it('goes to the default branch when the URL names none, and to the root', async () => {
    const proposed = await proposePullRequest(
      options({
        repository: forge.repositoryUrl,
        changes: [
          {
            path: 'README.md',
            action: 'update',
            content: '# new\n',
            base: sha256('# deployment\n'),
          },
        ],
      }),
    );
    expect(forge.pulls[0].base.ref).toBe('main');
    expect(forge.git('show', `${proposed.branch}:README.md`)).toBe('# new\n');
  });

  it('keeps the mode of a file', async () => {
    const { branch } = await proposePullRequest(
      options({
        repository: forge.folderUrl('main'),
        changes: [
          {
            path: 'run.sh',
            action: 'update',
            content: '#!/bin/bash\n',
            base: sha256('#!/bin/sh\n'),
          },
        ],
      }),
    );
    expect(forge.git('ls-tree', branch, 'run.sh')).toMatch(/^100755 blob/);
  });

  it.each([
    [
      'a file that has changed',
      { 'infra/k8s/base/kustomization.yaml': 'resources: []\n' },
      "'infra/k8s/base/kustomization.yaml' has changed in the repository since",
    ],
    [
      'a file that is gone',
      { 'infra/k8s/base/secrets/plain.yaml': undefined },
      "'infra/k8s/base/secrets/plain.yaml' is no longer in the repository",
    ],
    [
      'a file that has come',
      { 'infra/k8s/base/sealed/db.yaml': 'other\n' },
      "'infra/k8s/base/sealed/db.yaml' has come to be in the repository",
    ],
  ])('pushes nothing on top of %s', async (_, files, message) => {
    forge.commit('main', files);

    await expect(proposePullRequest(options())).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(message),
    });
    expect(forge.pulls).toEqual([]);
    expect(forge.git('branch', '--list', 'safekeep/*')).toBe('');
  });

  it.each([
    '../outside.yaml',
    '/etc/passwd',
    'a//b.yaml',
    './a.yaml',
    '.git/config',
    'a/.GIT/hooks/x',
    'a\\b.yaml',
    'a\nb.yaml',
    '',
  ])('refuses the path %j', async path => {
    await expect(
      proposePullRequest(
        options({ changes: [{ path, action: 'create', content: 'x' }] }),
      ),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(forge.requests).toEqual([]);
  });

  it.each([
    ['no change', { changes: [] }, 'no change to propose'],
    ['a foreign branch', { branch: 'main' }, "Branch 'main' must be safekeep/"],
    [
      'a branch of another change',
      { branch: 'safekeep/seal-db-ffffffffff' },
      'so that only this change is ever pushed to it',
    ],
    ['a title of two lines', { title: 'a\nb' }, 'one line'],
    [
      'an update without its base',
      {
        changes: [
          {
            path: 'kustomization.yaml',
            action: 'update' as const,
            content: 'x',
          },
        ],
      },
      'does not say which content it was made from',
    ],
    [
      'a folder as a file',
      {
        changes: [{ path: 'secrets', action: 'create' as const, content: 'x' }],
      },
      'is a folder in the repository',
    ],
    [
      'a file as a folder',
      {
        changes: [
          {
            path: 'kustomization.yaml/x',
            action: 'create' as const,
            content: 'x',
          },
        ],
      },
      'is not a folder in the repository',
    ],
  ])('refuses %s', async (_, overrides, message) => {
    await expect(proposePullRequest(options(overrides))).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(forge.pulls).toEqual([]);
  });

  it('follows no symlink of the repository', async () => {
    forge.commit('main', {
      'infra/k8s/base/linked': '-> ../../..',
      'infra/k8s/base/linked.yaml': '-> ../../../README.md',
    });
    for (const path of ['linked/README.md', 'linked.yaml']) {
      await expect(
        proposePullRequest(
          options({
            changes: [
              {
                path,
                action: 'update',
                content: 'x',
                base: sha256('# deployment\n'),
              },
            ],
          }),
        ),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(/symlink|is not a folder/),
      });
    }
    expect(forge.pulls).toEqual([]);
  });

  it('says plainly what the forge or the network refuse, without the token', async () => {
    const messages: string[] = [];
    async function failure(
      overrides?: Partial<ProposePullRequestOptions>,
    ): Promise<{ name: string; message: string }> {
      const error = await proposePullRequest(options(overrides)).catch(e => e);
      expect(error).toBeInstanceOf(Error);
      messages.push(error.message, String(error.stack), JSON.stringify(error));
      return error;
    }
    const answerGit = (status: number) => {
      forge.interfere = request =>
        request.url?.includes('.git/')
          ? { status, body: `the token was ${forge.token}` }
          : undefined;
    };

    expect(
      await failure({
        integrations: forge.integrations({ token: 'wrong-one' }),
      }),
    ).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(
        /does not accept the token .*HTTP 401.*It says: (Bad credentials|invalid username)/,
      ),
    });
    expect(
      await failure({ integrations: forge.integrations({}) }),
    ).toMatchObject({
      name: type === 'github' ? 'NotAllowedError' : 'NotFoundError',
    });
    expect(
      await failure({
        repository: forge.folderUrl('main', 'x').replace('deployment', 'other'),
      }),
    ).toMatchObject({
      name: 'NotFoundError',
      message: expect.stringMatching(/Check the GitOps URL/),
    });
    expect(
      await failure({ repository: forge.folderUrl('nope', 'x') }),
    ).toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('has no branch nope'),
    });
    answerGit(401);
    expect(await failure()).toMatchObject({ name: 'NotAllowedError' });
    answerGit(403);
    expect(await failure()).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('write access to contents'),
    });
    answerGit(404);
    expect(await failure()).toMatchObject({ name: 'NotFoundError' });
    answerGit(503);
    expect(await failure()).toMatchObject({ name: 'ServiceUnavailableError' });
    answerGit(302);
    expect(await failure()).toMatchObject({
      message: expect.stringContaining('has moved'),
    });
    answerGit(200);
    expect(await failure()).toMatchObject({
      message: expect.stringMatching(/failed at reading/),
    });
    forge.interfere = () => ({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0' },
      body: JSON.stringify({ message: `limit for ${forge.token}` }),
    });
    expect(await failure()).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/rate limit is used up.*limit for \*\*\*/),
    });
    forge.interfere = () => ({ status: 307, headers: { location: '/x' } });
    expect(await failure()).toMatchObject({
      message: expect.stringContaining('has moved'),
    });
    forge.interfere = undefined;
    forge.protect('error: not by robots');
    expect(await failure()).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(
        /hook declined not by robots.*\. Give.*push to safekeep\/\*/,
      ),
    });
    const { host } = forge;
    const closed = 'http://127.0.0.1:1';
    expect(
      await failure({
        repository: forge.folderUrl('main', 'x').replace(forge.url, closed),
        integrations: forge.integrations({ url: closed, token: forge.token }),
      }),
    ).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/127.0.0.1:1 does not answer/),
    });
    expect(
      await failure({ repository: 'https://elsewhere.example/a/b/tree/main' }),
    ).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('No integration is configured for'),
    });
    expect(
      await failure({ repository: `http://github.com/acme/deployment` }),
    ).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('write https://'),
    });

    const basic = Buffer.from(`x-access-token:${forge.token}`).toString(
      'base64',
    );
    expect(messages.join('\n')).not.toContain(forge.token);
    expect(messages.join('\n')).not.toContain(basic);
    expect(messages.join('\n')).toContain(host);
    expect(forge.pulls).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    forge.interfere = request => {
      if (request.url?.includes('git-upload-pack')) {
        controller.abort(new Error('cancelled by its owner'));
      }
      return undefined;
    };
    await expect(
      proposePullRequest(options({ signal: controller.signal })),
    ).rejects.toThrow('cancelled by its owner');
    expect(forge.pulls).toEqual([]);
  });
});
