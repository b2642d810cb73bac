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
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { createPublishGithubPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-github';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { startTestForge, type TestForge } from './__testUtils__/startTestForge';

describe('the forge with Backstage', () => {
  const workspace = createMockDirectory();
  let test: TestForge;
  let config: ConfigReader;
  beforeEach(async () => {
    test = await startTestForge({
      'catalog-info.yaml': 'kind: Component\n',
      'k8s/base/a.yaml': 'a: 1\n',
      'k8s/base/b.yaml': 'b: 1\n',
    });
    config = new ConfigReader({
      integrations: {
        github: [
          {
            host: new URL(test.forge.url).host,
            apiBaseUrl: `${test.forge.url}/api/v3`,
            token: 'the-token',
          },
        ],
      },
    });
  });
  afterEach(() => test.stop());

  it("is read by Backstage's GitHub reader: file, tree and search", async () => {
    const reader = UrlReaders.default({
      config,
      logger: mockServices.logger.mock(),
    });
    const base = `${test.forge.url}/acme/deployment`;
    const file = await reader.readUrl(`${base}/blob/main/catalog-info.yaml`);
    expect((await file.buffer()).toString()).toBe('kind: Component\n');
    expect(file.etag).toBeDefined();
    await expect(
      reader.readUrl(`${base}/blob/main/catalog-info.yaml`, {
        etag: file.etag,
      }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    await expect(
      reader.readUrl(`${base}/blob/main/none.yaml`),
    ).rejects.toMatchObject({ name: 'NotFoundError' });

    const tree = await reader.readTree(`${base}/tree/main/k8s/base`);
    const files = await tree.files();
    expect(files.map(({ path }) => path).sort()).toEqual(['a.yaml', 'b.yaml']);
    await expect(
      reader.readTree(`${base}/tree/main/k8s/base`, { etag: tree.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });

    const found = await reader.search(`${base}/blob/main/k8s/**/a.yaml`);
    expect(found.files.map(({ url }) => url)).toEqual([
      `${base}/blob/main/k8s/base/a.yaml`,
    ]);
    expect((await found.files[0].content()).toString()).toBe('a: 1\n');
  });

  it('takes publish:github:pull-request, with deletions and a second run', async () => {
    const integrations = ScmIntegrations.fromConfig(config);
    const action = createPublishGithubPullRequestAction({
      integrations,
      githubCredentialsProvider:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    });
    workspace.setContent({
      'k8s/base/a.yaml': 'a: 2\n',
      'k8s/new.bin': '\x01',
    });
    const publish = async (update: boolean) => {
      const context = createMockActionContext({
        workspacePath: workspace.path,
        input: {
          repoUrl: `${new URL(test.forge.url).host}?owner=acme&repo=deployment`,
          branchName: 'safekeep/from-template',
          title: 'Change a',
          description: 'because',
          filesToDelete: ['k8s/base/b.yaml', 'k8s/base/none.yaml'],
          update,
        },
      });
      await action.handler(context);
      return context.output as jest.Mock;
    };
    const output = await publish(false);
    expect(output).toHaveBeenCalledWith(
      'remoteUrl',
      `${test.forge.url}/acme/deployment/pull/1`,
    );
    expect(output).toHaveBeenCalledWith('pullRequestNumber', 1);
    const files = await (await test.api('/pulls/1/files')).json();
    expect(
      files.map((file: { filename: string; status: string }) => [
        file.filename,
        file.status,
      ]),
    ).toEqual([
      ['k8s/base/a.yaml', 'modified'],
      ['k8s/base/b.yaml', 'removed'],
      ['k8s/new.bin', 'added'],
    ]);

    await expect(publish(false)).rejects.toThrow(/creation failed/);
    await publish(true);
    expect(await (await test.api('/pulls?state=all')).json()).toHaveLength(1);
  });
});
