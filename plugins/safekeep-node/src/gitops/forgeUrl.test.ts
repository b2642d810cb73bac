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
import {
  getGiteaArchiveUrl,
  getGiteaLatestCommitUrl,
  parseGiteaUrl,
  ScmIntegrations,
} from '@backstage/integration';
import fc from 'fast-check';
import { createForge } from './createForge';
import { readableGitopsUrl } from './forgeUrl';
import { parseGitopsUrl } from './gitopsUrl';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [
        { host: 'gitea.example', password: 'canary-password' },
        { host: 'host.example', baseUrl: 'https://host.example/git/' },
      ],
    },
  }),
);

describe('readableGitopsUrl', () => {
  it.each([
    // GitHub's reader knows default branches; hosts of others are its own matter.
    ['https://github.com/acme/d'],
    ['https://github.com/acme/d/tree/main/k8s'],
    ['https://gitlab.example/acme/d/tree/main/k8s'],
    ['https://gitea.example/acme/d/src/branch/main'],
    ['https://gitea.example/acme/d/src/branch/release%2F1/k8s'],
    ['https://host.example/git/acme/d/src/branch/main/k8s'],
  ])('leaves %s', url => {
    expect(readableGitopsUrl({ url, integrations })).toBe(url);
  });

  it.each([
    [
      'https://gitea.example/acme/d/tree/main/k8s',
      'is not one of Gitea at https://gitea.example; write it as https://gitea.example/owner/repository/src/branch/<branch>/<folder>',
    ],
    [
      'http://gitea.example/acme/d/src/branch/main',
      'is not one of Gitea at https://gitea.example;',
    ],
    // Otherwise a prefix `https://gitea.example/acme` would allow all of `x/y`.
    [
      'https://gitea.example/acme/x/y/src/branch/main',
      'is not one of Gitea at https://gitea.example;',
    ],
    [
      'https://host.example/acme/d/src/branch/main',
      'is not one of Gitea at https://host.example/git;',
    ],
    [
      'https://github.com/acme/d/src/branch/main',
      'is not one of GitHub at https://github.com; write it as https://github.com/owner/repository/tree/<branch>/<folder>',
    ],
    [
      'https://github.com/acme/x/y/src/branch/main',
      'is not one of GitHub at https://github.com;',
    ],
  ])('refuses %s, as the forge does', (url, message) => {
    const refusal = expect.objectContaining({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(() => readableGitopsUrl({ url, integrations })).toThrow(refusal);
    const location = parseGitopsUrl(url);
    expect(() => createForge({ location, integrations })).toThrow(refusal);
  });

  it('asks for the branch, which Gitea’s reader takes from the URL alone', () => {
    const url = 'https://gitea.example/acme/d';
    expect(() => readableGitopsUrl({ url, integrations })).toThrow(
      'names no branch, which gitea.example needs; write it as https://gitea.example/acme/d/src/branch/<branch>/<folder>',
    );
  });

  it('leads Backstage’s reader of Gitea to the branch and the folder', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('https://gitea.example', 'https://host.example/git'),
        fc.constantFrom('main', 'release/1.0', 'src', 'a+b@c'),
        fc.array(fc.constantFrom('k8s', 'a b', 'é', '50%', 'a#b', 'src')),
        (forge, branch, folders) => {
          const url = readableGitopsUrl({
            url: [`${forge}/acme/d/src/branch`]
              .concat([branch, ...folders].map(encodeURIComponent))
              .join('/'),
            integrations,
          });
          const { config } = integrations.gitea.byUrl(url)!;
          const ref = encodeURIComponent(branch);
          const api = `${forge}/api/v1/repos/acme/d`;
          expect(getGiteaLatestCommitUrl(config, url)).toBe(
            `${api}/git/commits/${ref}`,
          );
          expect(getGiteaArchiveUrl(config, url)).toBe(
            `${api}/archive/${ref}.tar.gz`,
          );
          expect(parseGiteaUrl(config, url).path).toBe(folders.join('/'));
        },
      ),
    );
  });
});
