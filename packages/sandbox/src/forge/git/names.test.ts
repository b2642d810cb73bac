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

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import {
  isOwnerName,
  isRefName,
  isRepositoryName,
  parseRepositoryPath,
} from './names';

describe('names', () => {
  it('takes the names that people use and no other', () => {
    for (const name of ['tawbury', 'a.b', 'A-1_x']) {
      expect(isOwnerName(name) && isRepositoryName(name)).toBe(true);
    }
    for (const name of [
      '',
      '.',
      '..',
      '-a',
      'a/b',
      'a.git',
      'a..b',
      'a b',
      'é',
    ]) {
      expect([name, isRepositoryName(name)]).toEqual([name, false]);
    }
    expect(isOwnerName('API')).toBe(false);
    expect(isOwnerName('sync')).toBe(false);
  });

  it('takes no ref that git would refuse', () => {
    const character = fc.constantFrom(
      ...'abz019-_./~^:?*[\\@{ \t\n\x7f'.split(''),
      '.lock',
      '..',
      '@{',
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 8 }), parts => {
        const name = parts.join('');
        if (isRefName(name)) {
          execFileSync('git', ['check-ref-format', `refs/heads/${name}`]);
        }
      }),
      { numRuns: 300 },
    );
    expect(isRefName('safekeep/rotate-x-0a1b2c3d4e')).toBe(true);
    expect(isRefName('--upload-pack=x')).toBe(false);
  });

  it('takes no path out of the repository', () => {
    expect(parseRepositoryPath('/infra/k8s/')).toBe('infra/k8s');
    expect(parseRepositoryPath('')).toBe('');
    for (const path of [
      '..',
      'a/../b',
      'a//b',
      './a',
      '.git/config',
      'a/.GIT',
      'a\0',
    ]) {
      expect(() => parseRepositoryPath(path)).toThrow(/not a path/);
    }
  });
});
