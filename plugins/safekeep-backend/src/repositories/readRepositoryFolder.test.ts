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

import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { TestForge } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { readRepositoryFolder } from './readRepositoryFolder';

describe.each([undefined, '/git'])('a folder at Gitea, below %s', path => {
  let forge: TestForge;
  beforeAll(async () => {
    forge = await TestForge.start(
      {
        'README.md': '#\n',
        'k8s/a.yaml': 'a: 1\n',
        'k8s/my app/b.yaml': 'b: 1\n',
        'docs/x.md': '#\n',
      },
      { type: 'gitea', path },
    );
    forge.git('branch', 'release/1.0', 'main');
    forge.commit('main', { 'k8s/a.yaml': 'a: 2\n' });
  });
  afterAll(() => forge.stop());

  function read(url: string, options: { etag?: string; token?: string } = {}) {
    const config = new ConfigReader({
      integrations: {
        gitea: [
          {
            host: forge.host,
            baseUrl: forge.url,
            password: options.token ?? forge.token,
          },
        ],
      },
    });
    return readRepositoryFolder({
      urlReader: UrlReaders.default({
        config,
        logger: mockServices.logger.mock(),
      }),
      integrations: ScmIntegrations.fromConfig(config),
      url,
      etag: options.etag,
    });
  }

  it('is read with Backstage’s own reader', async () => {
    const folder = await read(forge.folderUrl('main', 'k8s'));
    expect(Object.fromEntries(folder!.files)).toEqual({
      'a.yaml': 'a: 2\n',
      'my app/b.yaml': 'b: 1\n',
    });
    const { etag } = folder!;
    expect(etag).toBe(forge.git('rev-parse', 'main').trim());
    expect(await read(forge.folderUrl('main', 'k8s'), { etag })).toBe(
      undefined,
    );

    const earlier = await read(forge.folderUrl('release%2F1.0', 'k8s'));
    expect(earlier!.files.get('a.yaml')).toBe('a: 1\n');
    const spaced = await read(forge.folderUrl('main', 'k8s/my%20app'));
    expect([...spaced!.files.keys()]).toEqual(['b.yaml']);
    // A folder without manifests is there nevertheless.
    expect((await read(forge.folderUrl('main', 'docs')))!.files.size).toBe(0);
  });

  it('is never taken for empty when it could not be read', async () => {
    const failureOf = async (reading: Promise<unknown>) => {
      const { message } = await reading.then(
        () => new Error('it was read'),
        error => error,
      );
      expect(message).not.toContain(forge.token);
      return message;
    };
    const missing = 'there is no such branch or folder';
    for (const url of [
      forge.folderUrl('main', 'nope'),
      forge.folderUrl('nope', 'k8s'),
      forge.folderUrl('main', 'k8s').replace('deployment', 'other'),
    ]) {
      expect(await failureOf(read(url))).toContain(missing);
    }
    const url = forge.folderUrl('main', 'k8s');
    expect(await failureOf(read(url, { token: 'wrong' }))).toContain(
      'could not be used',
    );
    forge.interfere = request =>
      request.url?.includes('/archive/')
        ? { status: 404, body: '{"message":"archives are switched off"}' }
        : undefined;
    expect(await failureOf(read(url))).toContain(missing);
    forge.interfere = undefined;
    expect(await failureOf(read(forge.repositoryUrl))).toMatch(
      path ? 'must name a folder' : 'names no branch',
    );
  });
});
