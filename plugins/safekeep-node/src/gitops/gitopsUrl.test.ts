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

import { isError } from '@backstage/errors';
import fc from 'fast-check';
import { changeBranch } from './branch';
import { isBranchName, parseGitopsUrl } from './gitopsUrl';
import {
  assertRepositoryAllowed,
  isRepositoryAllowed,
} from './repositoryAccess';

describe('parseGitopsUrl', () => {
  it('takes a folder’s URL apart', () => {
    expect(
      parseGitopsUrl(
        'http://localhost:7301/tawbury/deployment/tree/main/infra/k8s/base',
      ),
    ).toEqual({
      host: 'localhost:7301',
      owner: 'tawbury',
      repo: 'deployment',
      ref: 'main',
      mark: 'tree',
      path: 'infra/k8s/base',
      forgeUrl: 'http://localhost:7301',
      cloneUrl: 'http://localhost:7301/tawbury/deployment.git',
      repositoryUrl: 'http://localhost:7301/tawbury/deployment',
    });
    expect(parseGitopsUrl('https://github.com/acme/deployment.git')).toEqual({
      host: 'github.com',
      owner: 'acme',
      repo: 'deployment',
      ref: undefined,
      mark: undefined,
      path: '',
      forgeUrl: 'https://github.com',
      cloneUrl: 'https://github.com/acme/deployment.git',
      repositoryUrl: 'https://github.com/acme/deployment',
    });
    expect(
      parseGitopsUrl(
        'https://github.com/acme/deployment/tree/release%2F1.0/a/',
      ),
    ).toMatchObject({ ref: 'release/1.0', path: 'a' });
    expect(
      parseGitopsUrl('https://github.com/acme/deployment/tree/main'),
    ).toMatchObject({ ref: 'main', path: '' });
    expect(
      parseGitopsUrl(
        'https://git.example/acme/deployment/src/branch/release%2F1.0/k8s/a%20b',
      ),
    ).toEqual({
      host: 'git.example',
      owner: 'acme',
      repo: 'deployment',
      ref: 'release/1.0',
      mark: 'src/branch',
      path: 'k8s/a b',
      forgeUrl: 'https://git.example',
      cloneUrl: 'https://git.example/acme/deployment.git',
      repositoryUrl: 'https://git.example/acme/deployment',
    });
    expect(
      parseGitopsUrl('https://git.example/a/b/acme/tree/src/branch/main'),
    ).toMatchObject({
      owner: 'acme',
      repo: 'tree',
      ref: 'main',
      path: '',
      forgeUrl: 'https://git.example/a/b',
      repositoryUrl: 'https://git.example/a/b/acme/tree',
    });
  });

  it('takes what comes first for the branch, however the folders are called', () => {
    const name = fc.constantFrom(
      'src',
      'branch',
      'tree',
      'acme',
      'a.b',
      'main',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('tree' as const, 'src/branch' as const),
        name,
        name,
        fc.constantFrom('main', 'src', 'tree', 'branch', 'release/1.0'),
        fc.array(fc.oneof(name, fc.constant('a b'), fc.constant('é%#?'))),
        (mark, owner, repo, ref, folders) => {
          expect(
            parseGitopsUrl(
              ['https://git.example', owner, repo, mark]
                .concat([ref, ...folders].map(encodeURIComponent))
                .join('/'),
            ),
          ).toMatchObject({ owner, repo, mark, ref, path: folders.join('/') });
        },
      ),
    );
  });

  it.each([
    ['nonsense', 'is not a URL'],
    ['ssh://git@github.com/acme/deployment', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    [
      'https://bob:hunter2@github.com/acme/deployment',
      'must not hold credentials',
    ],
    ['https://github.com/acme', 'names no repository'],
    [
      'https://github.com/acme/deployment/blob/main/x.yaml',
      'must name a folder',
    ],
    ['https://github.com/acme/deployment/tree', 'must name a folder'],
    ['https://git.example/acme/deployment/src/branch', 'must name a folder'],
    ['https://git.example/acme/deployment/src/tag/v1', 'must name a folder'],
    ['https://git.example/acme/deployment/src/main/k8s', 'must name a folder'],
    ['https://git.example/git/acme/deployment', 'must name a folder'],
    [
      'https://git.example/a%2Fb/acme/deployment/src/branch/main',
      'names no repository',
    ],
    ['https://github.com/acme/deployment?ref=main', 'must not have a ? or #'],
    [
      'https://github.com/acme/deployment/tree/main/../../x',
      'must not have . or ..',
    ],
    [
      'https://github.com/acme/deployment/tree/main/%2e%2e/x',
      'must not have . or ..',
    ],
    ['https://github.com/acme/x\\..\\y', 'must not have . or ..'],
    ['https://github.com/acme/deployment/tree/main/a%2Fb', 'not a plain path'],
    ['https://github.com/acme/deployment/tree/main//b', 'not a plain path'],
    ['https://github.com/acme/deployment/tree/%00/b', 'not a branch name'],
    ['https://github.com/acme/deployment/tree/-x/b', 'not a branch name'],
    ['https://github.com/acme/deployment/tree/%zz/b', 'percent-encoding'],
  ])('refuses %s', (url, message) => {
    expect(() => parseGitopsUrl(url)).toThrow(message);
    expect(() => parseGitopsUrl(url)).not.toThrow('hunter2');
  });

  it('never gives a path that leaves the folder, whatever the URL', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withFragments: true }),
        fc.constantFrom('tree', 'src/branch'),
        fc.string(),
        (url, mark, tail) => {
          let location;
          try {
            location = parseGitopsUrl(`${url}/a/b/${mark}/main/${tail}`);
          } catch (error) {
            // Anything but a refusal is a bug.
            if (!isError(error) || error.name !== 'InputError') {
              throw error;
            }
            return;
          }
          expect(`/${location.path}/`).not.toMatch(/\/\.{1,2}\/|\\/);
          expect(location.ref === undefined || isBranchName(location.ref)).toBe(
            true,
          );
        },
      ),
    );
  });
});

describe('isBranchName', () => {
  it.each(['main', 'release/1.0', 'safekeep/seal-db-a1b2c3d4e5', 'a.b@c'])(
    'takes %s',
    name => expect(isBranchName(name)).toBe(true),
  );
  it.each([
    '',
    '-x',
    'a..b',
    'a//b',
    'a.lock',
    'a/',
    'a b',
    'a~1',
    'a:b',
    '@{1}',
    'a/.b',
  ])('refuses %j', name => expect(isBranchName(name)).toBe(false));
  it('takes every branch of a change', () => {
    const names = fc.stringMatching(
      /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?(\.[a-z0-9]+)?$/,
    );
    fc.assert(
      fc.property(names, name => {
        const branch = changeBranch({
          verb: 'seal',
          name,
          changeId: 'a1b2c3d4e5f6',
        });
        expect(isBranchName(branch)).toBe(true);
      }),
    );
  });
});

describe('isRepositoryAllowed', () => {
  const url = 'https://github.com/acme/deployment/tree/main/k8s/base';
  it.each([
    [['https://github.com/acme/'], true],
    [['https://github.com/acme'], true],
    [['https://github.com/other', 'https://github.com/acme/deployment'], true],
    [['https://github.com/acme/deployment/tree/main/k8s'], true],
    [['https://github.com/acme/deployment/tree/main/k8'], false],
    [['https://github.com/acme/deployment/tree/main/other'], false],
    [['https://github.com/acm'], false],
    [['http://github.com/acme'], false],
    [['https://github.com.evil.example/acme'], false],
    [[], false],
  ])('%j: %s', (allowed, expected) => {
    expect(isRepositoryAllowed(url, allowed)).toBe(expected);
  });
  it.each([
    ['https://git.example/acme', true],
    ['https://git.example/acme/deployment/src/branch/main/k8s', true],
    ['https://git.example/acme/deployment/src/branch/main/k8', false],
    ['https://git.example/acme/deployment/src/branch/other', false],
    ['https://git.example/acme/deployment/tree/main/k8s', false],
  ])('of Gitea, %s: %s', (prefix, expected) => {
    expect(
      isRepositoryAllowed(
        'https://git.example/acme/deployment/src/branch/main/k8s/base',
        [prefix],
      ),
    ).toBe(expected);
  });
  it('says what to configure', () => {
    expect(() => assertRepositoryAllowed(url, [])).toThrow(
      'Repository https://github.com/acme/deployment is not among those that Safekeep may read and change; add it to safekeep.access.repositories',
    );
    expect(() => isRepositoryAllowed(url, ['acme'])).toThrow("holds 'acme'");
  });
});
