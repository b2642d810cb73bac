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

import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { contentHash } from '@safekeep/backstage-plugin-safekeep-node';
import { TestForge } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { symlinkSync } from 'node:fs';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { createGitopsPullRequestAction } from './createGitopsPullRequestAction';

const CHANGE_ID = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const BEFORE = 'resources: []\n';

describe('safekeep:gitops:pull-request', () => {
  const workspace = createMockDirectory();
  const permissions = mockServices.permissions.mock();
  let forge: TestForge;

  beforeEach(async () => {
    forge = await TestForge.start({ 'k8s/kustomization.yaml': BEFORE });
    workspace.setContent({
      'kustomization.yaml': 'resources: [sealed.yaml]\n',
      'sealed.yaml': 'kind: SealedSecret\n',
      'other.yaml': 'not part of it\n',
    });
    permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]);
  });
  afterEach(() => forge.stop());

  function run(
    input: JsonObject = {},
    options: {
      allowedRepositories?: string[];
      context?: Parameters<typeof runAction>[1]['context'];
    } = {},
  ) {
    return runAction(
      createGitopsPullRequestAction({
        integrations: forge.integrations(),
        allowedRepositories: options.allowedRepositories ?? [
          `http://${forge.host}/acme/`,
        ],
        permissions,
        appBaseUrl: 'https://backstage.example.com/',
        author: { name: 'Backstage', email: 'backstage@example.com' },
      }),
      {
        workspacePath: workspace.path,
        input: {
          repository: `${forge.repositoryUrl}/tree/main/k8s`,
          changes: [
            {
              path: 'kustomization.yaml',
              action: 'update',
              base: contentHash(BEFORE),
            },
            { path: 'sealed.yaml', action: 'create' },
          ],
          changeId: CHANGE_ID,
          title: 'Seal db',
          description: 'What changes\n',
          ...input,
        },
        context: options.context,
      },
    );
  }

  it('proposes the files of the change, and no other', async () => {
    const { outputs, error } = await run(
      { entityRef: 'component:default/observer' },
      { context: { user: { ref: 'user:default/jane' } } },
    );

    expect(error).toBeUndefined();
    expect(outputs).toEqual({
      url: `${forge.repositoryUrl}/pull/1`,
      number: 1,
      branch: 'safekeep/change-files-a1b2c3d4e5',
      created: true,
    });
    expect(forge.pulls).toMatchObject([
      {
        title: 'Seal db',
        body: [
          'What changes',
          '',
          '---',
          '',
          'Service: [`component:default/observer`](https://backstage.example.com/catalog/default/component/observer)  ',
          'Proposed by `user:default/jane` with Safekeep',
          '',
        ].join('\n'),
      },
    ]);
    expect(
      forge.git('diff', '--name-status', 'main', String(outputs.branch)),
    ).toBe('M\tk8s/kustomization.yaml\nA\tk8s/sealed.yaml\n');
    expect(forge.git('log', '-1', '--format=%an', String(outputs.branch))).toBe(
      'Backstage\n',
    );
  });

  it('finds the pull request that is open when the task is run again', async () => {
    const first = await run();
    const second = await run();
    expect(second.outputs).toEqual({ ...first.outputs, created: false });
    expect(second.log.join('\n')).toContain(
      'already proposes this change, so nothing was sent',
    );
    expect(forge.pulls).toHaveLength(1);
  });

  it('sends nothing in a dry run', async () => {
    const { outputs, error, log } = await run(
      {},
      { context: { isDryRun: true } },
    );
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ number: 0, created: false });
    expect(log.join('\n')).toContain('Dry run: nothing was sent');
    expect(forge.requests).toEqual([]);
  });

  it('asks whether the person may propose changes', async () => {
    permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.DENY }]);
    expect((await run()).error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('safekeep.change.propose'),
    });
    expect(forge.requests).toEqual([]);
  });

  it.each(
    (
      [
        [
          'a repository that is not allowed',
          {},
          'is not among those that Safekeep may read and change',
          [],
        ],
        [
          'a repository beside the allowed one',
          {},
          'is not among those',
          ['http://{host}/acm'],
        ],
        [
          'a file outside the workspace',
          { changes: [{ path: '../x', action: 'create' }] },
          'must be a path inside the workspace',
        ],
        [
          'an absolute path',
          { changes: [{ path: '/etc/hostname', action: 'create' }] },
          'must be a path inside the workspace',
        ],
        [
          'a symlink',
          { changes: [{ path: 'linked', action: 'create' }] },
          'leads through a symlink',
        ],
        [
          'a file that is not there',
          { changes: [{ path: 'nope.yaml', action: 'create' }] },
          "The changed file 'nope.yaml' is not in the workspace",
        ],
        ['no change', { changes: [] }, 'There is no change to propose'],
        [
          'a branch that is not ours',
          { branch: 'main' },
          "Branch 'main' must be safekeep/",
        ],
        [
          'a change id that is none',
          { changeId: 'x' },
          'The change id must be',
        ],
        [
          'an entity that is none',
          { entityRef: 'a](http://x)' },
          'is not a reference',
        ],
        [
          'a file that was put back',
          {
            changes: [
              {
                path: 'other.yaml',
                action: 'update',
                base: contentHash('not part of it\n'),
              },
            ],
          },
          'a later step has undone it',
        ],
      ] as Array<[string, JsonObject, string, string[]?]>
    ).map(([what, input, message, allowed]) => ({
      what,
      input,
      message,
      allowed,
    })),
  )('sends nothing for $what', async ({ input, message, allowed }) => {
    symlinkSync('/etc/hostname', workspace.resolve('linked'));
    const before = flatContent(workspace);
    const { error, outputs } = await run(input, {
      allowedRepositories: allowed?.map(prefix =>
        prefix.replace('{host}', forge.host),
      ),
    });
    expect(error?.message).toContain(message);
    expect(outputs).toEqual({});
    expect(forge.pulls).toEqual([]);
    expect(forge.git('branch', '--list', 'safekeep/*')).toBe('');
    expect(flatContent(workspace)).toEqual(before);
  });
});
