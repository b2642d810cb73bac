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

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import fs from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { startTestForge, type TestForge } from './__testUtils__/startTestForge';

const FILES = {
  'README.md': '# deployment\n',
  'k8s/a.yaml': 'a: 1\nb: 2\nc: 3\n',
  'k8s/b.yaml': 'b: 1\n',
};

describe('Forge', () => {
  let test: TestForge;
  beforeEach(async () => {
    test = await startTestForge(FILES);
  });
  afterEach(() => test.stop());

  /** Clones, changes a file on a new branch and pushes it. */
  async function pushBranch(branch: string, path: string, content: string) {
    const clone = join(test.folder, branch.replace(/\//g, '-'));
    await test.git(test.folder, 'clone', '-q', test.cloneUrl, clone);
    await test.git(clone, 'checkout', '-q', '-b', branch);
    await writeFile(join(clone, path), content);
    await test.git(clone, 'commit', '-q', '-a', '-m', `change ${path}`);
    await test.git(clone, 'push', '-q', 'origin', branch);
    return test.git(clone, 'rev-parse', 'HEAD');
  }

  it('takes a push of real git, opens a pull request and merges it', async () => {
    const moved: string[] = [];
    test.forge.onBranchesMoved((owner, name) => moved.push(`${owner}/${name}`));
    const head = await pushBranch(
      'safekeep/x',
      'k8s/a.yaml',
      'a: 2\nb: 2\nc: 3\n',
    );
    expect(moved).toEqual(['acme/deployment']);

    const opened = await test.api('/pulls', {
      method: 'POST',
      body: {
        title: 'Change a',
        body: 'why',
        head: 'acme:safekeep/x',
        base: 'main',
      },
    });
    expect(opened.status).toBe(201);
    const pull = await opened.json();
    expect(pull).toMatchObject({
      number: 1,
      state: 'open',
      mergeable: true,
      html_url: `${test.forge.url}/acme/deployment/pull/1`,
      head: { ref: 'safekeep/x', sha: head },
      commits: 1,
      changed_files: 1,
      additions: 1,
      deletions: 1,
    });
    const again = await test.api('/pulls', {
      method: 'POST',
      body: { title: 'Change a', head: 'safekeep/x', base: 'main' },
    });
    expect(again.status).toBe(422);
    expect((await again.json()).message).toMatch(/already exists.*#1/);

    const found = await test.api(
      '/pulls?state=open&head=acme:safekeep/x&base=main',
    );
    expect(await found.json()).toHaveLength(1);
    expect(await (await test.api('/pulls?head=acme:other')).json()).toEqual([]);
    const diff = await test.api('/pulls/1', {
      headers: { accept: 'application/vnd.github.v3.diff' },
    });
    expect(await diff.text()).toContain('-a: 1\n+a: 2\n');
    const files = await (await test.api('/pulls/1/files')).json();
    expect(files).toMatchObject([
      { filename: 'k8s/a.yaml', status: 'modified' },
    ]);

    const stale = await test.api('/pulls/1/merge', {
      method: 'PUT',
      body: { sha: '0'.repeat(40) },
    });
    expect(stale.status).toBe(409);
    expect((await test.api('/pulls/1/merge')).status).toBe(404);
    const merged = await test.api('/pulls/1/merge', {
      method: 'PUT',
      body: { sha: head },
    });
    expect(await merged.json()).toMatchObject({ merged: true });
    expect((await test.api('/pulls/1/merge')).status).toBe(204);
    expect(moved).toHaveLength(2);

    const clone = join(test.folder, 'after');
    await test.git(
      test.folder,
      'clone',
      '-q',
      '--depth=1',
      test.cloneUrl,
      clone,
    );
    expect(await readFile(join(clone, 'k8s/a.yaml'), 'utf8')).toContain('a: 2');
    expect(await (await test.api('/pulls?state=closed')).json()).toMatchObject([
      { number: 1, merged_at: expect.any(String) },
    ]);
    const twice = await test.api('/pulls/1/merge', { method: 'PUT' });
    expect(twice.status).toBe(405);
  });

  it('squashes, closes, and refuses a conflict', async () => {
    await pushBranch('one', 'k8s/a.yaml', 'a: one\nb: 2\nc: 3\n');
    await pushBranch('two', 'k8s/a.yaml', 'a: two\nb: 2\nc: 3\n');
    await pushBranch('three', 'k8s/b.yaml', 'b: three\n');
    for (const head of ['one', 'two', 'three']) {
      await test.api('/pulls', {
        method: 'POST',
        body: { title: head, head, base: 'main' },
      });
    }
    const squashed = await test.api('/pulls/1/merge', {
      method: 'PUT',
      body: { merge_method: 'squash' },
    });
    expect(squashed.status).toBe(200);
    const [commit] = await (await test.api('/commits?per_page=1')).json();
    expect(commit.parents).toHaveLength(1);
    expect(commit.commit.message).toMatch(/^one \(#1\)/);

    expect(await (await test.api('/pulls/2')).json()).toMatchObject({
      mergeable: false,
    });
    const conflict = await test.api('/pulls/2/merge', { method: 'PUT' });
    expect(conflict.status).toBe(405);
    expect((await conflict.json()).message).toContain('k8s/a.yaml');

    // The other change still merges, on top of what was squashed.
    expect((await test.api('/pulls/3/merge', { method: 'PUT' })).status).toBe(
      200,
    );
    const closed = await test.api('/pulls/2', {
      method: 'PATCH',
      body: { state: 'closed' },
    });
    expect(await closed.json()).toMatchObject({
      state: 'closed',
      merged: false,
    });
  });

  it('sees what a push to the base or the end of a branch does to pull requests', async () => {
    await pushBranch('one', 'k8s/a.yaml', 'a: one\n');
    await pushBranch('two', 'k8s/b.yaml', 'b: two\n');
    for (const head of ['one', 'two']) {
      await test.api('/pulls', {
        method: 'POST',
        body: { title: head, head, base: 'main' },
      });
    }
    await test.git(
      join(test.folder, 'one'),
      'push',
      '-q',
      'origin',
      'one:main',
    );
    await test.git(join(test.folder, 'two'), 'push', '-q', 'origin', ':two');
    expect(await (await test.api('/pulls/1')).json()).toMatchObject({
      merged: true,
    });
    expect(await (await test.api('/pulls/2')).json()).toMatchObject({
      merged: false,
      state: 'closed',
    });
  });

  it('serves isomorphic-git, which Safekeep and the scaffolder use', async () => {
    const dir = join(test.folder, 'isomorphic');
    const url = `${test.forge.url}/acme/deployment`;
    const onAuth = () => ({
      username: 'x-access-token',
      password: 'the-token',
    });
    await mkdir(dir);
    await git.clone({
      fs,
      http,
      dir,
      url,
      onAuth,
      depth: 1,
      singleBranch: true,
    });
    await git.branch({ fs, dir, ref: 'safekeep/y', checkout: true });
    await writeFile(join(dir, 'k8s/b.yaml'), 'b: 2\n');
    await git.add({ fs, dir, filepath: 'k8s/b.yaml' });
    const author = { name: 'Ada', email: 'ada@acme.example' };
    const oid = await git.commit({ fs, dir, message: 'b', author });
    await git.push({
      fs,
      http,
      dir,
      url,
      onAuth,
      remote: 'origin',
      ref: 'safekeep/y',
    });
    expect(await test.repository.git.branchCommit('safekeep/y')).toBe(oid);

    await rm(dir, { recursive: true });
    await mkdir(dir);
    await expect(
      git.clone({
        fs,
        http,
        dir,
        url,
        onAuth: () => ({ username: 'x', password: 'wrong' }),
        onAuthFailure: () => ({ cancel: true }),
      }),
    ).rejects.toThrow();
  });

  it('answers contents, trees and history, and 304 for what is known', async () => {
    const raw = { accept: 'application/vnd.github.v3.raw' };
    const file = await test.api('/contents/k8s%2Fa.yaml?ref=main', {
      headers: raw,
    });
    expect(await file.text()).toBe(FILES['k8s/a.yaml']);
    const etag = file.headers.get('etag')!;
    const same = await test.api('/contents/k8s/a.yaml?ref=main', {
      headers: { ...raw, 'if-none-match': etag },
    });
    expect(same.status).toBe(304);
    const commit = await test.api('/commits/main');
    const known = { 'if-none-match': commit.headers.get('etag')! };
    expect((await test.api('/commits/main', { headers: known })).status).toBe(
      304,
    );

    expect(await (await test.api('/contents/k8s')).json()).toMatchObject([
      { type: 'file', path: 'k8s/a.yaml', size: 15 },
      { type: 'file', path: 'k8s/b.yaml' },
    ]);
    const tree = await (await test.api('/git/trees/main?recursive=1')).json();
    expect(tree.tree.map((entry: { path: string }) => entry.path)).toEqual([
      'README.md',
      'k8s',
      'k8s/a.yaml',
      'k8s/b.yaml',
    ]);
    expect((await test.api('/contents/k8s/none.yaml')).status).toBe(404);
    expect((await test.api('/contents/k8s/a.yaml?ref=none')).status).toBe(404);
    expect((await test.api('/contents/..%2f..%2fx')).status).toBe(404);
    expect((await test.api('/contents/a?ref=--output=x')).status).toBe(404);
  });

  it('wants the token for git and for the API, however it is given', async () => {
    const api = `${test.forge.url}/api/v3/repos/acme/deployment`;
    const refs = `${test.forge.url}/acme/deployment.git/info/refs?service=git-upload-pack`;
    const basic = (text: string) =>
      `Basic ${Buffer.from(text).toString('base64')}`;
    const status = async (url: string, authorization?: string) =>
      (await fetch(url, authorization ? { headers: { authorization } } : {}))
        .status;
    for (const url of [api, refs]) {
      expect(await status(url)).toBe(401);
      expect(await status(url, 'Bearer wrong')).toBe(401);
      expect(await status(url, basic('the-token-not:wrong'))).toBe(401);
      expect(await status(url, 'Bearer the-token')).toBe(200);
      expect(await status(url, 'token the-token')).toBe(200);
      expect(await status(url, basic('anyone:the-token'))).toBe(200);
    }
    const missing = `${test.forge.url}/acme/none/info/refs?service=git-upload-pack`;
    expect(await status(missing, 'Bearer the-token')).toBe(404);
  });
});
