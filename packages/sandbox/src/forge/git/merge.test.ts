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
  startTestForge,
  type TestForge,
} from '../__testUtils__/startTestForge';
import { mergeCommits } from './merge';
import { mergeByIndex } from './mergeByIndex';
import { writeBlob, writeCommit, writeTree } from './objects';

const AUTHOR = { name: 'A', email: 'a@b', date: '2026-01-02T00:00:00Z' };
const START = 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n';

describe('merging', () => {
  let test: TestForge;
  let start: string;
  beforeAll(async () => {
    test = await startTestForge({ 'x.yaml': START, 'y.yaml': 'y: 1\n' });
    start = await test.repository.git.getCommit('main');
  });
  afterAll(() => test.stop());

  async function commit(files: Record<string, string | undefined>) {
    const { git } = test.repository;
    const changes = [];
    for (const [path, text] of Object.entries(files)) {
      const id = text === undefined ? undefined : await writeBlob(git, text);
      changes.push({ path, mode: '100644', id });
    }
    return writeCommit(git, {
      tree: await writeTree(git, { base: start, changes }),
      parents: [start],
      message: 'change',
      author: AUTHOR,
    });
  }

  const edit = (from: string, to: string) => START.replace(from, to);

  it.each([
    [
      'other files',
      { 'x.yaml': edit('a: 1', 'a: 9') },
      { 'z.yaml': 'z\n' },
      [],
    ],
    [
      'other lines',
      { 'x.yaml': edit('a: 1', 'a: 9') },
      { 'x.yaml': edit('e: 5', 'e: 9') },
      [],
    ],
    [
      'the same change',
      { 'x.yaml': edit('a: 1', 'a: 9') },
      { 'x.yaml': edit('a: 1', 'a: 9') },
      [],
    ],
    [
      'a removed file',
      { 'x.yaml': edit('a: 1', 'a: 9') },
      { 'y.yaml': undefined },
      [],
    ],
    [
      'the same line',
      { 'x.yaml': edit('a: 1', 'a: 8') },
      { 'x.yaml': edit('a: 1', 'a: 9') },
      ['x.yaml'],
    ],
    [
      'removed and changed',
      { 'y.yaml': undefined },
      { 'y.yaml': 'y: 2\n' },
      ['y.yaml'],
    ],
    ['added twice', { 'n.yaml': '1\n' }, { 'n.yaml': '2\n' }, ['n.yaml']],
  ])('%s: both ways give the same', async (_name, ours, theirs, conflicts) => {
    const { git } = test.repository;
    const base = await commit(ours);
    const head = await commit(theirs);
    const result = await mergeCommits(git, { base, head });
    expect(result.conflicts ?? []).toEqual(conflicts);
    expect(await mergeByIndex(git, { ancestor: start, base, head })).toEqual(
      result,
    );
  });

  it('says that two histories have nothing in common', async () => {
    const { git } = test.repository;
    const other = await writeCommit(git, {
      tree: await writeTree(git, { changes: [] }),
      parents: [],
      message: 'other',
      author: AUTHOR,
    });
    await expect(
      mergeCommits(git, { base: start, head: other }),
    ).rejects.toThrow(/no commit in common/);
  });
});
